#pragma once

#include "base/Error.h"
#include "services/llm/AnswerReader.h"
#include "services/llm/ChatModel.h"
#include "services/llm/CitationMarkers.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Streams in the forms of OpenAI: pure, no I/O.
namespace tandem {

// What both forms have in common.
class OpenAiAnswer {
public:
    // `provider`: who is named in errors.
    OpenAiAnswer(std::string provider, std::vector<std::size_t> sentenceCounts);

    void setModel(std::string_view model);
    void setStop(ChatStop stop) { m_stop = stop; }
    void addText(std::string_view piece, const TextListener& text);
    void addRefusal(std::string_view piece);
    // Nothing more comes: what was held back goes out.
    void end(const TextListener& text);
    void setUsage(const TokenUsage& usage) { m_usage = usage; }

    [[nodiscard]] const std::string& provider() const { return m_provider; }
    [[nodiscard]] bool ended() const { return m_ended; }
    [[nodiscard]] const std::optional<TokenUsage>& usage() const { return m_usage; }
    [[nodiscard]] std::size_t writtenBytes() const { return m_writtenBytes; }
    [[nodiscard]] ChatReply reply() const;

private:
    std::string m_provider;
    CitationMarkers m_text;
    std::string m_model;
    std::string m_refusal;
    ChatStop m_stop = ChatStop::Finished;
    std::optional<TokenUsage> m_usage;
    std::size_t m_writtenBytes = 0;
    bool m_ended = false;
};

// Chat Completions: chunks, then [DONE]. The answer counts as whole from its finish_reason on: not every server that speaks this
// sends the end.
class ChatCompletionReader final : public AnswerReader {
public:
    ChatCompletionReader(std::string provider, std::vector<std::size_t> sentenceCounts);

    Status read(std::string_view data, const TextListener& text) override;
    [[nodiscard]] bool finished() const override { return m_answer.ended(); }
    [[nodiscard]] std::optional<TokenUsage> usage() const override { return m_answer.usage(); }
    [[nodiscard]] std::size_t writtenBytes() const override { return m_answer.writtenBytes(); }
    ChatReply take() override { return m_answer.reply(); }

private:
    OpenAiAnswer m_answer;
};

// Responses: typed events up to response.completed, .incomplete or .failed. llama-server says `completed` of an answer that was
// cut at its limit, so one that took as many tokens as it might counts as cut whatever it is called.
class ResponsesReader final : public AnswerReader {
public:
    // `outputLimit`: tokens that the answer may take; 0 = not known.
    ResponsesReader(std::string provider, std::vector<std::size_t> sentenceCounts, std::int64_t outputLimit = 0);

    Status read(std::string_view data, const TextListener& text) override;
    [[nodiscard]] bool finished() const override { return m_answer.ended(); }
    [[nodiscard]] std::optional<TokenUsage> usage() const override { return m_answer.usage(); }
    [[nodiscard]] std::size_t writtenBytes() const override { return m_answer.writtenBytes(); }
    ChatReply take() override { return m_answer.reply(); }

private:
    OpenAiAnswer m_answer;
    std::int64_t m_outputLimit;
};

} // namespace tandem
