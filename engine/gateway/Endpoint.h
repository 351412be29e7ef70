#pragma once

#include "base/Error.h"
#include "gateway/Message.h"
#include "gateway/Problem.h"
#include "gateway/Query.h"
#include "model/Desk.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::gateway {

enum class Access : std::uint8_t {
    Open,
    OpenOnLoopback, // a token is needed from another machine
    Token,
};

// Which threads a route's requests run on. Probes have one of their own: a desk that is full still says how it is.
enum class Lane : std::uint8_t { Desk, Probe };

// What becomes of a call whose client is gone. Stops: Request::gone is asked, for what takes long and changes nothing.
enum class Abandoned : std::uint8_t { RunsOn, Stops };

// One request as a handler sees it: allowed, and its path taken apart.
struct Call {
    const Request& request;
    const Actor& actor; // Role::Customer with an empty id on open routes
    const std::vector<std::string>& parameters; // decoded, in the pattern's order
    const Query& query; // of the names that the route documents
};

using Outcome = std::expected<Response, Problem>;

struct DocumentedResponse {
    int status = 200;
    std::string_view schema; // of components/schemas; "" = none
    std::string_view meaning;
};

struct DocumentedHeader {
    std::string_view name;
    std::string_view meaning;
};

// A parameter of the query. Others are refused, except on open routes, which do not look at theirs.
struct DocumentedQuery {
    std::string_view name;
    std::string_view meaning;
    std::string_view type = "string"; // of OpenAPI
};

enum class Body : std::uint8_t { Needed, Optional };
// WebSocket: the handler answers 101 when the connection may become one; browsers may give their token as a subprotocol.
enum class Upgrade : std::uint8_t { None, WebSocket };

// A row of the route table, from which requests are dispatched and /openapi.json is written.
struct Endpoint {
    Method method = Method::Get;
    std::string_view pattern; // "/api/v1/tickets/{id}"
    Access access = Access::Token;
    std::vector<Role> roles; // who may call it; empty on open routes
    Lane lane = Lane::Desk;
    Abandoned abandoned = Abandoned::RunsOn;
    std::string_view operation; // unique: "createTicket"
    std::string_view summary;
    std::string_view requestSchema; // "" = takes no body
    std::string_view requestType = "application/json";
    Body body = Body::Needed; // when there is a requestSchema
    Upgrade upgrade = Upgrade::None;
    std::vector<DocumentedQuery> queries;
    std::vector<DocumentedHeader> headers;
    std::vector<DocumentedResponse> responses; // beside the problems that any route may answer
    std::string_view mediaType = "application/json";
    std::function<Outcome(const Call&)> handler; // called from many threads at once; may block for milliseconds
};

} // namespace tandem::gateway
