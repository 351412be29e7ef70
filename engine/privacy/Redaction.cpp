#include "privacy/Redaction.h"

#include <map>

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

} // namespace

Redacted redact(std::string_view text)
{
    Redacted result;
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> known; // type → value → placeholder
    std::size_t copied = 0;
    for (PiiSpan& span : findPersonalData(text)) {
        auto& ofType = known[span.type];
        const std::string value(text.substr(span.begin, span.end - span.begin));
        std::string& placeholder = ofType[value];
        if (placeholder.empty())
            placeholder = "[" + placeholderName(span.type) + "_" + std::to_string(ofType.size()) + "]";
        result.m_text += text.substr(copied, span.begin - copied);
        result.m_text += placeholder;
        copied = span.end;
        result.m_replacements.push_back({std::move(span), placeholder});
    }
    result.m_text += text.substr(copied);
    return result;
}

} // namespace tandem
