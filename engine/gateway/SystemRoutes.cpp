#include "desk/Wire.h"
#include "gateway/DocsPage.h"
#include "gateway/OpenApi.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

Health healthNow(Administration& administration, const std::atomic<bool>& draining, Peer peer)
{
    Health health = administration.health();
    if (peer != Peer::Loopback) {
        // A probe needs no token, and a reason may name a path: who is not on this machine sees which part, not why.
        for (HealthCheck& check : health.checks)
            check.detail.clear();
    }
    if (draining) {
        health.ready = false;
        health.checks.push_back({"gateway", false, "The server is shutting down and takes no new requests"});
    }
    return health;
}

Endpoint openRoute(std::string_view pattern, std::string_view operation, std::string_view summary)
{
    Endpoint route;
    route.method = Method::Get;
    route.pattern = pattern;
    route.access = Access::Open;
    route.lane = Lane::Probe;
    route.operation = operation;
    route.summary = summary;
    return route;
}

Endpoint healthRoute(Administration& administration, const std::atomic<bool>& draining)
{
    Endpoint route = openRoute("/health", "readHealth", "Whether the process is alive, and how its parts are.");
    route.responses = {{200, "Health", "The process answers; `checks` says how its parts are."}};
    route.handler = [&administration, &draining](const Call& call) -> Outcome {
        return json(200, wire::toJson(healthNow(administration, draining, call.request.peer)));
    };
    return route;
}

Endpoint readyRoute(Administration& administration, const std::atomic<bool>& draining)
{
    Endpoint route = openRoute("/ready", "readReadiness", "Whether tickets are being processed.");
    route.responses = {{200, "Health", "Tickets are being processed."},
        {503, "Health", "Models or indexes still load, or the server shuts down."}};
    route.handler = [&administration, &draining](const Call& call) -> Outcome {
        const Health health = healthNow(administration, draining, call.request.peer);
        Response response = json(health.ready ? 200 : 503, wire::toJson(health));
        if (!health.ready)
            response.headers.push_back({"Retry-After", "1"});
        return response;
    };
    return route;
}

} // namespace

Endpoint metricsRoute(Administration& administration)
{
    Endpoint route = openRoute(
        "/metrics", "readMetrics", "Counters and histograms as Prometheus text. From this machine itself no token is needed.");
    route.access = Access::OpenOnLoopback;
    route.roles = {Role::Service, Role::Supervisor, Role::Admin};
    route.mediaType = "text/plain";
    route.responses = {{200, "", "The metrics."}};
    route.handler = [&administration](const Call&) -> Outcome {
        return Response{.status = 200,
            .contentType = "text/plain; version=0.0.4; charset=utf-8",
            .body = administration.metrics(),
            .headers = {}};
    };
    return route;
}

std::vector<Endpoint> systemRoutes(Administration& administration, const std::atomic<bool>& draining)
{
    return {healthRoute(administration, draining), readyRoute(administration, draining), metricsRoute(administration)};
}

std::vector<Endpoint> allRoutes(Desk desk, const std::atomic<bool>& draining, const std::filesystem::path& uploads)
{
    std::vector<Endpoint> routes = ticketRoutes(desk.intake, desk.inbox, desk.conversations);
    routes.push_back(explanationRoute(desk.explainer));
    routes.push_back(translationRoute(desk.translations));
    std::ranges::move(workRoutes(desk.conversations), std::back_inserter(routes));
    std::ranges::move(approvalRoutes(desk.approvals), std::back_inserter(routes));
    std::ranges::move(learningRoutes(desk.learning), std::back_inserter(routes));
    std::ranges::move(adaptationRoutes(desk.adaptation), std::back_inserter(routes));
    std::ranges::move(knowledgeRoutes(desk.library), std::back_inserter(routes));
    std::ranges::move(importRoutes(desk.library, uploads), std::back_inserter(routes));
    std::ranges::move(peopleRoutes(desk.administration), std::back_inserter(routes));
    std::ranges::move(egressRoutes(desk.egress), std::back_inserter(routes));
    std::ranges::move(reviewRoutes(desk.reviews), std::back_inserter(routes));
    routes.push_back(streamRoute());
    std::ranges::move(systemRoutes(desk.administration, draining), std::back_inserter(routes));

    // Filled below, once the table is whole.
    const auto document = std::make_shared<std::string>();
    const auto page = std::make_shared<std::string>();
    Endpoint openApi = openRoute("/openapi.json", "readOpenApi", "This interface as an OpenAPI document.");
    openApi.responses = {{200, "", "An OpenAPI 3.0.3 document."}};
    openApi.handler = [document](const Call&) -> Outcome {
        return Response{.status = 200, .contentType = "application/json", .body = *document, .headers = {}};
    };
    routes.push_back(std::move(openApi));
    for (const auto& [pattern, operation] : {std::pair("/docs", "readDocs"), std::pair("/redoc", "readRedoc")}) {
        Endpoint docs = openRoute(pattern, operation, "This interface as a page to read.");
        docs.mediaType = "text/html";
        docs.responses = {{200, "", "A page without scripts."}};
        docs.handler = [page](const Call&) { return docsResponse(*page); };
        routes.push_back(std::move(docs));
    }
    const Json openApiJson = openApiDocument(routes);
    *document = toText(openApiJson);
    *page = docsPage(openApiJson);
    return routes;
}

} // namespace tandem::gateway
