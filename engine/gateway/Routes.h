#pragma once

#include "gateway/Endpoint.h"
#include "gateway/Server.h"

#include <atomic>
#include <vector>

namespace tandem::gateway {

// /api/v1/tickets. The services must outlive the routes.
std::vector<Endpoint> ticketRoutes(Intake& intake, Conversations& conversations);
// /health, /ready, /metrics. `draining`: the server takes no new work, so it is not ready.
std::vector<Endpoint> systemRoutes(Administration& administration, const std::atomic<bool>& draining);
// Everything the server answers, /openapi.json included.
std::vector<Endpoint> allRoutes(Desk desk, const std::atomic<bool>& draining);

} // namespace tandem::gateway
