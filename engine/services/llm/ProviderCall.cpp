#include "services/llm/ProviderCall.h"

#include "services/http/ServerSentEvents.h"
#include "services/llm/ProviderErrors.h"
#include "services/llm/TokenEstimate.h"

#include <utility>

namespace tandem {

namespace {

bool succeeded(const HttpResponse& response)
{
    return response.status >= 200 && response.status < 300;
}

Error unfinished(const ProviderCall& call, const HttpResponse& response)
{
    const std::string id(shownId(response.header(call.requestIdHeader)));
    const std::string request = id.empty() ? std::string() : " (request " + id + ")";
    const auto type = response.header("content-type");
    if (!type.empty() && type.find("event-stream") == std::string_view::npos)
        return {ErrorCode::InvalidArgument,
            call.provider + " answered with something else than a stream of events" + request + ": check the configured address",
            false};
    return {ErrorCode::Unavailable,
        "The answer of " + call.provider + " ended before it was whole" + request + ": try again later", true};
}

// Whoever began to answer has read the question and will bill it.
TokenUsage estimate(const ProviderCall& call, const AnswerReader& reader)
{
    TokenUsage usage;
    usage.input = estimatedTokens(call.promptBytes);
    usage.output = estimatedTokens(reader.writtenBytes());
    usage.estimated = true;
    return usage;
}

} // namespace

Result<ChatReply> callProvider(
    HttpClient& http, const ProviderCall& call, AnswerReader& reader, const ChatListener& listener, std::stop_token stop)
{
    Status read;
    bool begun = false; // an event of an answer came
    ServerSentEvents events;
    const ServerSentEvents::Handler take = [&](const ServerSentEvents::Event& event) {
        if (!read)
            return;
        read = reader.read(event.data, listener.text);
        begun = begun || read.has_value();
    };
    const auto body = [&](std::string_view bytes) {
        const Status fed = events.feed(bytes, take);
        if (read)
            read = fed;
        return read.has_value();
    };
    const auto response = http.send(call.request, body, std::move(stop));

    if (response && call.headers)
        call.headers(*response);
    ChatReply reply;
    auto usage = reader.usage();
    if (!usage && begun)
        usage = estimate(call, reader);
    if (reader.finished()) {
        reply = reader.take();
        reply.usage = usage.value_or(TokenUsage());
    }
    if (reply.model.empty())
        reply.model = call.model;
    if (usage && listener.usage)
        listener.usage(call.provider, call.model, *usage);

    if (!read)
        return std::unexpected(read.error());
    if (response && !succeeded(*response))
        return std::unexpected(providerError(call.provider, failureOf(*response, call.requestIdHeader)));
    // What ends badly after the last event took nothing from the answer.
    if (!reader.finished())
        return std::unexpected(response ? unfinished(call, *response) : response.error());
    reply.provider = call.provider;
    if (response)
        reply.requestId = shownId(response->header(call.requestIdHeader));
    return reply;
}

} // namespace tandem
