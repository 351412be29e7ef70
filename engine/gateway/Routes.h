#pragma once

#include "gateway/Endpoint.h"
#include "gateway/Server.h"

#include <atomic>
#include <filesystem>
#include <vector>

namespace tandem::gateway {

// The services must outlive the routes.
std::vector<Endpoint> ticketRoutes(Intake& intake, Inbox& inbox, Conversations& conversations); // taking in, listing, reading
Endpoint explanationRoute(Explainer& explainer);
Endpoint translationRoute(Translations& translations);
std::vector<Endpoint> workRoutes(Conversations& conversations); // what changes a ticket
std::vector<Endpoint> approvalRoutes(Approvals& approvals);
std::vector<Endpoint> learningRoutes(Learning& learning);
std::vector<Endpoint> adaptationRoutes(Adaptation& adaptation);
std::vector<Endpoint> knowledgeRoutes(Library& library);
// Of articles or past tickets whose files come over the network. `uploads`: as ArticleImports::Settings::folder.
std::vector<Endpoint> importRoutes(Library& library, const std::filesystem::path& uploads = {});
std::vector<Endpoint> peopleRoutes(Administration& administration);
std::vector<Endpoint> egressRoutes(EgressBook& book); // what left this machine
std::vector<Endpoint> reviewRoutes(Reviews& reviews); // what people make of drafts
Endpoint streamRoute(); // the handshake of /api/v1/stream
// /health, /ready, /metrics. `draining`: the server takes no new work, so it is not ready.
std::vector<Endpoint> systemRoutes(Administration& administration, const std::atomic<bool>& draining);
Endpoint metricsRoute(Administration& administration);
// Everything the server answers, /openapi.json and /docs included.
std::vector<Endpoint> allRoutes(Desk desk, const std::atomic<bool>& draining, const std::filesystem::path& uploads = {});

} // namespace tandem::gateway
