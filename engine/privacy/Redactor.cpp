#include "privacy/Redactor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem {

namespace {

std::string placeholderName(std::string_view type)
{
    std::string upper(type);
    for (char& c : upper) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - ('a' - 'A'));
    }
    return upper;
}

// What two spellings of one value have in common: "4111 1111…" is "4111-1111…", "Ana@X.org" is "ana@x.org". A secret and a name
// are what they are.
std::string comparable(std::string_view type, std::string_view value)
{
    if (type == "secret" || type == "person" || type == "address")
        return std::string(value);
    std::string kept;
    for (const char c : value) {
        const bool sign = c == ' ' || c == '-' || c == '(' || c == ')' || (c == '.' && type != "email" && type != "ip");
        if (!sign)
            kept += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return kept;
}

} // namespace

// "[CARD_1]" and the like at `at`: the bytes up to the bracket's end, 0 when there is none.
std::size_t placeholderLength(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && end - at < longestPlaceholder - 1
        && ((text[end] >= 'A' && text[end] <= 'Z') || (text[end] >= '0' && text[end] <= '9') || text[end] == '_'))
        ++end;
    return end < text.size() && text[end] == ']' && end > at + 1 ? end + 1 - at : 0;
}

bool standsForPersonalData(std::string_view placeholder)
{
    constexpr auto types = std::to_array<std::string_view>(
        {"EMAIL", "PHONE", "CARD", "IBAN", "NATIONAL_ID", "IP", "ADDRESS", "PERSON", "ACCOUNT", "ORDER", "SECRET"});
    if (placeholder == "[PERSON]")
        return true;
    if (!placeholder.starts_with('[') || !placeholder.ends_with(']'))
        return false;
    const std::string_view inside = placeholder.substr(1, placeholder.size() - 2);
    const std::size_t number = inside.rfind('_');
    return number != std::string_view::npos && number + 1 < inside.size()
        && inside.find_first_not_of("0123456789", number + 1) == std::string_view::npos
        && std::ranges::find(types, inside.substr(0, number)) != types.end();
}

std::vector<text::Span> placeholdersIn(std::string_view text)
{
    std::vector<text::Span> spans;
    for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        const std::size_t length = placeholderLength(text, at);
        if (length > 0 && standsForPersonalData(text.substr(at, length)))
            spans.push_back({at, at + length});
    }
    return spans;
}

std::string withValues(std::string_view text, const PlaceholderValues& values)
{
    std::string restored;
    std::size_t copied = 0;
    for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        const auto value = values.find(text.substr(at, placeholderLength(text, at)));
        if (value == values.end())
            continue;
        restored += text.substr(copied, at - copied);
        restored += value->second;
        copied = at + value->first.size();
    }
    restored += text.substr(copied);
    return restored;
}

// A writer's own "[CARD_1]" must not turn into somebody's card when the text is restored.
Redactor::Redactor(std::span<const std::string_view> texts)
{
    for (const std::string_view text : texts) {
        for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
            if (const std::size_t length = placeholderLength(text, at); length > 0)
                m_taken.emplace(text.substr(at, length));
        }
    }
}

const std::string& Redactor::placeholderOf(std::string_view type, std::string_view value)
{
    auto known = m_known.find(type);
    if (known == m_known.end())
        known = m_known.emplace(type, Known{}).first;
    std::string& placeholder = known->second.placeholders[comparable(type, value)];
    while (placeholder.empty()) {
        std::string next = "[" + placeholderName(type) + "_" + std::to_string(++known->second.count) + "]";
        if (m_taken.contains(next))
            continue;
        m_values.emplace(next, value);
        placeholder = std::move(next);
    }
    return placeholder;
}

Redacted Redactor::redact(std::string_view text, std::vector<PiiSpan> found)
{
    Redacted result;
    std::size_t copied = 0;
    for (PiiSpan& span : found) {
        const std::string placeholder
            = span.type == leftOut ? "(left out)" : placeholderOf(span.type, text.substr(span.begin, span.end - span.begin));
        result.m_text += text.substr(copied, span.begin - copied);
        result.m_text += placeholder;
        copied = span.end;
        result.m_replacements.push_back({std::move(span), placeholder});
    }
    result.m_text += text.substr(copied);
    return result;
}

} // namespace tandem
