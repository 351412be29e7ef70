// What people make of the engine's drafts, and what that proves.
#include "desk/Wire.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <optional>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

Outcome rejectDraft(Reviews& reviews, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(bodyWith(call, Body::Needed, {"draft_id", "fault"}));
    const std::string draft = TRY(requiredString(body, "draft_id"));
    const auto given = TRY(optionalString(body, "fault"));
    std::optional<DraftFault> fault;
    if (given) {
        fault = draftFaultFrom(*given);
        if (!fault)
            return std::unexpected(Problem(422, "'fault' must be one of wrong_fact, not_the_question, incomplete, tone, other."));
    }
    TRY(reviews.reject(call.actor, id, DraftId(draft), fault));
    return nothing();
}

Outcome checkReply(Reviews& reviews, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(bodyWith(call, Body::Needed, {"text"}));
    const ReplyCheck check = TRY(reviews.check(call.actor, id, TRY(requiredString(body, "text")), {}));
    return json(200, wire::toJson(check));
}

} // namespace

std::vector<Endpoint> reviewRoutes(Reviews& reviews)
{
    Endpoint reject;
    reject.method = Method::Post;
    reject.pattern = "/api/v1/tickets/{id}/draft/reject";
    reject.roles = agents;
    reject.operation = "rejectDraft";
    reject.summary = "Says that the engine's draft is wrong, also of one that went out by itself: it counts against sending such "
                     "answers without a person.";
    reject.requestSchema = "DraftRejection";
    reject.body = Body::Needed;
    reject.responses = {{204, "", "It is written down."}, {409, "Problem", "The ticket has another draft by now."}};
    reject.handler = [&reviews](const Call& call) { return rejectDraft(reviews, call); };

    Endpoint check;
    check.method = Method::Post;
    check.pattern = "/api/v1/tickets/{id}/reply/check";
    check.roles = agents;
    check.operation = "checkReply";
    check.summary
        = "Holds what a person is about to answer against the library and the desk's rules, sentence by sentence, as the "
          "engine's drafts are. Nothing is stored.";
    check.requestSchema = "ReplyText";
    check.body = Body::Needed;
    check.responses = {{200, "ReplyCheck", "Its sentences, in order."}};
    check.handler = [&reviews](const Call& call) { return checkReply(reviews, call); };

    Endpoint report;
    report.pattern = "/api/v1/reports/auto-send";
    report.roles = agents;
    report.operation = "reportAutoSend";
    report.summary
        = "For each category and writer: how many drafts people reviewed, how many were wrong, and what is missing until "
          "such answers go out by themselves.";
    report.responses = {{200, "AutoSendReport", "By writer and category."}};
    report.handler = [&reviews](const Call& call) -> Outcome {
        const auto states = TRY(reviews.autoSend(call.actor));
        return json(200, wire::listJson("categories", states));
    };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(reject));
    routes.push_back(std::move(check));
    routes.push_back(std::move(report));
    return routes;
}

} // namespace tandem::gateway
