// links: tandem_store
#include "contracts/Samples.h"

#include <atomic>
#include <set>
#include <thread>

using namespace tandem;

class TestWorkQueueContract : public QObject {
    Q_OBJECT

public:
    explicit TestWorkQueueContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        for (const std::string id : {"tic_1", "tic_2", "tic_3"}) {
            Ticket ticket = sampleTicket(id, now());
            m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
        }
    }
    void cleanup() { m_fixture.reset(); }

    void anEmptyQueueLeasesNothing();
    void theOldestJobComesFirst();
    void aLeasedJobIsNotLeasedAgain();
    void anExpiredLeaseIsDueAgainAndTheOldHolderLosesIt();
    void anExtendedLeaseHoldsOn();
    void aLeaseThatIsLostOrHasRunOutCannotBeExtended();
    void aTicketIsHeldByOneWorkerAtATime();
    void aRetriedJobWaitsForItsTime();
    void aBuriedJobIsKeptWithItsReason();
    void releaseAllEndsEveryLease();
    void aJobOfAFailedUnitOfWorkIsNeverSeen();
    void jobsSurviveReopening();
    void manyWorkersShareTheJobsWithoutOverlap();

private:
    TimePoint now() { return m_fixture->clock().now(); }
    WorkQueue& queue() { return m_fixture->store().queue(); }
    void enqueue(const std::string& id, const std::string& ticket)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.enqueue(JobId(id), TicketId(ticket), now()); });
    }
    std::optional<Job> lease() { return valueOf(queue().lease(now(), minute)); }
    static bool isConflict(const Status& status) { return !status && status.error().code == ErrorCode::Conflict; }

    static constexpr Milliseconds minute{60000};
    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestWorkQueueContract::anEmptyQueueLeasesNothing()
{
    QVERIFY(!lease());
    const QueueDepth depth = valueOf(queue().depth());
    QVERIFY(depth.waiting == 0 && depth.leased == 0 && depth.dead == 0);
}

void TestWorkQueueContract::theOldestJobComesFirst()
{
    enqueue("job_b", "tic_1");
    enqueue("job_a", "tic_2"); // the same instant: in the order in which they came
    m_fixture->clock().advance(Milliseconds(1));
    enqueue("job_0", "tic_3");
    const auto first = lease();
    QVERIFY(first && first->id == JobId("job_b") && first->ticket == TicketId("tic_1"));
    QVERIFY(first->attempts == 1 && first->leasedUntil == now() + minute);
    QVERIFY(lease()->id == JobId("job_a"));
    QVERIFY(lease()->id == JobId("job_0"));
}

void TestWorkQueueContract::aLeasedJobIsNotLeasedAgain()
{
    enqueue("job_1", "tic_1");
    const auto job = lease();
    QVERIFY(job && !lease());
    const QueueDepth during = valueOf(queue().depth());
    QVERIFY(during.waiting == 0 && during.leased == 1);
    succeed(queue().acknowledge(*job));
    QVERIFY(!lease());
    QVERIFY(isConflict(queue().acknowledge(*job)));
    QCOMPARE(valueOf(queue().depth()).leased, 0);
}

void TestWorkQueueContract::anExpiredLeaseIsDueAgainAndTheOldHolderLosesIt()
{
    enqueue("job_1", "tic_1");
    const auto first = lease();
    m_fixture->clock().advance(minute - Milliseconds(1));
    QVERIFY(!lease());
    m_fixture->clock().advance(Milliseconds(1));
    QCOMPARE(valueOf(queue().depth()).waiting, 1);
    const auto second = lease();
    QVERIFY(second && second->id == first->id && second->attempts == 2);
    QVERIFY(isConflict(queue().acknowledge(*first)));
    QVERIFY(isConflict(queue().retry(*first, now(), "late")));
    QVERIFY(isConflict(queue().bury(*first, now(), "late")));
    succeed(queue().acknowledge(*second));
}

void TestWorkQueueContract::anExtendedLeaseHoldsOn()
{
    enqueue("job_1", "tic_1");
    auto job = lease();
    m_fixture->clock().advance(minute - Milliseconds(1));
    QVERIFY(queue().extend(*job, now(), minute));
    QVERIFY(job->leasedUntil == now() + minute);
    m_fixture->clock().advance(minute - Milliseconds(1));
    QVERIFY(!lease());
    QVERIFY(queue().acknowledge(*job));
    QCOMPARE(valueOf(queue().depth()).waiting, std::int64_t{0});
}

void TestWorkQueueContract::aLeaseThatIsLostOrHasRunOutCannotBeExtended()
{
    enqueue("job_1", "tic_1");
    auto first = lease();
    m_fixture->clock().advance(minute);
    QVERIFY(isConflict(queue().extend(*first, now(), minute)));
    auto second = lease();
    QVERIFY(second);
    QVERIFY(isConflict(queue().extend(*first, now(), minute)));
    QVERIFY(queue().extend(*second, now(), minute));
    valueOf(queue().releaseAll());
    QVERIFY(isConflict(queue().extend(*second, now(), minute)));
}

void TestWorkQueueContract::aTicketIsHeldByOneWorkerAtATime()
{
    enqueue("job_1", "tic_1");
    enqueue("job_2", "tic_1");
    enqueue("job_3", "tic_2");
    const auto first = lease();
    QVERIFY(first->id == JobId("job_1"));
    QVERIFY(lease()->id == JobId("job_3"));
    QVERIFY(!lease());
    succeed(queue().acknowledge(*first));
    QVERIFY(lease()->id == JobId("job_2"));
}

void TestWorkQueueContract::aRetriedJobWaitsForItsTime()
{
    enqueue("job_1", "tic_1");
    const auto job = lease();
    succeed(queue().retry(*job, now() + Milliseconds(500), "model busy"));
    QVERIFY(!lease());
    QVERIFY(isConflict(queue().acknowledge(*job)));
    m_fixture->clock().advance(Milliseconds(500));
    const auto again = lease();
    QVERIFY(again && again->attempts == 2);
}

void TestWorkQueueContract::aBuriedJobIsKeptWithItsReason()
{
    enqueue("job_1", "tic_1");
    const auto job = lease();
    succeed(queue().bury(*job, now(), "draft stage failed five times"));
    m_fixture->clock().advance(minute * 10);
    QVERIFY(!lease());
    m_fixture->reopen();
    const auto dead = valueOf(queue().dead(10));
    QCOMPARE(dead.size(), std::size_t{1});
    QVERIFY(dead[0].id == JobId("job_1") && dead[0].ticket == TicketId("tic_1") && dead[0].attempts == 1);
    QCOMPARE(dead[0].reason, std::string("draft stage failed five times"));
    QVERIFY(dead[0].at == now() - minute * 10);
    QCOMPARE(valueOf(queue().depth()).dead, 1);
    enqueue("job_2", "tic_1"); // a dead job does not block its ticket
    QVERIFY(lease()->id == JobId("job_2"));
}

void TestWorkQueueContract::releaseAllEndsEveryLease()
{
    enqueue("job_1", "tic_1");
    enqueue("job_2", "tic_2");
    const auto lost = lease();
    m_fixture->reopen();
    QCOMPARE(valueOf(queue().releaseAll()), 1);
    QCOMPARE(valueOf(queue().releaseAll()), 0);
    QVERIFY(isConflict(queue().acknowledge(*lost)));
    const auto again = lease();
    QVERIFY(again->id == lost->id && again->attempts == 2);
}

void TestWorkQueueContract::aJobOfAFailedUnitOfWorkIsNeverSeen()
{
    const Status status = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.enqueue(JobId("job_1"), TicketId("tic_1"), now()));
        return failure(ErrorCode::InvalidArgument, "on purpose");
    });
    QVERIFY(!status);
    QVERIFY(!lease());
}

void TestWorkQueueContract::jobsSurviveReopening()
{
    enqueue("job_1", "tic_1");
    m_fixture->reopen();
    QVERIFY(lease()->id == JobId("job_1"));
}

void TestWorkQueueContract::manyWorkersShareTheJobsWithoutOverlap()
{
    constexpr int jobs = 60;
    for (int i = 0; i < jobs; ++i)
        enqueue("job_" + std::to_string(i), "tic_" + std::to_string(i % 3 + 1));
    std::mutex mutex;
    std::set<std::string> held;
    std::set<std::string> finished;
    std::atomic<int> overlaps{0};
    const auto work = [&] {
        while (true) {
            const auto job = lease();
            if (!job) {
                const std::scoped_lock lock(mutex);
                if (finished.size() == jobs)
                    return;
                continue; // every ticket is held: look again
            }
            {
                const std::scoped_lock lock(mutex);
                if (!held.insert(job->ticket.value()).second)
                    ++overlaps;
            }
            std::this_thread::yield();
            {
                const std::scoped_lock lock(mutex);
                held.erase(job->ticket.value());
                finished.insert(job->id.value());
            }
            succeed(queue().acknowledge(*job));
        }
    };
    std::vector<std::thread> workers;
    for (int i = 0; i < 6; ++i)
        workers.emplace_back(work);
    for (std::thread& worker : workers)
        worker.join();
    QCOMPARE(overlaps.load(), 0);
    QCOMPARE(finished.size(), std::size_t{jobs});
    QCOMPARE(valueOf(queue().depth()).waiting, 0);
}

TANDEM_CONTRACT_MAIN(TestWorkQueueContract)
#include "TestWorkQueueContract.moc"
