// links: tandem_llm
#include "Fuzzed.h"
#include "base/Text.h"
#include "services/http/ServerSentEvents.h"
#include "services/llm/AnthropicMessages.h"
#include "services/llm/OpenAiAnswers.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace tandem;

namespace {

const std::vector<std::size_t> documents{2, 4};

std::unique_ptr<AnswerReader> readerOf(std::uint8_t choice)
{
    if (choice % 3 == 0)
        return std::make_unique<AnthropicReader>(documents);
    if (choice % 3 == 1)
        return std::make_unique<ChatCompletionReader>("openai", documents);
    return std::make_unique<ResponsesReader>("openai", documents);
}

struct Heard {
    std::string text;
    bool failed = false;
    bool finished = false;

    bool operator==(const Heard&) const = default;
};

Heard hear(AnswerReader& reader, std::string_view stream, std::size_t pieces)
{
    Heard heard;
    ServerSentEvents events;
    for (std::size_t at = 0; at < stream.size(); at += pieces) {
        const Status fed = events.feed(stream.substr(at, pieces), [&](const ServerSentEvents::Event& event) {
            const auto listener = [&heard](std::string_view text) {
                fuzz::require(text::isValidUtf8(text), "every piece is whole characters");
                heard.text += text;
            };
            if (!heard.failed)
                heard.failed = !reader.read(event.data, listener);
        });
        if (!fed)
            break;
    }
    heard.finished = reader.finished();
    return heard;
}

void check(const ChatReply& reply, const Heard& heard)
{
    fuzz::require(reply.text == heard.text, "what was heard is the answer");
    fuzz::require(std::ranges::is_sorted(reply.citations, {}, &ChatCitation::begin), "citations ascend");
    for (const ChatCitation& citation : reply.citations) {
        fuzz::require(
            citation.begin < citation.end && citation.end <= reply.text.size(), "a citation is about words of the answer");
        fuzz::require(citation.document < documents.size() && citation.firstSentence < citation.endSentence
                && citation.endSentence <= documents[citation.document],
            "a citation points at sentences that are there");
    }
    const TokenUsage& usage = reply.usage;
    fuzz::require(std::min({usage.input, usage.cacheRead, usage.cacheWrite, usage.cacheWriteHour, usage.output}) >= 0,
        "no count is negative");
}

} // namespace

// The first byte chooses the provider, the second one how the stream is cut, the rest is the stream.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::string_view stream = fuzz::textOf(data + 2, size - 2);
    const auto whole = readerOf(data[0]);
    const auto cut = readerOf(data[0]);
    const Heard heard = hear(*whole, stream, std::max<std::size_t>(stream.size(), 1));
    fuzz::require(heard == hear(*cut, stream, data[1] + std::size_t{1}), "it does not matter where a stream is cut");
    if (heard.finished && !heard.failed)
        check(whole->take(), heard);
    return 0;
}
