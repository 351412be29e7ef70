#include "app/control/Verbs.h"
#include "base/Json.h"
#include "desk/Wire.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

namespace tandem::app {

namespace {

constexpr int pageSize = 500;

struct ListOptions {
    std::string ticket;
    std::string since;
    int limit = 0; // 0 = all
};

std::string bytes(std::int64_t count)
{
    return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

// For people, beside the JSON lines.
void tell(const std::vector<EgressTotal>& totals)
{
    if (totals.empty())
        std::cerr << "Nothing left this machine.\n";
    for (const EgressTotal& total : totals) {
        std::cerr << total.host << ": " << total.requests << (total.requests == 1 ? " request, " : " requests, ")
                  << bytes(total.bytesOut) << " out, " << bytes(total.bytesIn) << " in";
        if (total.refused > 0)
            std::cerr << ", " << total.refused << " refused";
        std::cerr << "\n";
    }
}

Status print(Session& session, EgressBook& book, const ListOptions& options, TimePoint since)
{
    EgressListing listing;
    listing.ticket = TicketId(options.ticket);
    int left = options.limit;
    do {
        listing.limit = left > 0 ? std::min(left, pageSize) : pageSize;
        const EgressPage page = TRY(book.list(session.actor(), listing));
        for (const EgressEntry& entry : page.entries) {
            if (entry.at < since)
                return {}; // the newest came first
            std::cout << toText(wire::toJson(entry)) << "\n";
        }
        left -= static_cast<int>(page.entries.size());
        listing.before = page.before;
    } while (listing.before > 0 && (options.limit == 0 || left > 0));
    return {};
}

Exit list(Session& session, const ListOptions& options)
{
    TimePoint since{};
    if (!options.since.empty()) {
        const auto time = parseTime(options.since);
        if (!time) {
            std::cerr << "--since takes a date or a time, like 2026-11-01 or 2026-11-01T08:00:00Z\n";
            return Exit::Usage;
        }
        since = *time;
    }
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    EgressBook& book = (*engine)->egress();
    if (const Status printed = print(session, book, options, since); !printed)
        return refused(printed.error());
    std::cout.flush();
    const auto totals = book.totals(session.actor(), since);
    if (!totals)
        return refused(totals.error());
    if (options.ticket.empty())
        tell(*totals);
    return Exit::Success;
}

Exit show(Session& session, const std::string& id)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    const auto entry = (*engine)->egress().entry(session.actor(), EgressId(id));
    if (!entry)
        return refused(entry.error());
    std::cout << toText(wire::toJson(*entry)) << "\n";
    std::cout.flush();
    return Exit::Success;
}

} // namespace

void addEgressVerbs(CLI::App& program, Session& session)
{
    CLI::App* egress = program.add_subcommand("egress", "What left this machine, to whom and for which ticket");
    egress->require_subcommand(1);

    CLI::App* listed = egress->add_subcommand("list", "A JSON line for each request, the newest first; sums by host beside them");
    const auto options = std::make_shared<ListOptions>();
    listed->add_option("--ticket", options->ticket, "Only what was sent for this ticket")->type_name("ID");
    listed->add_option("--since", options->since, "Only from then on (2026-11-01 or 2026-11-01T08:00:00Z)")->type_name("TIME");
    listed->add_option("--limit", options->limit, "At most so many")->check(CLI::PositiveNumber);
    listed->callback([&session, options] { session.setAction([&session, options] { return list(session, *options); }); });

    CLI::App* shown = egress->add_subcommand("show", "One of them, with the text that was sent as long as it is kept");
    const auto id = std::make_shared<std::string>();
    shown->add_option("id", *id, "As the list shows it")->required();
    shown->callback([&session, id] { session.setAction([&session, id] { return show(session, *id); }); });
}

} // namespace tandem::app
