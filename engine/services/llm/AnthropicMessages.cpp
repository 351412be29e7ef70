#include "services/llm/AnthropicMessages.h"

#include "base/Json.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/ProviderErrors.h"
#include "services/llm/ProviderJson.h"
#include "services/llm/TokenEstimate.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem {

namespace {

// The API takes no blank block, and the place of a sentence is its number.
constexpr std::string_view nothing = "-";

Json textBlock(std::string_view text)
{
    return {{"type", "text"}, {"text", isBlank(text) ? nothing : text}};
}

Json breakpoint(CacheTime time)
{
    Json control{{"type", "ephemeral"}};
    if (time == CacheTime::OneHour)
        control["ttl"] = "1h";
    return control;
}

Json documentBlock(const ChatDocument& document)
{
    Json sentences = Json::array();
    for (const Redacted& sentence : document.sentences)
        sentences.push_back(textBlock(sentence.text()));
    if (sentences.empty())
        sentences.push_back(textBlock(nothing));
    Json block{{"type", "document"}, {"source", {{"type", "content"}, {"content", std::move(sentences)}}},
        {"citations", {{"enabled", true}}}};
    if (!isBlank(document.title.text()))
        block["title"] = document.title.text();
    return block;
}

Json messageOf(std::string_view role, Json content)
{
    return {{"role", role}, {"content", std::move(content)}};
}

Json messagesOf(const ChatRequest& request)
{
    Json messages = Json::array();
    bool answeredBefore = false;
    for (std::size_t i = 0; i + 1 < request.messages.size(); ++i) {
        const ChatMessage& message = request.messages[i];
        if (isBlank(message.text.text()))
            continue;
        const bool ours = message.role == ChatRole::Assistant;
        // A conversation begins with the other side.
        if (ours && messages.empty())
            messages.push_back(messageOf("user", Json::array({textBlock("(We wrote first.)")})));
        answeredBefore = answeredBefore || ours;
        messages.push_back(messageOf(ours ? "assistant" : "user", Json::array({textBlock(message.text.text())})));
    }
    if (answeredBefore)
        messages.back()["content"].back()["cache_control"] = breakpoint(CacheTime::FiveMinutes);

    Json content = Json::array();
    for (const ChatDocument& document : request.documents)
        content.push_back(documentBlock(document));
    content.push_back(textBlock(request.messages.back().text.text()));
    messages.push_back(messageOf("user", std::move(content)));
    return messages;
}

ChatStop stopOf(std::string_view reason)
{
    if (reason == "end_turn" || reason == "stop_sequence")
        return ChatStop::Finished;
    if (reason == "max_tokens")
        return ChatStop::OutputLimit;
    if (reason == "refusal")
        return ChatStop::Refused;
    if (reason == "model_context_window_exceeded")
        return ChatStop::ContextFull;
    return ChatStop::Other;
}

std::unexpected<Error> broken(std::string_view how)
{
    return failure(ErrorCode::Corrupt, "The answer of anthropic breaks its protocol: " + std::string(how));
}

} // namespace

Result<std::string> anthropicRequest(const ChatRequest& request, const AnthropicOptions& options)
{
    TRY(checkChatRequest(request));
    Json body{
        {"model", options.model}, {"max_tokens", request.outputTokens}, {"stream", true}, {"messages", messagesOf(request)}};
    if (!isBlank(request.system)) {
        Json system = textBlock(request.system);
        system["cache_control"] = breakpoint(options.systemCache);
        body["system"] = Json::array({std::move(system)});
    }
    if (request.temperature && options.takesTemperature)
        body["temperature"] = *request.temperature;
    if (!options.effort.empty())
        body["output_config"]["effort"] = options.effort;
    if (!request.schema.empty())
        body["output_config"]["format"] = {{"type", "json_schema"}, {"schema", TRY(parseJson(request.schema))}};
    return toText(body);
}

struct AnthropicReader::Parts {
    static void count(AnthropicReader& reader, const Json& usage);
    static Status beginBlock(AnthropicReader& reader, const Json& event, const TextListener& text);
    static Status continueBlock(AnthropicReader& reader, const Json& event, const TextListener& text);
    static void cite(AnthropicReader& reader, const Json& citation);
    static void endBlock(AnthropicReader& reader);
    static void end(AnthropicReader& reader, const Json& delta);
    static void append(AnthropicReader& reader, std::string_view piece, const TextListener& text);
};

AnthropicReader::AnthropicReader(std::vector<std::size_t> sentenceCounts)
    : m_sentenceCounts(std::move(sentenceCounts))
{
}

AnthropicReader::~AnthropicReader() = default;

Status AnthropicReader::read(std::string_view data, const TextListener& text)
{
    const auto event = parseJson(data, eventLimits);
    if (!event || !event->is_object())
        return broken("an event is no JSON object");
    const auto type = textAt(*event, "type");
    if (type == "message_start") {
        if (const Json* const message = memberOf(*event, "message")) {
            m_reply.model = textAt(*message, "model");
            if (const Json* const usage = memberOf(*message, "usage"))
                Parts::count(*this, *usage);
        }
    } else if (type == "content_block_start") {
        return Parts::beginBlock(*this, *event, text);
    } else if (type == "content_block_delta") {
        return Parts::continueBlock(*this, *event, text);
    } else if (type == "content_block_stop") {
        Parts::endBlock(*this);
    } else if (type == "message_delta") {
        if (const Json* const delta = memberOf(*event, "delta"))
            Parts::end(*this, *delta);
        if (const Json* const usage = memberOf(*event, "usage")) {
            Parts::count(*this, *usage);
            m_outputIsTold = m_outputIsTold || countAt(*usage, "output_tokens").has_value();
        }
    } else if (type == "message_stop") {
        Parts::endBlock(*this);
        m_finished = true;
    } else if (type == "error") {
        ProviderFailure failed;
        if (const Json* const error = memberOf(*event, "error"))
            failed.word = textAt(*error, "type");
        failed.requestId = textAt(*event, "request_id");
        return std::unexpected(providerError("anthropic", failed));
    }
    return {};
}

void AnthropicReader::Parts::count(AnthropicReader& reader, const Json& usage)
{
    if (!usage.is_object())
        return;
    Counted counted = reader.m_counted.value_or(Counted());
    counted.input = countAt(usage, "input_tokens").value_or(counted.input);
    counted.cacheRead = countAt(usage, "cache_read_input_tokens").value_or(counted.cacheRead);
    counted.cacheWritten = countAt(usage, "cache_creation_input_tokens").value_or(counted.cacheWritten);
    counted.output = countAt(usage, "output_tokens").value_or(counted.output);
    if (const Json* const written = memberOf(usage, "cache_creation")) {
        if (const auto fiveMinutes = countAt(*written, "ephemeral_5m_input_tokens"))
            counted.fiveMinutes = fiveMinutes;
        counted.hour = countAt(*written, "ephemeral_1h_input_tokens").value_or(counted.hour);
    }
    reader.m_counted = counted;
}

Status AnthropicReader::Parts::beginBlock(AnthropicReader& reader, const Json& event, const TextListener& text)
{
    endBlock(reader);
    const Json* const content = memberOf(event, "content_block");
    const auto index = countAt(event, "index");
    if (content == nullptr || !index)
        return broken("a block without index or content");
    reader.m_block = Block{*index, textAt(*content, "type") == "text", reader.m_reply.text.size(), {}};
    if (!reader.m_block->isText)
        return {};
    append(reader, textAt(*content, "text"), text);
    if (const Json* const citations = memberOf(*content, "citations"); citations != nullptr && citations->is_array()) {
        for (const Json& citation : *citations)
            cite(reader, citation);
    }
    return {};
}

Status AnthropicReader::Parts::continueBlock(AnthropicReader& reader, const Json& event, const TextListener& text)
{
    const Json* const delta = memberOf(event, "delta");
    const auto type = delta == nullptr ? std::string_view() : textAt(*delta, "type");
    if (type == "thinking_delta")
        reader.m_writtenBytes += textAt(*delta, "thinking").size();
    if (type != "text_delta" && type != "citations_delta")
        return {};
    if (!reader.m_block || !reader.m_block->isText || countAt(event, "index") != reader.m_block->index)
        return broken("text outside of its block");
    if (type == "text_delta")
        append(reader, textAt(*delta, "text"), text);
    else if (const Json* const citation = memberOf(*delta, "citation"))
        cite(reader, *citation);
    return {};
}

void AnthropicReader::Parts::cite(AnthropicReader& reader, const Json& citation)
{
    if (textAt(citation, "type") != "content_block_location")
        return;
    const auto document = countAt(citation, "document_index");
    const auto first = countAt(citation, "start_block_index");
    const auto end = countAt(citation, "end_block_index");
    if (!document || !first || !end)
        return;
    ChatCitation found;
    found.document = static_cast<std::size_t>(*document);
    found.firstSentence = static_cast<std::size_t>(*first);
    found.endSentence = static_cast<std::size_t>(*end);
    if (pointsInto(reader.m_sentenceCounts, found))
        reader.m_block->citations.push_back(found);
}

// What a block cites holds for its whole text.
void AnthropicReader::Parts::endBlock(AnthropicReader& reader)
{
    if (!reader.m_block)
        return;
    for (ChatCitation& citation : reader.m_block->citations) {
        citation.begin = reader.m_block->begin;
        citation.end = reader.m_reply.text.size();
        if (citation.begin < citation.end)
            reader.m_reply.citations.push_back(citation);
    }
    reader.m_block.reset();
}

void AnthropicReader::Parts::end(AnthropicReader& reader, const Json& delta)
{
    const auto reason = textAt(delta, "stop_reason");
    if (reason.empty())
        return;
    reader.m_reply.stop = stopOf(reason);
    const Json* const details = memberOf(delta, "stop_details");
    if (reader.m_reply.stop != ChatStop::Refused || details == nullptr)
        return;
    const auto category = textAt(*details, "category");
    reader.m_reply.refusal = category.empty() ? textAt(*details, "explanation") : category;
}

void AnthropicReader::Parts::append(AnthropicReader& reader, std::string_view piece, const TextListener& text)
{
    if (piece.empty())
        return;
    reader.m_reply.text += piece;
    reader.m_writtenBytes += piece.size();
    if (text)
        text(piece);
}

std::optional<TokenUsage> AnthropicReader::usage() const
{
    if (!m_counted)
        return std::nullopt;
    TokenUsage usage;
    usage.input = m_counted->input;
    usage.cacheRead = m_counted->cacheRead;
    usage.cacheWriteHour = m_counted->hour;
    // The total is the older field; where both are there, they agree.
    usage.cacheWrite = std::max<std::int64_t>(m_counted->fiveMinutes.value_or(0), m_counted->cacheWritten - m_counted->hour);
    usage.output = m_counted->output;
    if (!m_outputIsTold) {
        usage.output = std::max<std::int64_t>(usage.output, estimatedTokens(m_writtenBytes));
        usage.estimated = true;
    }
    return usage;
}

ChatReply AnthropicReader::take()
{
    m_reply.usage = usage().value_or(TokenUsage());
    return std::move(m_reply);
}

} // namespace tandem
