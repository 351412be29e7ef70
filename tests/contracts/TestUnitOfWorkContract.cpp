// links: tandem_store
#include "contracts/Samples.h"

#include <algorithm>
#include <atomic>
#include <latch>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>

using namespace tandem;

class TestUnitOfWorkContract : public QObject {
    Q_OBJECT

public:
    explicit TestUnitOfWorkContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(m_backend); }
    void cleanup() { m_fixture.reset(); }

    void anErrorRollsItsOwnUnitBack();
    void anExceptionRollsItsOwnUnitBack();
    void oneFailingUnitDoesNotHurtThoseBesideIt();
    void aReadSeesOneSnapshot();
    void aReadSeesWhatWasWrittenBefore();
    void aReadMayNotChangeAnything();
    void unitsOfWorkAreNotNested();
    void whatWasCommittedIsTold();
    void whatWasRolledBackIsNotTold();
    void ticketsOfUnitsThatShareACommitAreEachToldOnce();
    void aListenerThatFailsOrIsGoneHurtsNobody();
    void aHealthyStorePassesItsCheck();

private:
    Status insert(const std::string& id)
    {
        Ticket ticket = sampleTicket(id, m_fixture->clock().now());
        return m_fixture->store().write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    std::size_t count()
    {
        return m_fixture->read([](Transaction& transaction) { return transaction.tickets().list({.limit = 1000}); })
            .tickets.size();
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestUnitOfWorkContract::anErrorRollsItsOwnUnitBack()
{
    const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
        Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
        TRY(transaction.tickets().insert(ticket));
        return failure(ErrorCode::InvalidArgument, "on purpose");
    });
    QVERIFY(!status && status.error().message == "on purpose");
    QCOMPARE(count(), std::size_t{0});
}

void TestUnitOfWorkContract::anExceptionRollsItsOwnUnitBack()
{
    const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
        Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
        TRY(transaction.tickets().insert(ticket));
        throw std::runtime_error("the customer's words");
    });
    QVERIFY(!status && status.error().code == ErrorCode::Internal);
    QVERIFY(status.error().message.find("words") == std::string::npos);
    QCOMPARE(count(), std::size_t{0});
    succeed(insert("tic_2"));
}

void TestUnitOfWorkContract::oneFailingUnitDoesNotHurtThoseBesideIt()
{
    constexpr int threads = 32;
    constexpr int rounds = 8;
    std::atomic<int> refused{0};
    std::latch start(threads);
    std::vector<std::thread> writers;
    for (int i = 0; i < threads; ++i) {
        writers.emplace_back([&, i] {
            start.arrive_and_wait();
            for (int round = 0; round < rounds; ++round) {
                Ticket ticket = sampleTicket("tic_" + std::to_string(i) + "_" + std::to_string(round), TimePoint{});
                const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
                    TRY(transaction.tickets().insert(ticket));
                    if (i % 4 == 0)
                        return failure(ErrorCode::InvalidArgument, "on purpose");
                    if (i % 4 == 1)
                        return transaction.tickets().append(sampleMessage("the one id", ticket.id.value(), "x", TimePoint{}));
                    return {};
                });
                if (!status)
                    ++refused;
            }
        });
    }
    for (std::thread& writer : writers)
        writer.join();
    constexpr int quarter = threads / 4 * rounds;
    // The first quarter always fails; of the second, which shares one message id, a single unit wins.
    QCOMPARE(refused.load(), 2 * quarter - 1);
    QCOMPARE(count(), std::size_t{2 * quarter + 1});
}

void TestUnitOfWorkContract::aReadSeesOneSnapshot()
{
    succeed(insert("tic_1"));
    std::latch began(1);
    std::latch written(1);
    std::size_t before = 0;
    std::size_t after = 0;
    std::thread reader([&] {
        succeed(m_fixture->store().read([&](Transaction& transaction) -> Status {
            before = TRY(transaction.tickets().list({.limit = 10})).tickets.size();
            began.count_down();
            written.wait();
            after = TRY(transaction.tickets().list({.limit = 10})).tickets.size();
            return {};
        }));
    });
    began.wait();
    succeed(insert("tic_2"));
    written.count_down();
    reader.join();
    QCOMPARE(before, std::size_t{1});
    QCOMPARE(after, std::size_t{1});
    QCOMPARE(count(), std::size_t{2});
}

void TestUnitOfWorkContract::aReadSeesWhatWasWrittenBefore()
{
    for (int i = 0; i < 50; ++i) {
        succeed(insert("tic_" + std::to_string(i)));
        QCOMPARE(count(), static_cast<std::size_t>(i + 1));
    }
}

void TestUnitOfWorkContract::aReadMayNotChangeAnything()
{
    const Status status = m_fixture->store().read([&](Transaction& transaction) {
        Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
        return transaction.tickets().insert(ticket);
    });
    QVERIFY(!status && status.error().code == ErrorCode::Internal);
    QCOMPARE(count(), std::size_t{0});
    succeed(insert("tic_1"));
}

void TestUnitOfWorkContract::unitsOfWorkAreNotNested()
{
    Store& store = m_fixture->store();
    const auto nothing = [](Transaction&) -> Status { return {}; };
    const auto nested = [&](Transaction&) -> Status { return store.write(nothing); };
    const auto nestedRead = [&](Transaction&) -> Status { return store.read(nothing); };
    const auto nestedLease = [&](Transaction&) -> Status {
        TRY(store.queue().lease(TimePoint{}, Milliseconds(1)));
        return {};
    };
    for (const Status& status :
        {store.write(nested), store.read(nested), store.write(nestedRead), store.read(nestedRead), store.write(nestedLease)}) {
        QVERIFY(!status && status.error().code == ErrorCode::Internal);
    }
}

namespace {

std::vector<std::string> values(const std::vector<TicketId>& tickets)
{
    std::vector<std::string> all;
    for (const TicketId& ticket : tickets)
        all.push_back(ticket.value());
    return all;
}

} // namespace

void TestUnitOfWorkContract::whatWasCommittedIsTold()
{
    using Ids = std::vector<std::string>;
    std::vector<CommittedChanges> told;
    m_fixture->store().onCommit([&](const CommittedChanges& changes) { told.push_back(changes); });
    const TimePoint now = m_fixture->clock().now();
    m_fixture->write([&](Transaction& transaction) -> Status {
        for (const std::string id : {"tic_2", "tic_1"}) {
            Ticket ticket = sampleTicket(id, now);
            TRY(transaction.tickets().insert(ticket));
            TRY(transaction.tickets().update(ticket));
        }
        return transaction.tickets().append(sampleMessage("msg_1", "tic_2", "hello", now));
    });
    QCOMPARE(told.size(), std::size_t{1}); // before write() returned
    QCOMPARE(values(told[0].tickets), (Ids{"tic_2", "tic_1"}));
    QVERIFY(told[0].approvals.empty() && !told[0].knowledge);
    m_fixture->write([&](Transaction& transaction) -> Status {
        Approval approval;
        approval.id = ApprovalId("app_1");
        approval.ticket = TicketId("tic_1");
        return transaction.decisions().put(approval);
    });
    QCOMPARE(values(told.at(1).approvals), Ids{"tic_1"});
    QVERIFY(told[1].tickets.empty() && !told[1].knowledge);
    m_fixture->write([&](Transaction& transaction) { return transaction.knowledge().put(sampleDocument("a"), "model", {}); });
    QVERIFY(told.at(2).knowledge && told[2].tickets.empty());
    m_fixture->write([&](Transaction& transaction) { return transaction.knowledge().remove(ArticleId("a")); });
    QVERIFY(told.at(3).knowledge);
    m_fixture->write([&](Transaction& transaction) {
        LearningCandidate candidate;
        candidate.id = CandidateId("can_1");
        candidate.ticket = TicketId("tic_1");
        return transaction.decisions().put(candidate);
    });
    QVERIFY(told.at(4).knowledge);
    // Nothing that a list shows: jobs, audit, what somebody has seen.
    m_fixture->write([&](Transaction& transaction) -> Status {
        TRY(transaction.enqueue(JobId("job_1"), TicketId("tic_1"), now));
        TRY(transaction.audit().append({}));
        return transaction.tickets().markSeen(TicketId("tic_1"), ActorId("act_1"), now);
    });
    QCOMPARE(told.size(), std::size_t{5});
    m_fixture->store().onCommit({});
}

void TestUnitOfWorkContract::whatWasRolledBackIsNotTold()
{
    int told = 0;
    m_fixture->store().onCommit([&](const CommittedChanges&) { ++told; });
    const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
        Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
        TRY(transaction.tickets().insert(ticket));
        TRY(transaction.knowledge().put(sampleDocument("a"), "model", {}));
        return failure(ErrorCode::InvalidArgument, "on purpose");
    });
    QVERIFY(!status);
    // Nor does it stick to the next unit.
    m_fixture->write([&](Transaction& transaction) { return transaction.audit().append({}); });
    QCOMPARE(told, 0);
    m_fixture->store().onCommit({});
}

void TestUnitOfWorkContract::ticketsOfUnitsThatShareACommitAreEachToldOnce()
{
    constexpr int threads = 16;
    constexpr int rounds = 10;
    succeed(insert("shared"));
    std::map<std::string, int> inserted; // on the writer thread until the writers are joined
    bool repeated = false;
    std::atomic<int> stored{0};
    m_fixture->store().onCommit([&](const CommittedChanges& changes) {
        const auto all = values(changes.tickets);
        repeated = repeated || std::set(all.begin(), all.end()).size() != all.size();
        for (const std::string& id : all)
            ++inserted[id];
    });
    std::latch start(threads);
    std::vector<std::thread> writers;
    for (int i = 0; i < threads; ++i) {
        writers.emplace_back([&, i] {
            start.arrive_and_wait();
            for (int round = 0; round < rounds; ++round) {
                const std::string id = std::to_string(i) + "_" + std::to_string(round);
                const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
                    Ticket ticket = sampleTicket(id, TimePoint{});
                    TRY(transaction.tickets().insert(ticket));
                    TRY(transaction.tickets().append(sampleMessage("msg_" + id, "shared", "x", TimePoint{})));
                    if (i % 4 == 0)
                        return failure(ErrorCode::InvalidArgument, "on purpose");
                    return {};
                });
                stored += status ? 1 : 0;
            }
        });
    }
    for (std::thread& writer : writers)
        writer.join();
    m_fixture->store().onCommit({});
    QCOMPARE(stored.load(), threads / 4 * 3 * rounds);
    QVERIFY(!repeated);
    QVERIFY(inserted.erase("shared") == 1);
    QCOMPARE(inserted.size(), std::size_t{threads} / 4 * 3 * rounds);
    QVERIFY(std::ranges::all_of(inserted, [](const auto& entry) { return entry.second == 1; }));
}

void TestUnitOfWorkContract::aListenerThatFailsOrIsGoneHurtsNobody()
{
    Status nested;
    m_fixture->store().onCommit([&](const CommittedChanges&) {
        nested = m_fixture->store().read([](Transaction&) -> Status { return {}; });
        throw std::runtime_error("on purpose");
    });
    succeed(insert("tic_1"));
    QVERIFY(!nested && nested.error().code == ErrorCode::Internal); // told on the store's own thread
    m_fixture->store().onCommit({});
    succeed(insert("tic_2"));
    QCOMPARE(count(), std::size_t{2});
}

void TestUnitOfWorkContract::aHealthyStorePassesItsCheck()
{
    succeed(insert("tic_1"));
    QVERIFY(!valueOf(m_fixture->store().check()));
}

TANDEM_CONTRACT_MAIN(TestUnitOfWorkContract)
#include "TestUnitOfWorkContract.moc"
