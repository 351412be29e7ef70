#pragma once

#include "base/Clock.h"
#include "desk/Administration.h"
#include "gateway/Router.h"

#include <string_view>

namespace tandem::gateway {

enum class Logged : std::uint8_t { Yes, No };

// Turns one request into one response: route, token, role, handler, problem, headers, log line. Knows nothing of sockets.
// Thread-safe; blocks as long as the handler does; never throws.
class Dispatcher {
public:
    Dispatcher(std::vector<Endpoint> routes, Administration& administration, const Clock& clock);

    [[nodiscard]] Response handle(const Request& request) const;
    // For a request that never became one (malformed, too large, too slow): the same form, logged in the same way.
    [[nodiscard]] Response refuse(const Request& request, const Problem& problem, Logged logged = Logged::Yes) const;
    [[nodiscard]] Lane lane(const Request& request) const;
    [[nodiscard]] Abandoned abandoned(const Request& request) const;

    // The request's own X-Correlation-Id when it has the right form ([A-Za-z0-9._-]{8,64}), else a new one.
    [[nodiscard]] CorrelationId correlationFor(std::string_view requested) const;

private:
    [[nodiscard]] Outcome answer(const Request& request, const Match& match) const;
    [[nodiscard]] std::expected<Actor, Problem> admit(const Request& request, const Endpoint& route) const;
    [[nodiscard]] bool mayGoOn(const std::string& token, const Endpoint& route) const;
    [[nodiscard]] Response finish(Response response, const Request& request) const;
    void logProblem(const Request& request, const Problem& problem, std::string_view pattern) const;

    Router m_router;
    Administration& m_administration;
    const Clock& m_clock;
};

} // namespace tandem::gateway
