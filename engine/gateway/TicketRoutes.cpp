// Taking tickets in, listing and reading them.
#include "desk/Wire.h"
#include "gateway/JsonBody.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

Outcome createTicket(Intake& intake, const Call& call)
{
    std::string key = TRY(idempotencyKey(call.request));
    const Json body = TRY(jsonBody(call.request));
    IncomingMessage message = TRY(wire::incomingMessage(body));
    message.idempotencyKey = std::move(key);
    message.correlation = call.request.correlation;
    const Receipt receipt = TRY(intake.submit(call.actor, std::move(message)));
    Response response = json(202, wire::toJson(receipt));
    response.headers.push_back({"Location", "/api/v1/tickets/" + receipt.id.value()});
    if (receipt.repeated)
        response.headers.push_back({"Idempotency-Replayed", "true"});
    return response;
}

Outcome readTicket(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const TicketView view = TRY(conversations.ticket(call.actor, id));
    const bool isOutside = call.actor.role == Role::Customer || call.actor.role == Role::Service;
    return json(200, wire::toJson(view, isOutside ? wire::Audience::Outside : wire::Audience::Desk));
}

Outcome listTickets(Inbox& inbox, const Call& call)
{
    const InboxQuery query = TRY(wire::inboxQuery(call.query.parameters()));
    const InboxPage page = TRY(inbox.page(call.actor, query));
    return json(200, wire::toJson(page));
}

Outcome readSummary(Inbox& inbox, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const TicketSummary summary = TRY(inbox.summary(call.actor, id));
    return json(200, wire::toJson(summary));
}

Outcome countTickets(Inbox& inbox, const Call& call)
{
    const InboxCounts counts = TRY(inbox.counts(call.actor));
    return json(200, wire::toJson(counts));
}

Endpoint createRoute(Intake& intake)
{
    Endpoint route;
    route.method = Method::Post;
    route.pattern = "/api/v1/tickets";
    route.roles = everyone;
    route.operation = "createTicket";
    route.summary = "Takes a customer's message in. It is on disk before the answer; understanding and drafting come after.";
    route.requestSchema = "TicketRequest";
    route.headers = {{"Idempotency-Key",
        "1 to 255 visible ASCII characters. The same key and body again answer with the first ticket; another body is a 409."}};
    route.responses = {{202, "Receipt", "Stored. Read the ticket at Location."}};
    route.handler = [&intake](const Call& call) { return createTicket(intake, call); };
    return route;
}

Endpoint listRoute(Inbox& inbox)
{
    Endpoint route;
    route.pattern = "/api/v1/tickets";
    route.roles = readers;
    route.operation = "listTickets";
    route.summary = "A page of a list of tickets. Without parameters: all, newest first.";
    route.queries = {{"view", "mine, unassigned, all_open, approvals, escalated, resolved or all."}, {"queue", "ai or human."},
        {"status", "One of the statuses of a ticket."}, {"assignee", "A person's id, or none for nobody."},
        {"group", "The id of a group of tickets that tell of the same."}, {"team", "A team's name."},
        {"language", "One of en es fr de it pt nl pl tr ar zh ja."}, {"q", "Words that subject, customer and number hold."},
        {"sort", "due (soonest first), waiting (longest first) or newest."},
        {"cursor", "Of the page before; its list must be the same."},
        {"offset", "Tickets to skip when there is no cursor.", "integer"}, {"limit", "1 to 500; 100 when missing.", "integer"}};
    route.responses = {{200, "TicketPage", "The page, and how many tickets the whole list has."}};
    route.handler = [&inbox](const Call& call) { return listTickets(inbox, call); };
    return route;
}

Endpoint readRoute(Conversations& conversations)
{
    Endpoint route;
    route.pattern = "/api/v1/tickets/{id}";
    route.roles = everyone;
    route.operation = "readTicket";
    route.summary = "The ticket with its classification, route, draft, messages and approvals. A customer sees its own alone; "
                    "customers and services do not see how the desk works on it.";
    route.responses = {{200, "Ticket", "The ticket as it is now."}};
    route.handler = [&conversations](const Call& call) { return readTicket(conversations, call); };
    return route;
}

Endpoint summaryRoute(Inbox& inbox)
{
    Endpoint route;
    route.pattern = "/api/v1/tickets/{id}/summary";
    route.roles = readers;
    route.operation = "readTicketSummary";
    route.summary = "The ticket as a row of a list, as it is now.";
    route.responses = {{200, "TicketSummary", "The row."}};
    route.handler = [&inbox](const Call& call) { return readSummary(inbox, call); };
    return route;
}

Endpoint countRoute(Inbox& inbox)
{
    Endpoint route;
    route.pattern = "/api/v1/inbox/counts";
    route.roles = readers;
    route.operation = "countTickets";
    route.summary = "How many tickets each view and each team has, and how many of the caller's are unread.";
    route.responses = {{200, "InboxCounts", "The counts."}};
    route.handler = [&inbox](const Call& call) { return countTickets(inbox, call); };
    return route;
}

} // namespace

std::vector<Endpoint> ticketRoutes(Intake& intake, Inbox& inbox, Conversations& conversations)
{
    std::vector<Endpoint> routes;
    routes.push_back(createRoute(intake));
    routes.push_back(listRoute(inbox));
    routes.push_back(countRoute(inbox));
    routes.push_back(readRoute(conversations));
    routes.push_back(summaryRoute(inbox));
    return routes;
}

} // namespace tandem::gateway
