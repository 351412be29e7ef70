#include "privacy/Redaction.h"

#include <algorithm>
#include <map>
#include <set>

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

// "[CARD_1]" and the like at `at`: the bytes up to the bracket's end, 0 when there is none.
std::size_t placeholderLength(std::string_view text, std::size_t at)
{
    constexpr std::size_t longest = 40;
    std::size_t end = at + 1;
    while (end < text.size() && end - at < longest
        && ((text[end] >= 'A' && text[end] <= 'Z') || (text[end] >= '0' && text[end] <= '9') || text[end] == '_'))
        ++end;
    return end < text.size() && text[end] == ']' && end > at + 1 ? end + 1 - at : 0;
}

// What looks like a placeholder already: a writer's own "[CARD_1]" must not turn into somebody's card when the text is restored.
std::set<std::string_view> placeholdersIn(std::string_view text)
{
    std::set<std::string_view> all;
    for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        if (const std::size_t length = placeholderLength(text, at); length > 0)
            all.insert(text.substr(at, length));
    }
    return all;
}

} // namespace

void addPersonalData(const Conversation& conversation, Classification& result)
{
    result.pii = findPersonalData(conversation.text);
    result.subjectPii = findPersonalData(conversation.subject);
    result.hasMorePii = result.pii.size() > keptSpans || result.subjectPii.size() > keptSpans;
    result.pii.resize(std::min(result.pii.size(), keptSpans));
    result.subjectPii.resize(std::min(result.subjectPii.size(), keptSpans));
    result.piiMessage = conversation.message;
}

Redacted redact(std::string_view text)
{
    struct Known {
        std::map<std::string, std::string> placeholders; // by comparable value
        std::size_t count = 0;
    };
    Redacted result;
    std::map<std::string, Known, std::less<>> known; // by type
    const std::set<std::string_view> taken = placeholdersIn(text);
    std::size_t copied = 0;
    for (PiiSpan& span : findPersonalData(text)) {
        Known& ofType = known[span.type];
        std::string& placeholder = ofType.placeholders[comparable(span.type, text.substr(span.begin, span.end - span.begin))];
        while (placeholder.empty()) {
            std::string next = "[" + placeholderName(span.type) + "_" + std::to_string(++ofType.count) + "]";
            if (!taken.contains(next))
                placeholder = std::move(next);
        }
        result.m_text += text.substr(copied, span.begin - copied);
        result.m_text += placeholder;
        copied = span.end;
        result.m_replacements.push_back({std::move(span), placeholder});
    }
    result.m_text += text.substr(copied);
    return result;
}

std::string restore(std::string_view text, const std::vector<Replacement>& replacements, std::string_view original)
{
    std::map<std::string_view, std::string_view> values; // the first spelling of each
    for (const Replacement& each : replacements) {
        if (each.span.begin <= each.span.end && each.span.end <= original.size())
            values.emplace(each.text, original.substr(each.span.begin, each.span.end - each.span.begin));
    }
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

} // namespace tandem
