// What left this machine, to whom and for which ticket.
#include "desk/Wire.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <limits>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::int64_t usualCount = 100;
constexpr std::int64_t mostCount = 500;

Outcome listEntries(EgressBook& book, const Call& call)
{
    EgressListing listing;
    listing.limit = static_cast<int>(TRY(call.query.number("limit", usualCount, 1, mostCount)));
    listing.before = TRY(call.query.number("before", 0, 0, std::numeric_limits<std::int64_t>::max()));
    listing.ticket = TicketId(call.query.text("ticket"));
    const EgressPage page = TRY(book.list(call.actor, listing));
    return json(200, wire::toJson(page));
}

Outcome readEntry(EgressBook& book, const Call& call)
{
    const EgressId id(TRY(idIn(call, "egress entry")));
    const EgressEntry entry = TRY(book.entry(call.actor, id));
    return json(200, wire::toJson(entry));
}

Outcome listTotals(EgressBook& book, const Call& call)
{
    TimePoint since{};
    if (const std::string& given = call.query.text("since"); !given.empty()) {
        const auto time = parseTime(given);
        if (!time)
            return std::unexpected(Problem(422, "'since' must be a date or a time, like 2026-11-01 or 2026-11-01T08:00:00Z."));
        since = *time;
    }
    const auto totals = TRY(book.totals(call.actor, since));
    return json(200, wire::listJson("hosts", totals));
}

Endpoint readingRoute(std::string_view pattern, std::string_view operation, std::string_view summary, DocumentedResponse response)
{
    Endpoint route;
    route.pattern = pattern;
    route.roles = supervisors;
    route.operation = operation;
    route.summary = summary;
    route.responses = {response};
    return route;
}

} // namespace

std::vector<Endpoint> egressRoutes(EgressBook& book)
{
    Endpoint list = readingRoute("/api/v1/egress", "listEgress",
        "What this desk sent to other machines, or refused to: written down before it was sent, the newest first.",
        {200, "EgressPage", "Without the texts."});
    list.queries = {{"ticket", "Only what was sent for this ticket."},
        {"before", "As the page before says; 0 = the newest.", "integer"}, {"limit", "1 to 500; 100 when missing.", "integer"}};
    list.handler = [&book](const Call& call) { return listEntries(book, call); };

    // Beside the list, not below it: there every word is an id.
    Endpoint totals = readingRoute("/api/v1/egress-totals", "totalEgress", "What was sent to each host, in requests and bytes.",
        {200, "EgressTotalList", "By host."});
    totals.queries = {{"since", "Only from this time on (2026-11-01 or 2026-11-01T08:00:00Z)."}};
    totals.handler = [&book](const Call& call) { return listTotals(book, call); };

    Endpoint read = readingRoute("/api/v1/egress/{id}", "readEgress",
        "One of them with the text that was sent, as long as it is kept.", {200, "EgressEntry", "The entry."});
    read.handler = [&book](const Call& call) { return readEntry(book, call); };

    std::vector<Endpoint> routes;
    routes.push_back(std::move(list));
    routes.push_back(std::move(totals));
    routes.push_back(std::move(read));
    return routes;
}

} // namespace tandem::gateway
