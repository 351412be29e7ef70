// links: tandem_store
#include "Results.h"
#include "base/Clock.h"
#include "base/Random.h"
#include "services/store/SqliteMigrations.h"
#include "services/store/SqliteSession.h"
#include "services/store/SqliteStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

// group_commit_writes_per_s: 64 threads each storing tickets durably through the store, against the same units of work with a
// commit each on one connection. Interleaved rounds, median.
using namespace tandem;
using bench::succeed;
using bench::valueOf;

namespace {

constexpr int writers = 64;
constexpr int rounds = 7;
constexpr std::chrono::milliseconds roundTime{1500};

// What one POST stores: customer, ticket, message and job.
Status storeTicket(Transaction& transaction, const std::string& id, TimePoint now)
{
    Ticket ticket;
    ticket.id = TicketId(id);
    ticket.customer = TRY(transaction.customers().idOf("customer " + id.substr(id.size() - 2)));
    ticket.correlation = CorrelationId(id);
    ticket.subject = "The invoice of November was charged twice";
    ticket.createdAt = now;
    ticket.updatedAt = now;
    TRY(transaction.customers().put({ticket.customer, id, "Anna", "anna@example.org", Tier::Team, 10, 2}));
    TRY(transaction.tickets().insert(ticket));
    Message message;
    message.id = MessageId("msg_" + id);
    message.ticket = ticket.id;
    message.text = std::string(400, 'x');
    message.at = now;
    TRY(transaction.tickets().append(message));
    return transaction.enqueue(JobId("job_" + id), ticket.id, now);
}

template <typename Work>
double perSecond(const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    const long done = work(start + roundTime);
    return static_cast<double>(done) / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double together(SqliteStore& store, const Clock& clock)
{
    return perSecond([&](std::chrono::steady_clock::time_point end) {
        std::atomic<long> done{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < writers; ++i) {
            threads.emplace_back([&] {
                while (std::chrono::steady_clock::now() < end) {
                    const std::string id = newUlid(clock.now());
                    succeed(store.write([&](Transaction& transaction) { return storeTicket(transaction, id, clock.now()); }));
                    ++done;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        return done.load();
    });
}

double oneByOne(SqliteSession& session, const Clock& clock)
{
    return perSecond([&](std::chrono::steady_clock::time_point end) {
        long done = 0;
        while (std::chrono::steady_clock::now() < end) {
            valueOf(session.connection->change(Sql::BeginImmediate));
            succeed(storeTicket(session.transaction, newUlid(clock.now()), clock.now()));
            valueOf(session.connection->change(Sql::Commit));
            ++done;
        }
        return done;
    });
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    // In the folder given, or the current one: the folder for temporary files may be kept in memory, where a sync costs nothing.
    const QString parent = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".");
    const QTemporaryDir directory(parent + QStringLiteral("/bench-XXXXXX"));
    const std::filesystem::path folder = directory.path().toStdString();
    const SystemClock clock;
    const Seal seal = valueOf(Seal::open(folder / "key"));
    const auto store = valueOf(SqliteStore::open(folder / "group.db", seal, clock));
    auto connection = valueOf(SqliteConnection::open(folder / "naive.db", ConnectionUse::Write));
    succeed(migrate(*connection, embeddedMigrations()));
    SqliteSession naive(std::move(connection), seal, clock);
    std::vector<double> grouped;
    std::vector<double> single;
    for (int round = 0; round < rounds; ++round) {
        grouped.push_back(together(*store, clock));
        single.push_back(oneByOne(naive, clock));
    }
    std::printf(R"({"bench":"ingest","name":"group_commit_writes_per_s","value":%.0f,"unit":"1/s","peer":"a commit each",)"
                R"("peer_value":%.0f,"ratio":%.2f,"n":%d})"
                "\n",
        bench::median(grouped), bench::median(single), bench::median(grouped) / bench::median(single), rounds);
    return 0;
}
