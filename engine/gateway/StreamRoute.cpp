// The way into /api/v1/stream: who may, and whether this is a WebSocket's handshake. The transport does the rest.
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"
#include "gateway/StreamProtocol.h"

#include "base/Ascii.h"
#include "base/Text.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tandem::gateway {

namespace {

constexpr std::size_t keyLength = 24; // 16 bytes in base64

bool lists(std::string_view header, std::string_view token)
{
    return std::ranges::any_of(
        text::split(header, ','), [token](std::string_view part) { return text::lowerAscii(text::trim(part)) == token; });
}

// A browser says where its page comes from; another site's page must not listen with this user's token. Others say nothing.
bool isSameHost(const Request& request)
{
    const std::size_t count = request.headerCount("origin");
    if (count == 0)
        return true;
    const std::string origin = text::lowerAscii(request.header("origin"));
    const std::size_t scheme = origin.find("://");
    return count == 1 && scheme != std::string::npos && origin.substr(scheme + 3) == text::lowerAscii(request.header("host"));
}

std::optional<Problem> handshakeProblem(const Request& request)
{
    const bool isUpgrade = request.method == Method::Get && lists(request.header("upgrade"), "websocket")
        && lists(request.header("connection"), "upgrade");
    if (!isUpgrade)
        return Problem(426, "This is a WebSocket: connect to it with ws:// or wss://.").with("Upgrade", "websocket");
    if (request.header("sec-websocket-version") != "13")
        return Problem(426, "The only WebSocket version known here is 13.").with("Sec-WebSocket-Version", "13");
    if (request.headerCount("sec-websocket-key") != 1 || request.header("sec-websocket-key").size() != keyLength)
        return Problem(400, "A WebSocket's handshake has one Sec-WebSocket-Key of 16 bytes in base64.");
    if (!isSameHost(request))
        return Problem(403, "A page of another site may not listen here.");
    return std::nullopt;
}

} // namespace

Endpoint streamRoute()
{
    Endpoint route;
    route.pattern = "/api/v1/stream";
    route.roles = agents;
    route.operation = "streamChanges";
    route.summary
        = "A WebSocket that says what changed, as it changes: text frames of JSON, the first one a hello. A browser gives "
          "its token as the subprotocol bearer.<token>. A client that sends {\"watch\": \"<ticket>\"} is told of that ticket's "
          "draft while it is written, until it sends {\"unwatch\": \"<ticket>\"}; it may watch 8 tickets at a time.";
    route.upgrade = Upgrade::WebSocket;
    route.responses = {{101, "StreamEvent", "The connection is a WebSocket now; each frame is a StreamEvent."},
        {426, "Problem", "The request is no WebSocket's handshake."}};
    route.handler = [](const Call& call) -> Outcome {
        if (std::optional<Problem> problem = handshakeProblem(call.request))
            return std::unexpected(std::move(*problem));
        Response response{.status = 101, .contentType = "", .body = "", .headers = {}, .listener = call.actor};
        const std::string protocol = chosenProtocol(call.request.header("sec-websocket-protocol"));
        if (!protocol.empty())
            response.headers.push_back({"Sec-WebSocket-Protocol", protocol});
        return response;
    };
    return route;
}

} // namespace tandem::gateway
