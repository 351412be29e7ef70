#include "desk/Wire.h"
#include "gateway/JsonBody.h"
#include "gateway/Routes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::size_t longestIdempotencyKey = 255;
constexpr std::size_t longestId = 64;

std::expected<std::string, Problem> idempotencyKey(const Request& request)
{
    const std::string_view key = request.header("idempotency-key");
    const auto isVisible = [](char c) { return c > ' ' && c <= '~'; };
    const std::size_t count = request.headerCount("idempotency-key");
    if (count == 0)
        return std::string();
    if (count > 1 || key.empty() || key.size() > longestIdempotencyKey || !std::ranges::all_of(key, isVisible))
        return std::unexpected(Problem(400, "Idempotency-Key must come once, with 1 to 255 visible ASCII characters."));
    return std::string(key);
}

Outcome createTicket(Intake& intake, const Call& call)
{
    std::expected<std::string, Problem> key = idempotencyKey(call.request);
    if (!key)
        return std::unexpected(std::move(key).error());
    std::expected<Json, Problem> body = jsonBody(call.request);
    if (!body)
        return std::unexpected(std::move(body).error());
    IncomingMessage message = TRY(wire::incomingMessage(*body));
    message.idempotencyKey = std::move(*key);
    message.correlation = call.request.correlation;
    const Receipt receipt = TRY(intake.submit(call.actor, std::move(message)));
    Response response{.status = 202, .contentType = "application/json", .body = toText(wire::toJson(receipt)), .headers = {}};
    response.headers.push_back({"Location", "/api/v1/tickets/" + receipt.id.value()});
    if (receipt.repeated)
        response.headers.push_back({"Idempotency-Replayed", "true"});
    return response;
}

Outcome readTicket(Conversations& conversations, const Call& call)
{
    const std::string& id = call.parameters.front();
    const auto isIdCharacter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    if (id.size() > longestId || !std::ranges::all_of(id, isIdCharacter))
        return std::unexpected(Problem(404, "There is no such ticket."));
    const TicketView view = TRY(conversations.ticket(call.actor, TicketId(id)));
    return Response{.status = 200, .contentType = "application/json", .body = toText(wire::toJson(view)), .headers = {}};
}

} // namespace

std::vector<Endpoint> ticketRoutes(Intake& intake, Conversations& conversations)
{
    const std::vector<Role> everyone{Role::Customer, Role::Service, Role::Agent, Role::Supervisor, Role::Admin};
    Endpoint create;
    create.method = Method::Post;
    create.pattern = "/api/v1/tickets";
    create.roles = everyone;
    create.operation = "createTicket";
    create.summary = "Takes a customer's message in. It is on disk before the answer; understanding and drafting come after.";
    create.requestSchema = "TicketRequest";
    create.headers = {{"Idempotency-Key",
        "1 to 255 visible ASCII characters. The same key and body again answer with the first ticket; another body is a 409."}};
    create.responses = {{202, "Receipt", "Stored. Read the ticket at Location."}};
    create.handler = [&intake](const Call& call) { return createTicket(intake, call); };

    Endpoint read;
    read.method = Method::Get;
    read.pattern = "/api/v1/tickets/{id}";
    read.roles = everyone;
    read.operation = "readTicket";
    read.summary = "The ticket with its classification, route, draft, messages and approvals. A customer sees its own alone.";
    read.responses = {{200, "Ticket", "The ticket as it is now."}};
    read.handler = [&conversations](const Call& call) { return readTicket(conversations, call); };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(create));
    routes.push_back(std::move(read));
    return routes;
}

} // namespace tandem::gateway
