// Working a ticket: what the desk's people write and decide on it.
#include "desk/Wire.h"
#include "gateway/JsonBody.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr DocumentedHeader keyHeader{"Idempotency-Key",
    "1 to 255 visible ASCII characters; `idempotency_key` in the body does the same. The same key and text again answer with the "
    "first message; another text is a 409."};

Outcome postReply(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(jsonBody(call.request));
    Reply reply = TRY(wire::reply(body));
    reply.idempotencyKey = TRY(idempotencyKey(call.request, reply.idempotencyKey));
    const Message message = TRY(conversations.reply(call.actor, id, reply));
    return json(201, wire::toJson(message));
}

Outcome postNote(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(bodyWith(call, Body::Needed, {"text", "idempotency_key"}));
    const std::string text = TRY(requiredString(body, "text"));
    const auto member = TRY(optionalString(body, "idempotency_key"));
    const std::string key = TRY(idempotencyKey(call.request, member.value_or("")));
    const Message message = TRY(conversations.note(call.actor, id, text, key));
    return json(201, wire::toJson(message));
}

Outcome assign(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(bodyWith(call, Body::Needed, {"assignee"}));
    if (!body.contains("assignee"))
        return std::unexpected(Problem(422, "'assignee' is missing: a person's id, or null for nobody."));
    const auto assignee = TRY(optionalString(body, "assignee"));
    if (assignee && assignee->empty())
        return std::unexpected(Problem(422, "'assignee' is empty: a person's id, or null for nobody."));
    TRY(conversations.assign(call.actor, id, assignee.transform([](const std::string& value) { return ActorId(value); })));
    return nothing();
}

Outcome setCategory(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(bodyWith(call, Body::Needed, {"category"}));
    const std::string given = TRY(requiredString(body, "category"));
    const auto category = categoryFrom(given);
    if (!category)
        return std::unexpected(Problem(422, "'category' is none of the six."));
    TRY(conversations.setCategory(call.actor, id, *category));
    return nothing();
}

Outcome resolve(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    const Json body = TRY(bodyWith(call, Body::Optional, {"learn"}));
    const bool learn = TRY(optionalBool(body, "learn")).value_or(false);
    const CandidateId candidate = TRY(conversations.resolve(call.actor, id, learn ? Learn::Yes : Learn::No));
    return json(200, {{"candidate_id", candidate.empty() ? Json() : Json(candidate.value())}});
}

Outcome reopen(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    TRY(conversations.reopen(call.actor, id));
    return nothing();
}

Outcome markSeen(Conversations& conversations, const Call& call)
{
    const TicketId id(TRY(idIn(call, "ticket")));
    TRY(conversations.markSeen(call.actor, id));
    return nothing();
}

using Handler = Outcome (*)(Conversations&, const Call&);

Endpoint workRoute(
    Conversations& conversations, std::string_view pattern, std::string_view operation, std::string_view summary, Handler handler)
{
    Endpoint route;
    route.method = Method::Post;
    route.pattern = pattern;
    route.roles = agents;
    route.operation = operation;
    route.summary = summary;
    route.responses = {{204, "", "Done."}};
    route.handler = [&conversations, handler](const Call& call) { return handler(conversations, call); };
    return route;
}

} // namespace

std::vector<Endpoint> workRoutes(Conversations& conversations)
{
    Endpoint reply = workRoute(conversations, "/api/v1/tickets/{id}/messages", "replyToTicket",
        "Sends the customer an answer, or, from a customer's token, takes another message of the customer's in.", postReply);
    reply.roles = everyone;
    reply.requestSchema = "Reply";
    reply.headers = {keyHeader};
    reply.responses = {{201, "Message", "The message; it is on its way to the customer."}};

    Endpoint note = workRoute(
        conversations, "/api/v1/tickets/{id}/notes", "addNote", "Adds a note that the desk's own people see.", postNote);
    note.requestSchema = "Note";
    note.headers = {keyHeader};
    note.responses = {{201, "Message", "The note."}};

    Endpoint assignment = workRoute(
        conversations, "/api/v1/tickets/{id}/assign", "assignTicket", "Gives the ticket to a person, or to nobody.", assign);
    assignment.requestSchema = "Assignment";

    Endpoint choice = workRoute(conversations, "/api/v1/tickets/{id}/category", "setTicketCategory",
        "Says what the ticket is about. The engine learns from it; the same category again says that it was right.", setCategory);
    choice.requestSchema = "CategoryChoice";

    Endpoint resolution = workRoute(conversations, "/api/v1/tickets/{id}/resolve", "resolveTicket",
        "Resolves the ticket, and when asked to proposes its last answer by a person as knowledge.", resolve);
    resolution.requestSchema = "ResolveRequest";
    resolution.body = Body::Optional;
    resolution.responses = {{200, "Resolved", "Resolved; with what was proposed."}};

    std::vector<Endpoint> routes;
    routes.push_back(std::move(reply));
    routes.push_back(std::move(note));
    routes.push_back(std::move(assignment));
    routes.push_back(std::move(choice));
    routes.push_back(std::move(resolution));
    routes.push_back(
        workRoute(conversations, "/api/v1/tickets/{id}/reopen", "reopenTicket", "Takes a resolved ticket up again.", reopen));
    routes.push_back(workRoute(
        conversations, "/api/v1/tickets/{id}/seen", "markTicketSeen", "The caller has read the ticket up to now.", markSeen));
    return routes;
}

} // namespace tandem::gateway
