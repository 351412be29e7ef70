#include "privacy/RedactedTexts.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t shortestName = 3; // bytes

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A name in letters of other alphabets has no boundary that one byte tells: there it counts wherever it stands, which hides
// rather too much than too little.
bool standsAlone(std::string_view text, text::Span span)
{
    const bool joinsBefore = span.begin > 0 && isWordByte(text[span.begin]) && isWordByte(text[span.begin - 1]);
    const bool joinsAfter = span.end < text.size() && isWordByte(text[span.end - 1]) && isWordByte(text[span.end]);
    return !joinsBefore && !joinsAfter;
}

// What is found already and touches the name becomes one finding with it, unless the name lies inside of it.
void addPerson(std::string_view text, std::string_view person, std::vector<PiiSpan>& found)
{
    for (std::size_t at = text.find(person); at != std::string_view::npos; at = text.find(person, at + 1)) {
        PiiSpan span{.type = "person", .begin = at, .end = at + person.size()};
        const auto first = std::ranges::find_if(found, [&](const PiiSpan& other) { return other.end > span.begin; });
        const auto last = std::find_if(first, found.end(), [&](const PiiSpan& other) { return other.begin >= span.end; });
        if (!standsAlone(text, {span.begin, span.end}) || (first != last && first->begin <= span.begin && first->end >= span.end))
            continue;
        if (first != last) {
            span.begin = std::min(span.begin, first->begin);
            span.end = std::max(span.end, std::prev(last)->end);
        }
        found.insert(found.erase(first, last), std::move(span));
    }
}

} // namespace

RedactedTexts redactTogether(std::span<const std::string_view> texts, std::string_view knownPerson)
{
    const std::string_view person = text::trim(knownPerson);
    RedactedTexts result;
    Redactor redactor(texts);
    for (const std::string_view text : texts) {
        std::vector<PiiSpan> found = findPersonalData(text);
        if (person.size() >= shortestName)
            addPerson(text, person, found);
        result.m_texts.push_back(redactor.redact(text, std::move(found)));
    }
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
