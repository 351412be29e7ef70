#include "services/llm/AnthropicBatches.h"

#include "base/Json.h"
#include "services/http/HttpClient.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/ProviderErrors.h"
#include "services/llm/ProviderJson.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view apiVersion = "2023-06-01";
constexpr std::string_view requestIdHeader = "request-id";
constexpr std::size_t longestId = 64;
constexpr std::size_t longestResults = std::size_t{4} << 30U; // 100,000 answers of 40 KB

bool isEntryId(std::string_view id)
{
    return !id.empty() && id.size() <= longestId && shownId(id) == id;
}

std::unexpected<Error> broken(std::string_view how)
{
    return failure(ErrorCode::Corrupt, "The batch of anthropic breaks its protocol: " + std::string(how));
}

Status checkEntries(std::span<const BatchEntry> entries, std::size_t most)
{
    if (entries.empty())
        return failure(ErrorCode::InvalidArgument, "A batch needs at least one request");
    if (entries.size() > most)
        return failure(ErrorCode::TooLarge,
            "The batch has " + std::to_string(entries.size()) + " requests; anthropic takes at most " + std::to_string(most)
                + " at once: send it in parts");
    std::set<std::string_view> ids;
    for (const BatchEntry& entry : entries) {
        if (!isEntryId(entry.id))
            return failure(
                ErrorCode::InvalidArgument, "A request of the batch has no usable id: 1 to 64 letters, digits, - and _");
        if (!ids.insert(entry.id).second)
            return failure(ErrorCode::InvalidArgument, "Two requests of the batch have the same id");
        TRY(checkChatRequest(entry.request));
    }
    return {};
}

// The body, entry by entry: no second copy of what may be 256 MB.
Result<std::string> bodyOf(std::span<const BatchEntry> entries, const AnthropicOptions& options, std::size_t most)
{
    std::string body = "{\"requests\":[";
    for (const BatchEntry& entry : entries) {
        const std::string streamed = TRY(anthropicRequest(entry.request, options));
        Json params = TRY(parseJson(streamed, {.bytes = most, .depth = 64}));
        params.erase("stream"); // a batch knows no stream
        body += (body.back() == '[' ? "" : ",") + toText({{"custom_id", entry.id}, {"params", std::move(params)}});
        if (body.size() + 2 > most)
            return failure(ErrorCode::TooLarge,
                "The batch has more than the " + std::to_string(most) + " bytes that anthropic takes at once: send it in parts");
    }
    return body + "]}";
}

Result<BatchState> stateFrom(std::string_view body)
{
    const auto json = parseJson(body);
    if (!json || !json->is_object())
        return broken("its state is no JSON object");
    BatchState state;
    state.id = textAt(*json, "id");
    if (state.id.empty() || shownId(state.id) != state.id)
        return broken("it has no usable id");
    const auto phase = textAt(*json, "processing_status");
    if (phase == "ended")
        state.phase = BatchPhase::Ended;
    else if (phase == "canceling")
        state.phase = BatchPhase::Cancelling;
    else if (phase != "in_progress")
        return broken("its state is none that is documented");
    if (const Json* const counts = memberOf(*json, "request_counts"); counts != nullptr && counts->is_object()) {
        state.running = countAt(*counts, "processing").value_or(0);
        state.succeeded = countAt(*counts, "succeeded").value_or(0);
        state.failed = countAt(*counts, "errored").value_or(0);
        state.cancelled = countAt(*counts, "canceled").value_or(0);
        state.expired = countAt(*counts, "expired").value_or(0);
    }
    return state;
}

// A whole message, read by what reads the stream.
Result<ChatReply> replyFrom(const Json& message, std::vector<std::size_t> counts)
{
    AnthropicReader reader(std::move(counts));
    const auto read = [&](const Json& event) { return reader.read(toText(event), {}); };
    TRY(read({{"type", "message_start"}, {"message", message}}));
    const Json* const content = memberOf(message, "content");
    if (content == nullptr || !content->is_array())
        return broken("an answer without content");
    for (std::size_t i = 0; i < content->size(); ++i) {
        if (!(*content)[i].is_object())
            return broken("an answer with content of another form");
        TRY(read({{"type", "content_block_start"}, {"index", i}, {"content_block", (*content)[i]}}));
        TRY(read({{"type", "content_block_stop"}, {"index", i}}));
    }
    Json delta = {{"type", "message_delta"}, {"delta", {{"stop_reason", textAt(message, "stop_reason")}}}};
    if (const Json* const details = memberOf(message, "stop_details"))
        delta["delta"]["stop_details"] = *details;
    TRY(read(delta));
    ChatReply reply = reader.take();
    reply.provider = "anthropic";
    reply.requestId = shownId(textAt(message, "id"));
    return reply;
}

Result<ChatReply> outcomeFrom(const Json& result, const ChatRequest& request)
{
    const auto type = textAt(result, "type");
    if (type == "succeeded") {
        const Json* const message = memberOf(result, "message");
        if (message == nullptr || !message->is_object())
            return broken("an answer without its message");
        return replyFrom(*message, sentenceCounts(request));
    }
    if (type == "canceled")
        return failure(ErrorCode::Cancelled, "The batch was cancelled before this request's turn");
    if (type == "expired")
        return retryableFailure(ErrorCode::TimedOut, "The batch of anthropic expired before this request's turn: send it again");
    if (type != "errored")
        return broken("an outcome that is not documented");
    ProviderFailure failed;
    if (const Json* const error = memberOf(result, "error")) {
        // Documented as an error within an error object; older answers have it without.
        const Json* const inner = memberOf(*error, "error");
        failed.word = textAt(inner == nullptr ? *error : *inner, "type");
    }
    if (failed.word == "invalid_request")
        failed.word = "invalid_request_error";
    return std::unexpected(providerError("anthropic", failed));
}

// Lines of JSON that come in pieces.
class ResultLines {
public:
    ResultLines(std::span<const BatchEntry> entries, const BatchListener& listener)
        : m_listener(listener)
    {
        for (const BatchEntry& entry : entries)
            m_entries[entry.id] = &entry;
    }

    Status feed(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const std::size_t end = bytes.find('\n');
            m_line += bytes.substr(0, end);
            if (m_line.size() > eventLimits.bytes)
                return broken("a line of its results is too long");
            if (end == std::string_view::npos)
                return {};
            bytes.remove_prefix(end + 1);
            TRY(endLine());
        }
        return {};
    }
    Status endLine()
    {
        const std::string line = std::exchange(m_line, {});
        if (isBlank(line))
            return {};
        const auto json = parseJson(line, eventLimits);
        if (!json || !json->is_object())
            return broken("a line of its results is no JSON object");
        const auto entry = m_entries.find(textAt(*json, "custom_id"));
        const Json* const result = memberOf(*json, "result");
        if (entry == m_entries.end() || result == nullptr)
            return {};
        m_listener(entry->second->id, outcomeFrom(*result, entry->second->request));
        m_entries.erase(entry); // a second line for it says nothing
        return {};
    }

private:
    const BatchListener& m_listener;
    std::map<std::string, const BatchEntry*, std::less<>> m_entries;
    std::string m_line;
};

} // namespace

Result<std::unique_ptr<AnthropicBatches>> AnthropicBatches::create(HttpClient& http, Settings settings)
{
    TRY(checkProviderSettings(settings.baseUrl, settings.key, settings.options.model));
    if (settings.key.empty())
        return failure(ErrorCode::InvalidArgument, "The key of anthropic is missing: set ANTHROPIC_API_KEY");
    return std::unique_ptr<AnthropicBatches>(new AnthropicBatches(http, std::move(settings)));
}

AnthropicBatches::AnthropicBatches(HttpClient& http, Settings settings)
    : m_http(http)
    , m_settings(std::move(settings))
{
}

// The address is made here and not taken from the answer's results_url: the key goes to the configured server alone.
Result<HttpRequest> AnthropicBatches::request(const std::string& batch, std::string_view action) const
{
    if (!batch.empty() && shownId(batch) != batch)
        return failure(ErrorCode::InvalidArgument, "That is no id of a batch: letters, digits, - and _");
    HttpRequest request;
    request.method = HttpMethod::Get;
    request.url = joinUrl(m_settings.baseUrl, "/v1/messages/batches");
    if (!batch.empty())
        request.url += "/" + batch + std::string(action);
    request.headers
        = {{"x-api-key", m_settings.key}, {"anthropic-version", std::string(apiVersion)}, {"content-type", "application/json"}};
    return request;
}

Result<BatchState> AnthropicBatches::askForState(const HttpRequest& request, std::stop_token stop)
{
    const HttpResponse response = TRY(m_http.send(request, {}, std::move(stop)));
    if (response.status < 200 || response.status >= 300)
        return std::unexpected(providerError(provider(), failureOf(response, requestIdHeader)));
    return stateFrom(response.body);
}

Result<BatchState> AnthropicBatches::create(std::span<const BatchEntry> entries, std::stop_token stop)
{
    TRY(checkEntries(entries, m_settings.mostEntries));
    HttpRequest asked = TRY(request("", ""));
    asked.method = HttpMethod::Post;
    asked.body = TRY(bodyOf(entries, m_settings.options, m_settings.mostBytes));
    // What is of one ticket is that ticket's; of several, nobody's alone.
    const bool isOneTickets = std::ranges::all_of(
        entries, [&](const BatchEntry& entry) { return entry.request.ticket == entries.front().request.ticket; });
    if (isOneTickets)
        asked.ticket = entries.front().request.ticket;
    return askForState(asked, std::move(stop));
}

Result<BatchState> AnthropicBatches::state(const std::string& batch, std::stop_token stop)
{
    if (batch.empty())
        return failure(ErrorCode::InvalidArgument, "The id of the batch is missing");
    const HttpRequest asked = TRY(request(batch, ""));
    return askForState(asked, std::move(stop));
}

Status AnthropicBatches::results(
    const std::string& batch, std::span<const BatchEntry> entries, const BatchListener& listener, std::stop_token stop)
{
    if (batch.empty())
        return failure(ErrorCode::InvalidArgument, "The id of the batch is missing");
    HttpRequest asked = TRY(request(batch, "/results"));
    asked.answerLimit = longestResults;
    ResultLines lines(entries, listener);
    Status read;
    const auto body = [&](std::string_view bytes) {
        read = lines.feed(bytes);
        return read.has_value();
    };
    const auto response = m_http.send(asked, body, std::move(stop));
    if (!read)
        return read;
    if (!response)
        return std::unexpected(response.error());
    if (response->status < 200 || response->status >= 300)
        return std::unexpected(providerError(provider(), failureOf(*response, requestIdHeader)));
    return lines.endLine();
}

Status AnthropicBatches::cancel(const std::string& batch, std::stop_token stop)
{
    if (batch.empty())
        return failure(ErrorCode::InvalidArgument, "The id of the batch is missing");
    HttpRequest asked = TRY(request(batch, "/cancel"));
    asked.method = HttpMethod::Post;
    TRY(askForState(asked, std::move(stop)));
    return {};
}

} // namespace tandem
