#include "gateway/Dispatcher.h"

#include "base/Ascii.h"
#include "base/Log.h"
#include "base/Random.h"
#include "base/Text.h"
#include "gateway/StreamProtocol.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::size_t longestToken = 256;
constexpr std::string_view noRoute = "none";
constexpr std::string_view policyHeader = "Content-Security-Policy";

bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

// The token of "Bearer <token>", or nullopt when the header has another form.
std::optional<std::string> bearerToken(std::string_view header)
{
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size() || header.size() > scheme.size() + longestToken)
        return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        if (text::lowerAscii(header[i]) != scheme[i])
            return std::nullopt;
    }
    const std::string_view token = header.substr(scheme.size());
    if (!std::ranges::all_of(token, isUnreserved))
        return std::nullopt;
    return std::string(token);
}

// The token as the request gives it: in Authorization, or, where a browser's script cannot set that, as a subprotocol.
std::expected<std::string, Problem> tokenOf(const Request& request, const Endpoint& route)
{
    const std::size_t count = request.headerCount("authorization");
    std::optional<std::string> token;
    if (count == 0 && route.upgrade == Upgrade::WebSocket) {
        token = protocolToken(request.header("sec-websocket-protocol"));
        if (token)
            token = bearerToken("bearer " + *token);
    }
    if (count != 1 && !token)
        return std::unexpected(Problem(401, "A token is needed: send the header Authorization: Bearer <token> once."));
    if (!token)
        token = bearerToken(request.header("authorization"));
    if (!token)
        return std::unexpected(Problem(401, "The header Authorization must have the form Bearer <token>."));
    return std::move(*token);
}

// Open routes do not look at their query; on all others a parameter that nobody asked for is a mistake.
std::expected<Query, Problem> queryOf(const Request& request, const Endpoint& route)
{
    if (route.access == Access::Open || request.query.empty())
        return Query();
    Query query = TRY(Query::parse(request.query));
    for (const auto& [parameter, value] : query.parameters()) {
        if (std::ranges::find(route.queries, std::string_view(parameter), &DocumentedQuery::name) == route.queries.end())
            return std::unexpected(
                Problem(422, "'" + std::string(text::truncate(parameter, 60)) + "' is not a parameter that is known here."));
    }
    return query;
}

Problem unknownPath()
{
    return {404, "There is nothing at this path; /openapi.json lists what there is."};
}

} // namespace

Dispatcher::Dispatcher(std::vector<Endpoint> routes, Administration& administration, const Clock& clock)
    : m_router(std::move(routes))
    , m_administration(administration)
    , m_clock(clock)
{
}

CorrelationId Dispatcher::correlationFor(std::string_view requested) const
{
    if (requested.size() >= 8 && requested.size() <= 64 && std::ranges::all_of(requested, isUnreserved))
        return CorrelationId(std::string(requested));
    return CorrelationId(newUlid(m_clock.now()));
}

Lane Dispatcher::lane(const Request& request) const
{
    const Match match = m_router.match(request.method, request.path);
    return match.route == nullptr ? Lane::Desk : match.route->lane;
}

Abandoned Dispatcher::abandoned(const Request& request) const
{
    const Match match = m_router.match(request.method, request.path);
    return match.route == nullptr ? Abandoned::RunsOn : match.route->abandoned;
}

Response Dispatcher::handle(const Request& request) const
{
    const Match match = m_router.match(request.method, request.path);
    Outcome outcome = std::unexpected(Problem(500, ""));
    try {
        outcome = answer(request, match);
    } catch (const std::exception&) {
        outcome = std::unexpected(Problem(Error{ErrorCode::Internal, "An exception came out of a request handler", false}));
    }
    if (outcome)
        return finish(std::move(*outcome), request);
    logProblem(request, outcome.error(), match.route == nullptr ? noRoute : match.route->pattern);
    return finish(toResponse(outcome.error(), request.correlation), request);
}

Response Dispatcher::refuse(const Request& request, const Problem& problem, Logged logged) const
{
    if (logged == Logged::Yes) {
        const Match match = m_router.match(request.method, request.path);
        logProblem(request, problem, match.route == nullptr ? noRoute : match.route->pattern);
    }
    return finish(toResponse(problem, request.correlation), request);
}

Outcome Dispatcher::answer(const Request& request, const Match& match) const
{
    if (request.method == Method::Options && request.path == "*")
        return Response{
            .status = 204, .contentType = "", .body = "", .headers = {{"Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS"}}};
    if (match.allow.empty())
        return std::unexpected(unknownPath());
    if (request.method == Method::Options)
        return Response{.status = 204, .contentType = "", .body = "", .headers = {{"Allow", match.allow}}};
    if (match.route == nullptr)
        return std::unexpected(
            Problem(405, "This path does not take this method; it takes " + match.allow + ".").with("Allow", match.allow));
    std::expected<Actor, Problem> actor = admit(request, *match.route);
    if (!actor)
        return std::unexpected(std::move(actor).error());
    const Query query = TRY(queryOf(request, *match.route));
    Outcome outcome = match.route->handler({request, *actor, match.parameters, query});
    if (outcome && outcome->listener && match.route->access == Access::Token) {
        const std::string token = TRY(tokenOf(request, *match.route));
        outcome->mayGoOn = [this, token, route = match.route] { return mayGoOn(token, *route); };
    }
    return outcome;
}

// Only what is known to hold no longer ends it: a store that is busy says nothing of a token.
bool Dispatcher::mayGoOn(const std::string& token, const Endpoint& route) const
{
    const Result<Actor> actor = m_administration.authenticate(token);
    if (!actor)
        return actor.error().code != ErrorCode::Unauthenticated;
    return std::ranges::find(route.roles, actor->role) != route.roles.end();
}

std::expected<Actor, Problem> Dispatcher::admit(const Request& request, const Endpoint& route) const
{
    if (route.access == Access::Open || (route.access == Access::OpenOnLoopback && request.peer == Peer::Loopback))
        return Actor{.id = {}, .role = Role::Customer, .displayName = {}, .customer = {}};
    const std::string token = TRY(tokenOf(request, route));
    Result<Actor> actor = m_administration.authenticate(token);
    if (!actor)
        return std::unexpected(Problem(actor.error()));
    if (std::ranges::find(route.roles, actor->role) == route.roles.end())
        return std::unexpected(Problem(403, "The token's role may not do this."));
    return std::move(*actor);
}

Response Dispatcher::finish(Response response, const Request& request) const
{
    std::vector<Header>& headers = response.headers;
    headers.push_back({"X-Correlation-Id", request.correlation.value()});
    headers.push_back({"X-Content-Type-Options", "nosniff"});
    if (std::ranges::find(headers, policyHeader, &Header::name) == headers.end())
        headers.push_back({std::string(policyHeader), "default-src 'none'; frame-ancestors 'none'"});
    headers.push_back({"Referrer-Policy", "no-referrer"});
    headers.push_back({"Cache-Control", "no-store"});
    return response;
}

void Dispatcher::logProblem(const Request& request, const Problem& problem, std::string_view pattern) const
{
    const std::chrono::duration<double, std::milli> took = m_clock.steady() - request.received;
    const log::Word route = log::Word::ofEnum(pattern);
    const log::Word method = log::Word::ofEnum(name(request.method));
    if (problem.status < 500) {
        // Not the detail: it may repeat a word of the caller's.
        log::info("request_refused",
            {{"method", method}, {"route", route}, {"status", problem.status}, {"correlation_id", request.correlation},
                {"ms", took.count()}});
        return;
    }
    log::write(problem.status == 503 ? log::Level::Warning : log::Level::Error, "request_failed",
        {{"method", method}, {"route", route}, {"status", problem.status}, {"correlation_id", request.correlation},
            {"ms", took.count()}, log::Field::reason(problem.reason.empty() ? problem.detail : problem.reason)});
}

} // namespace tandem::gateway
