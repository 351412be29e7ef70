// Why a ticket was read as it was.
#include "desk/Wire.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

namespace tandem::gateway {

namespace {

Outcome explain(Explainer& explainer, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Explanation explanation = TRY(explainer.explain(call.actor, id));
    return json(200, wire::toJson(explanation));
}

} // namespace

Endpoint explanationRoute(Explainer& explainer)
{
    Endpoint route;
    route.pattern = "/api/v1/tickets/{id}/explanation";
    route.roles = agents;
    route.operation = "explainTicket";
    route.summary = "Why the ticket's newest message is read as it is: for each prediction the words for and against it, and the "
                    "nearest messages that the classifiers learned from. Made anew, by the models of now; nothing is stored.";
    route.responses = {{200, "Explanation", "What the predictions rest on."}};
    route.handler = [&explainer](const Call& call) { return explain(explainer, call); };
    return route;
}

} // namespace tandem::gateway
