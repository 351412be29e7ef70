#include "privacy/RedactedTexts.h"

#include "privacy/NameSearch.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem {

namespace {

// What is found already and overlaps one of `more` becomes one finding with it, unless that lies inside of it. Both ascending.
std::vector<PiiSpan> together(std::vector<PiiSpan> found, const std::vector<text::Span>& more, std::string_view type)
{
    std::vector<PiiSpan> all;
    auto next = found.begin();
    for (const text::Span& each : more) {
        PiiSpan added{.type = std::string(type), .begin = each.begin, .end = each.end};
        while (next != found.end() && next->end <= added.begin)
            all.push_back(std::move(*next++));
        if (next != found.end() && next->begin <= added.begin && next->end >= added.end)
            continue;
        for (; next != found.end() && next->begin < added.end; ++next) {
            added.begin = std::min(added.begin, next->begin);
            added.end = std::max(added.end, next->end);
        }
        if (!all.empty() && all.back().end > added.begin)
            all.back().end = std::max(all.back().end, added.end);
        else
            all.push_back(std::move(added));
    }
    std::move(next, found.end(), std::back_inserter(all));
    return all;
}

} // namespace

RedactedTexts redactTogether(std::span<const std::string_view> texts, std::string_view knownPerson)
{
    RedactedTexts result;
    Redactor redactor(texts);
    NameSearch names;
    names.addKnown(knownPerson);
    std::vector<std::vector<PiiSpan>> found;
    for (const std::string_view text : texts) {
        found.push_back(findPersonalData(text));
        names.addFound(text, found.back());
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::vector<PiiSpan> spans = together(std::move(found[i]), names.in(texts[i]), "person");
        spans = together(std::move(spans), placeholdersIn(texts[i]), Redactor::leftOut);
        result.m_texts.push_back(redactor.redact(texts[i], std::move(spans)));
    }
    result.m_values = redactor.values();
    return result;
}

bool RedactedTexts::holdsUnknownPlaceholder(std::string_view answer) const
{
    return std::ranges::any_of(
        placeholdersIn(answer), [&](const text::Span& span) { return !m_values.contains(span.of(answer)); });
}

RedactedJoiner& RedactedJoiner::add(OwnWords words)
{
    m_joined.m_text += words.words();
    return *this;
}

RedactedJoiner& RedactedJoiner::add(const Redacted& redacted)
{
    m_joined.m_text += redacted.text();
    return *this;
}

std::string StreamedRestore::add(std::string_view piece)
{
    m_held += piece;
    const std::string_view held = m_held;
    // Only the last bracket can still be open: inside a placeholder there is none.
    const std::size_t open = held.rfind('[');
    const bool couldGrow = open != std::string_view::npos && held.size() - open < longestPlaceholder
        && std::ranges::all_of(
            held.substr(open + 1), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
    const std::size_t end = couldGrow ? open : held.size();
    std::string said = m_texts.restore(held.substr(0, end));
    m_held.erase(0, end);
    return said;
}

std::string StreamedRestore::rest()
{
    return m_texts.restore(std::exchange(m_held, {}));
}

} // namespace tandem
