#include "pipeline/understand/MessageVectors.h"

#include "pipeline/understand/NewestText.h"
#include "pipeline/understand/Understanding.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t mostSentences = 16;
constexpr std::size_t judgedEarlier = 20;
constexpr std::size_t embeddedEarlier = 8;

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

std::vector<const Message*> earlierMessages(const Conversation& conversation)
{
    std::vector<const Message*> earlier;
    for (auto each = conversation.history.rbegin(); each != conversation.history.rend() && earlier.size() < judgedEarlier;
        ++each) {
        if (each->author == Author::Customer)
            earlier.push_back(&*each);
    }
    return earlier;
}

Result<MessageVectors> conversationVectors(Embedder& embedder, const Conversation& conversation, std::stop_token stop)
{
    MessageVectors result = TRY(messageVectors(embedder, classificationText(conversation), stop));
    std::vector<std::string> texts;
    for (const Message* message : earlierMessages(conversation)) {
        std::string text = classificationText(conversation.subject, message->text);
        if (texts.size() == embeddedEarlier || text::trim(text).empty())
            break;
        texts.push_back(std::move(text));
    }
    if (!texts.empty())
        result.earlier = TRY(embedder.embed(texts, TextRole::Query, std::move(stop)));
    return result;
}

} // namespace tandem
