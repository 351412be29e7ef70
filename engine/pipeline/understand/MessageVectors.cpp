#include "pipeline/understand/MessageVectors.h"

#include "pipeline/understand/NewestText.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t mostSentences = 16;

} // namespace

std::vector<text::Span> messageParts(std::string_view text)
{
    // The subject of a reply is no part of what is said now.
    const std::size_t begin = isReplySubject(text.substr(0, text.find('\n'))) ? text.find('\n') : 0;
    if (begin == std::string_view::npos)
        return {};
    std::vector<text::Span> parts = text::sentences(text.substr(begin));
    for (text::Span& part : parts)
        part = {part.begin + begin, part.end + begin};
    if (begin == 0 && parts.size() < 2)
        return {};
    parts.resize(std::min(parts.size(), mostSentences));
    const std::size_t sentences = parts.size();
    for (std::size_t i = 0; sentences > 2 && i + 1 < sentences; ++i)
        parts.push_back({parts[i].begin, parts[i + 1].end});
    return parts;
}

Result<MessageVectors> messageVectors(Embedder& embedder, const std::string& text, std::stop_token stop)
{
    if (text::trim(text).empty())
        return MessageVectors{};
    const std::vector<text::Span> spans = messageParts(text);
    TextVectors vectors = TRY(embedder.embedWithParts(text, spans, TextRole::Query, std::move(stop)));
    MessageVectors result(std::move(vectors.whole));
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (!vectors.parts[i].empty())
            result.parts.push_back({std::string(spans[i].of(text)), std::move(vectors.parts[i])});
    }
    return result;
}

} // namespace tandem
