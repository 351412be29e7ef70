// links: tandem_store
#include "ManyTickets.h"
#include "base/Clock.h"
#include "services/store/SqliteStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

// How long a page of a list and a count take, through the store, over many tickets: 100,000 or as many as the first argument
// says. The second argument is the folder to work in. Milliseconds, median and 99th percentile.
using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr int rounds = 200;

void measure(const char* name, int tickets, const std::function<void()>& work)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(times);
    std::printf(R"({"bench":"lists","name":"%s","tickets":%d,"p50_ms":%.2f,"p99_ms":%.2f,"n":%d})"
                "\n",
        name, tickets, times[times.size() / 2], times[times.size() * 99 / 100], rounds);
}

void measurePage(Store& store, const char* name, int tickets, const TicketListing& listing)
{
    measure(name, tickets, [&] {
        const TicketPage page
            = valueOf(readResult(store, [&](Transaction& transaction) { return transaction.tickets().list(listing); }));
        if (page.tickets.size() != 100)
            std::exit(2);
    });
}

void measureCount(Store& store, const char* name, int tickets, const TicketFilter& filter, std::optional<TimePoint> dueBefore)
{
    measure(name, tickets, [&] {
        if (valueOf(readResult(store, [&](Transaction& transaction) { return transaction.tickets().count(filter, dueBefore); }))
            == 0)
            std::exit(2);
    });
}

void measurePages(Store& store, int tickets)
{
    const std::vector<TicketStatus> open{TicketStatus::Answered, TicketStatus::AwaitingReview, TicketStatus::AwaitingApproval,
        TicketStatus::Escalated, TicketStatus::Pending, TicketStatus::Failed};
    TicketListing listing;
    listing.reader = agent(3);
    measurePage(store, "everything_newest", tickets, listing);
    listing.offset = tickets / 2;
    measurePage(store, "everything_newest_from_the_middle", tickets, listing);
    listing.offset = 0;
    listing.filter.statuses = open;
    listing.order = TicketOrder::Due;
    measurePage(store, "open_due", tickets, listing);
    listing.offset = tickets / 4;
    measurePage(store, "open_due_far_down", tickets, listing);
    listing.offset = 0;
    listing.order = TicketOrder::Waiting;
    measurePage(store, "open_waiting", tickets, listing);
    listing.order = TicketOrder::Due;
    listing.filter.language = Language::Tr;
    measurePage(store, "open_one_language_due", tickets, listing);
    listing.filter.language.reset();
    listing.filter.assignee = agent(3);
    measurePage(store, "one_assignee_due", tickets, listing);
    listing.filter.assignee = ActorId();
    measurePage(store, "nobody_due", tickets, listing);
    listing.filter.team = "care";
    measurePage(store, "nobody_of_one_team_due", tickets, listing);
    listing.filter.assignee.reset();
    measurePage(store, "one_team_due", tickets, listing);
    listing.filter = {};
    listing.filter.statuses = {TicketStatus::Resolved};
    listing.order = TicketOrder::Newest;
    measurePage(store, "one_status_newest", tickets, listing);
    listing.filter.statuses = open;
    listing.order = TicketOrder::Due;
    for (int i = 0; i < 5000; ++i)
        listing.filter.among.emplace_back("tic_" + std::to_string(i * 7));
    measurePage(store, "open_among_5000_due", tickets, listing);
}

void measureCounts(Store& store, int tickets, TimePoint now)
{
    TicketFilter filter;
    measureCount(store, "count_everything", tickets, filter, {});
    filter.statuses = {TicketStatus::Resolved};
    measureCount(store, "count_resolved", tickets, filter, {});
    filter.statuses = {TicketStatus::Answered, TicketStatus::AwaitingReview, TicketStatus::AwaitingApproval,
        TicketStatus::Escalated, TicketStatus::Pending, TicketStatus::Failed};
    measureCount(store, "count_open", tickets, filter, {});
    measureCount(store, "count_open_due", tickets, filter, now);
    filter.team = "care";
    measureCount(store, "count_open_of_one_team", tickets, filter, {});
    filter.team.reset();
    filter.assignee = agent(3);
    measureCount(store, "count_open_of_one_assignee", tickets, filter, {});
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const int tickets = argc > 1 ? std::atoi(argv[1]) / batch * batch : 100000;
    const QString parent = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral(".");
    const QTemporaryDir directory(parent + QStringLiteral("/bench-XXXXXX"));
    const std::filesystem::path folder = directory.path().toStdString();
    const SystemClock clock;
    const auto store = valueOf(SqliteStore::open(folder / "lists.db", valueOf(Seal::open(folder / "key")), clock));
    const auto start = std::chrono::steady_clock::now();
    fill(*store, tickets, clock.now());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::fprintf(stderr, "%d tickets in %.1f s, %.0f MB\n", tickets, seconds,
        static_cast<double>(std::filesystem::file_size(folder / "lists.db")) / 1e6);
    measurePages(*store, tickets);
    measureCounts(*store, tickets, clock.now());
    return 0;
}
