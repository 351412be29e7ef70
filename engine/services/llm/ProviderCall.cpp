#include "services/llm/ProviderCall.h"

#include "services/http/ServerSentEvents.h"
#include "services/llm/ProviderErrors.h"

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

} // namespace

Result<ChatReply> callProvider(
    HttpClient& http, const ProviderCall& call, AnswerReader& reader, const ChatListener& listener, std::stop_token stop)
{
    Status read;
    ServerSentEvents events;
    const ServerSentEvents::Handler take = [&](const ServerSentEvents::Event& event) {
        if (read)
            read = reader.read(event.data, listener.text);
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
    const auto usage = reader.usage();
    if (reader.finished())
        reply = reader.take();
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
