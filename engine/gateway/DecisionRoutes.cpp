// What people decide: actions to approve, resolutions to learn from.
#include "desk/Wire.h"
#include "gateway/JsonBody.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::int64_t usualCount = 100;
constexpr std::int64_t mostCount = 500;
constexpr DocumentedHeader keyHeader{"Idempotency-Key",
    "1 to 255 visible ASCII characters; `idempotency_key` in the body does the same. The same key and content again answer with "
    "the "
    "first proposal; other content is a 409."};
constexpr DocumentedQuery limitQuery{"limit", "1 to 500; 100 when missing.", "integer"};

Outcome listApprovals(Approvals& approvals, const Call& call)
{
    const int limit = static_cast<int>(TRY(call.query.number("limit", usualCount, 1, mostCount)));
    const std::string& state = call.query.text("state");
    if (!state.empty() && state != "waiting" && state != "decided")
        return std::unexpected(Problem(422, "'state' must be waiting or decided."));
    auto cards = state == "decided" ? approvals.decided(call.actor, limit) : approvals.waiting(call.actor, limit);
    return json(200, wire::listJson("approvals", TRY(std::move(cards))));
}

Outcome readApproval(Approvals& approvals, const Call& call)
{
    const ApprovalId id(TRY(idIn(call, "approval")));
    const ApprovalCard card = TRY(approvals.card(call.actor, id));
    return json(200, wire::toJson(card));
}

Outcome propose(Approvals& approvals, const Call& call)
{
    const TicketId ticket(TRY(idIn(call, "ticket")));
    const Json body = TRY(jsonBody(call.request));
    ActionRequest request = TRY(wire::actionRequest(body));
    request.idempotencyKey = TRY(idempotencyKey(call.request, request.idempotencyKey));
    const ApprovalCard card = TRY(approvals.propose(call.actor, ticket, request));
    return json(201, wire::toJson(card));
}

using Decide = Status (Approvals::*)(const Actor&, const ApprovalId&, const std::string&);

Outcome decide(Approvals& approvals, Decide method, Body need, const Call& call)
{
    const ApprovalId id(TRY(idIn(call, "approval")));
    const Json body = TRY(bodyWith(call, need, {"comment"}));
    const auto comment = TRY(optionalString(body, "comment"));
    TRY((approvals.*method)(call.actor, id, comment.value_or("")));
    return nothing();
}

Outcome listCandidates(Learning& learning, const Call& call)
{
    const int limit = static_cast<int>(TRY(call.query.number("limit", usualCount, 1, mostCount)));
    const std::string& given = call.query.text("state");
    const auto state = candidateStateFrom(given);
    if (!given.empty() && !state)
        return std::unexpected(Problem(422, "'state' must be proposed, accepted, discarded or undone."));
    const auto candidates = TRY(learning.candidates(call.actor, state, limit));
    return json(200, wire::listJson("candidates", candidates));
}

Outcome accept(Learning& learning, const Call& call)
{
    const CandidateId id(TRY(idIn(call, "candidate")));
    const Json body = TRY(bodyWith(call, Body::Optional, {"resolution"}));
    const auto resolution = TRY(optionalString(body, "resolution"));
    TRY(learning.accept(call.actor, id, resolution));
    return nothing();
}

Outcome discard(Learning& learning, const Call& call)
{
    const CandidateId id(TRY(idIn(call, "candidate")));
    TRY(learning.discard(call.actor, id));
    return nothing();
}

Outcome undo(Learning& learning, const Call& call)
{
    const CandidateId id(TRY(idIn(call, "candidate")));
    TRY(learning.undo(call.actor, id));
    return nothing();
}

Endpoint readingRoute(std::string_view pattern, std::string_view operation, std::string_view summary, DocumentedResponse response)
{
    Endpoint route;
    route.pattern = pattern;
    route.roles = agents;
    route.operation = operation;
    route.summary = summary;
    route.responses = {response};
    return route;
}

Endpoint decidingRoute(
    std::string_view pattern, std::string_view operation, std::string_view summary, const std::vector<Role>& roles = supervisors)
{
    Endpoint route;
    route.method = Method::Post;
    route.pattern = pattern;
    route.roles = roles;
    route.operation = operation;
    route.summary = summary;
    route.responses = {{204, "", "Done."}};
    return route;
}

} // namespace

std::vector<Endpoint> approvalRoutes(Approvals& approvals)
{
    Endpoint list = readingRoute("/api/v1/approvals", "listApprovals",
        "Actions that wait for a decision, oldest first, or those decided, newest first.",
        {200, "ApprovalList", "Each with its ticket's trail."});
    list.queries = {{"state", "waiting (when missing) or decided."}, limitQuery};
    list.handler = [&approvals](const Call& call) { return listApprovals(approvals, call); };

    Endpoint read = readingRoute(
        "/api/v1/approvals/{id}", "readApproval", "One action with what a decision needs.", {200, "ApprovalCard", "The action."});
    read.handler = [&approvals](const Call& call) { return readApproval(approvals, call); };

    Endpoint proposal = decidingRoute("/api/v1/tickets/{id}/actions", "proposeAction",
        "Proposes an action. What has consequences waits for others to approve it; who may do what, and up to which amount, the "
        "configuration says (403 otherwise).",
        agents);
    proposal.requestSchema = "ActionRequest";
    proposal.headers = {keyHeader};
    proposal.responses = {{201, "ApprovalCard", "The proposal, waiting or already ordered."}};
    proposal.handler = [&approvals](const Call& call) { return propose(approvals, call); };

    // The rules of the configuration say which role decides which action.
    Endpoint approve = decidingRoute("/api/v1/approvals/{id}/approve", "approveAction",
        "Approves the action, or turns the first of two keys; it takes effect once. Approving again what is approved is fine; "
        "another "
        "decision, or both keys by one person, is a 409.",
        agents);
    approve.requestSchema = "Decision";
    approve.body = Body::Optional;
    approve.handler = [&approvals](const Call& call) { return decide(approvals, &Approvals::approve, Body::Optional, call); };

    Endpoint reject = decidingRoute("/api/v1/approvals/{id}/reject", "rejectAction",
        "Rejects the action; the comment says why. The ticket stays with the desk.", agents);
    reject.requestSchema = "Decision";
    reject.handler = [&approvals](const Call& call) { return decide(approvals, &Approvals::reject, Body::Needed, call); };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(list));
    routes.push_back(std::move(read));
    routes.push_back(std::move(proposal));
    routes.push_back(std::move(approve));
    routes.push_back(std::move(reject));
    return routes;
}

std::vector<Endpoint> learningRoutes(Learning& learning)
{
    Endpoint list = readingRoute("/api/v1/learning/candidates", "listCandidates",
        "Resolutions that people proposed as knowledge, newest first.", {200, "CandidateList", "Without personal data."});
    list.queries = {{"state", "proposed, accepted, discarded or undone; all when missing."}, limitQuery};
    list.handler = [&learning](const Call& call) { return listCandidates(learning, call); };

    Endpoint acceptance = decidingRoute("/api/v1/learning/candidates/{id}/accept", "acceptCandidate",
        "Puts the resolution into the knowledge base: the next draft can cite it.");
    acceptance.requestSchema = "Acceptance";
    acceptance.body = Body::Optional;
    acceptance.handler = [&learning](const Call& call) { return accept(learning, call); };

    Endpoint refusal
        = decidingRoute("/api/v1/learning/candidates/{id}/discard", "discardCandidate", "Leaves the resolution out.");
    refusal.handler = [&learning](const Call& call) { return discard(learning, call); };

    Endpoint withdrawal = decidingRoute("/api/v1/learning/candidates/{id}/undo", "undoCandidate",
        "Takes an accepted resolution out again: no later draft cites it.");
    withdrawal.handler = [&learning](const Call& call) { return undo(learning, call); };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(list));
    routes.push_back(std::move(acceptance));
    routes.push_back(std::move(refusal));
    routes.push_back(std::move(withdrawal));
    return routes;
}

} // namespace tandem::gateway
