#include "services/llm/OpenAiAnswers.h"

#include "base/Json.h"
#include "base/Text.h"
#include "services/llm/ProviderErrors.h"
#include "services/llm/ProviderJson.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t longestRefusal = 500; // bytes

// What is read from and written to the cache lies inside the input here, and thinking inside the output.
TokenUsage usageOf(const Json& usage, std::string_view inputs, std::string_view outputs)
{
    TokenUsage counted;
    const std::int64_t all = countAt(usage, inputs).value_or(0);
    if (const Json* const details = memberOf(usage, std::string(inputs) + "_details")) {
        counted.cacheRead = std::min(countAt(*details, "cached_tokens").value_or(0), all);
        counted.cacheWrite = std::min(countAt(*details, "cache_write_tokens").value_or(0), all - counted.cacheRead);
    }
    counted.input = all - counted.cacheRead - counted.cacheWrite;
    counted.output = countAt(usage, outputs).value_or(0);
    return counted;
}

std::unexpected<Error> broken(const std::string& provider, std::string_view how)
{
    return failure(ErrorCode::Corrupt, "The answer of " + provider + " breaks its protocol: " + std::string(how));
}

std::unexpected<Error> failed(const std::string& provider, const Json& error)
{
    ProviderFailure failure;
    failure.word = textAt(error, "code");
    if (failure.word.empty())
        failure.word = textAt(error, "type");
    return std::unexpected(providerError(provider, failure));
}

ChatStop stopOf(std::string_view reason)
{
    if (reason == "stop")
        return ChatStop::Finished;
    if (reason == "length")
        return ChatStop::OutputLimit;
    if (reason == "content_filter")
        return ChatStop::Refused;
    return ChatStop::Other;
}

} // namespace

OpenAiAnswer::OpenAiAnswer(std::string provider, std::vector<std::size_t> sentenceCounts)
    : m_provider(std::move(provider))
    , m_text(std::move(sentenceCounts))
{
}

void OpenAiAnswer::setModel(std::string_view model)
{
    if (!model.empty())
        m_model = model;
}

void OpenAiAnswer::addText(std::string_view piece, const TextListener& text)
{
    m_writtenBytes += piece.size();
    const std::string_view certain = m_text.feed(piece);
    if (text && !certain.empty())
        text(certain);
}

void OpenAiAnswer::addRefusal(std::string_view piece)
{
    m_writtenBytes += piece.size();
    if (m_refusal.size() < longestRefusal)
        m_refusal += text::truncate(piece, longestRefusal - m_refusal.size());
}

void OpenAiAnswer::end(const TextListener& text)
{
    if (std::exchange(m_ended, true))
        return;
    const std::string_view rest = m_text.finish();
    if (text && !rest.empty())
        text(rest);
}

ChatReply OpenAiAnswer::reply() const
{
    ChatReply reply;
    reply.text = m_text.text();
    reply.citations = m_text.citations();
    reply.stop = m_refusal.empty() ? m_stop : ChatStop::Refused;
    reply.refusal = m_refusal.empty() && m_stop == ChatStop::Refused ? "content_filter" : m_refusal;
    reply.usage = m_usage.value_or(TokenUsage());
    reply.model = m_model;
    return reply;
}

ChatCompletionReader::ChatCompletionReader(std::string provider, std::vector<std::size_t> sentenceCounts)
    : m_answer(std::move(provider), std::move(sentenceCounts))
{
}

Status ChatCompletionReader::read(std::string_view data, const TextListener& text)
{
    if (text::trim(data) == "[DONE]") {
        m_answer.end(text);
        return {};
    }
    const auto chunk = parseJson(data, eventLimits);
    if (!chunk || !chunk->is_object())
        return broken(m_answer.provider(), "a chunk is no JSON object");
    if (const Json* const error = memberOf(*chunk, "error"))
        return failed(m_answer.provider(), *error);
    m_answer.setModel(textAt(*chunk, "model"));
    if (const Json* const usage = memberOf(*chunk, "usage"); usage != nullptr && usage->is_object())
        m_answer.setUsage(usageOf(*usage, "prompt_tokens", "completion_tokens"));
    const Json* const choices = memberOf(*chunk, "choices");
    if (choices == nullptr || !choices->is_array() || choices->empty() || m_answer.ended())
        return {};
    const Json& choice = choices->front();
    if (const Json* const delta = memberOf(choice, "delta")) {
        m_answer.addText(textAt(*delta, "content"), text);
        m_answer.addRefusal(textAt(*delta, "refusal"));
    }
    if (const auto reason = textAt(choice, "finish_reason"); !reason.empty()) {
        m_answer.setStop(stopOf(reason));
        m_answer.end(text);
    }
    return {};
}

ResponsesReader::ResponsesReader(std::string provider, std::vector<std::size_t> sentenceCounts, std::int64_t outputLimit)
    : m_answer(std::move(provider), std::move(sentenceCounts))
    , m_outputLimit(outputLimit)
{
}

Status ResponsesReader::read(std::string_view data, const TextListener& text)
{
    const auto event = parseJson(data, eventLimits);
    if (!event || !event->is_object())
        return broken(m_answer.provider(), "an event is no JSON object");
    const auto type = textAt(*event, "type");
    if (type == "response.output_text.delta") {
        m_answer.addText(textAt(*event, "delta"), text);
        return {};
    }
    if (type == "response.refusal.delta") {
        m_answer.addRefusal(textAt(*event, "delta"));
        return {};
    }
    if (type == "error") {
        const Json* const error = memberOf(*event, "error");
        return failed(m_answer.provider(), error == nullptr ? *event : *error);
    }
    const Json* const response = memberOf(*event, "response");
    if (response == nullptr)
        return {};
    m_answer.setModel(textAt(*response, "model"));
    if (const Json* const usage = memberOf(*response, "usage"); usage != nullptr && usage->is_object())
        m_answer.setUsage(usageOf(*usage, "input_tokens", "output_tokens"));
    if (type == "response.failed") {
        const Json* const error = memberOf(*response, "error");
        return failed(m_answer.provider(), error == nullptr ? *response : *error);
    }
    if (type == "response.incomplete") {
        const Json* const details = memberOf(*response, "incomplete_details");
        const auto reason = details == nullptr ? std::string_view() : textAt(*details, "reason");
        m_answer.setStop(reason == "max_output_tokens" ? ChatStop::OutputLimit
                : reason == "content_filter"           ? ChatStop::Refused
                                                       : ChatStop::Other);
    }
    if (type == "response.completed" && m_outputLimit > 0 && m_answer.usage() && m_answer.usage()->output >= m_outputLimit)
        m_answer.setStop(ChatStop::OutputLimit);
    if (type == "response.incomplete" || type == "response.completed")
        m_answer.end(text);
    return {};
}

} // namespace tandem
