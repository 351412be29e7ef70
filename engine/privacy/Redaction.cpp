#include "privacy/Redaction.h"

#include "privacy/Redactor.h"

#include <algorithm>

namespace tandem {

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
    return Redactor({&text, 1}).redact(text, findPersonalData(text));
}

Redacted Redacted::part(text::Span ofInput) const
{
    Redacted result;
    std::size_t input = 0; // up to where the two texts were compared
    std::size_t output = 0;
    const auto copy = [&](std::size_t length) { // of what is the same in both
        const std::size_t begin = std::clamp(ofInput.begin, input, input + length);
        const std::size_t end = std::clamp(ofInput.end, begin, input + length);
        result.m_text += std::string_view(m_text).substr(output + (begin - input), end - begin);
        input += length;
        output += length;
    };
    for (const Replacement& each : m_replacements) {
        copy(each.span.begin - input);
        if (each.span.begin < ofInput.end && each.span.end > ofInput.begin)
            result.m_text += each.text;
        input = each.span.end;
        output += each.text.size();
    }
    copy(m_text.size() - output);
    return result;
}

std::string restore(std::string_view text, const std::vector<Replacement>& replacements, std::string_view original)
{
    PlaceholderValues values;
    for (const Replacement& each : replacements) {
        if (each.span.begin <= each.span.end && each.span.end <= original.size())
            values.emplace(each.text, original.substr(each.span.begin, each.span.end - each.span.begin));
    }
    return withValues(text, values);
}

} // namespace tandem
