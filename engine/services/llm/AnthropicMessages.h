#pragma once

#include "base/Error.h"
#include "services/llm/AnswerReader.h"
#include "services/llm/ChatModel.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Anthropic's Messages API, streamed (platform.claude.com/docs/api/messages-streaming): pure, no I/O.
namespace tandem {

enum class CacheTime : std::uint8_t { FiveMinutes, OneHour };

struct AnthropicOptions {
    std::string model;
    bool takesTemperature = true; // false: the request's is left out
    std::string effort; // "low"…"max"; "" = the model's own
    // How long the system prompt stays in the provider's cache after its last use. An hour costs more to write: for a desk that
    // asks less often than every five minutes.
    CacheTime systemCache = CacheTime::FiveMinutes;
};

// The request's body. The system prompt ends in a cache breakpoint, and so does what was said before the newest message, once the
// desk has said something: a second round comes soon. The documents stand in the newest message, where they void no cache; each
// sentence is a block, so that citations count sentences. Errors: those of checkChatRequest().
Result<std::string> anthropicRequest(const ChatRequest& request, const AnthropicOptions& options);

class AnthropicReader final : public AnswerReader {
public:
    // `sentenceCounts`: of the request's documents; citations that point elsewhere are left out.
    explicit AnthropicReader(std::vector<std::size_t> sentenceCounts);
    ~AnthropicReader() override;

    Status read(std::string_view data, const TextListener& text) override;
    [[nodiscard]] bool finished() const override { return m_finished; }
    // The input is told at the start and the output at the end; between them the output is an estimate.
    [[nodiscard]] std::optional<TokenUsage> usage() const override;
    [[nodiscard]] std::size_t writtenBytes() const override { return m_writtenBytes; }
    ChatReply take() override;

private:
    struct Parts; // reading of the single events
    struct Block {
        std::int64_t index = 0;
        bool isText = false;
        std::size_t begin = 0; // in the reply's text
        std::vector<ChatCitation> citations;
    };
    // As the fields of `usage` say; each one is cumulative and may come again.
    struct Counted {
        std::int64_t input = 0;
        std::int64_t cacheRead = 0;
        std::int64_t cacheWritten = 0; // of both kinds
        std::optional<std::int64_t> fiveMinutes;
        std::int64_t hour = 0;
        std::int64_t output = 0;
    };

    std::vector<std::size_t> m_sentenceCounts;
    ChatReply m_reply;
    std::optional<Block> m_block;
    std::optional<Counted> m_counted;
    std::size_t m_writtenBytes = 0;
    bool m_outputIsTold = false; // all of it, not what message_start begins with
    bool m_finished = false;
};

} // namespace tandem
