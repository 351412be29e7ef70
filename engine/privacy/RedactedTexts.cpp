#include "privacy/RedactedTexts.h"

#include "privacy/NameSearch.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem {

namespace {

// What is found already and overlaps a name becomes one finding with it, unless the name lies inside of it. Both ascending.
std::vector<PiiSpan> together(std::vector<PiiSpan> found, const std::vector<text::Span>& names)
{
    std::vector<PiiSpan> all;
    auto next = found.begin();
    for (const text::Span& name : names) {
        PiiSpan person{.type = "person", .begin = name.begin, .end = name.end};
        while (next != found.end() && next->end <= person.begin)
            all.push_back(std::move(*next++));
        if (next != found.end() && next->begin <= person.begin && next->end >= person.end)
            continue;
        for (; next != found.end() && next->begin < person.end; ++next) {
            person.begin = std::min(person.begin, next->begin);
            person.end = std::max(person.end, next->end);
        }
        if (!all.empty() && all.back().end > person.begin)
            all.back().end = std::max(all.back().end, person.end);
        else
            all.push_back(std::move(person));
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
    for (std::size_t i = 0; i < texts.size(); ++i)
        result.m_texts.push_back(redactor.redact(texts[i], together(std::move(found[i]), names.in(texts[i]))));
    result.m_values = redactor.values();
    return result;
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
