// links: tandem_operations tandem_store tandem_telemetry
#include "operations/Workers.h"

#include "contracts/Samples.h"
#include "services/telemetry/MetricsRegistry.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <semaphore>

using namespace tandem;

namespace {

// A real queue that counts what it is asked.
class CountedQueue final : public WorkQueue {
public:
    explicit CountedQueue(WorkQueue& queue)
        : m_queue(queue)
    {
    }

    Result<std::optional<Job>> lease(TimePoint now, Milliseconds duration) override
    {
        ++leases;
        return m_queue.lease(now, duration);
    }
    Status extend(Job& job, TimePoint now, Milliseconds duration) override
    {
        const Status extended = m_queue.extend(job, now, duration);
        ++extensions;
        extensions.notify_all();
        return extended;
    }
    Status acknowledge(const Job& job) override { return m_queue.acknowledge(job); }
    Status retry(const Job& job, TimePoint at, const std::string& reason) override { return m_queue.retry(job, at, reason); }
    Status bury(const Job& job, TimePoint now, const std::string& reason) override { return m_queue.bury(job, now, reason); }
    Result<int> releaseAll() override { return m_queue.releaseAll(); }
    Result<QueueDepth> depth() override { return m_queue.depth(); }
    Result<std::vector<DeadJob>> dead(int limit) override { return m_queue.dead(limit); }

    // Returns when so many more were asked for.
    void waitForExtensions(int more)
    {
        const int goal = extensions + more;
        for (int seen = extensions; seen < goal; seen = extensions)
            extensions.wait(seen);
    }

    std::atomic<int> leases = 0;
    std::atomic<int> extensions = 0;

private:
    WorkQueue& m_queue;
};

// Work that waits until the test lets it go.
struct HeldWork {
    std::counting_semaphore<> begun{0};
    std::counting_semaphore<> mayEnd{0};
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;

    Result<TicketStatus> handle()
    {
        most = std::max<int>(most, ++running);
        begun.release();
        mayEnd.acquire();
        --running;
        return TicketStatus::AwaitingReview;
    }
};

} // namespace

// Threads that take tickets from a real queue.
class TestWorkers : public QObject {
    Q_OBJECT

    struct Desk {
        StoreFixture fixture{backends().front()};
        CountedQueue queue{fixture.store().queue()};
        MetricsRegistry metrics;
        WakeUp work;
        WakeUp done;

        void enqueue(int count)
        {
            fixture.write([&](Transaction& transaction) -> Status {
                for (int i = 0; i < count; ++i) {
                    const std::string number = std::to_string(++m_enqueued);
                    Ticket ticket = sampleTicket("tic_" + number, fixture.clock().now());
                    TRY(transaction.tickets().insert(ticket));
                    TRY(transaction.enqueue(JobId("job_" + number), ticket.id, fixture.clock().now()));
                }
                return {};
            });
            work.notify();
        }
        std::unique_ptr<Workers> start(const WorkerSettings& settings, TicketWork ticketWork)
        {
            return std::make_unique<Workers>(settings, queue, std::move(ticketWork), metrics, fixture.clock(), work, done);
        }
        // Returns when so many jobs, waiting and held, are left.
        void waitForLeft(std::int64_t left)
        {
            for (std::uint64_t seen = done.seen();; seen = done.seen()) {
                const QueueDepth depth = valueOf(queue.depth());
                if (depth.waiting + depth.leased == left)
                    return;
                done.wait(seen, Milliseconds(1000), {});
            }
        }

    private:
        int m_enqueued = 0;
    };

    static constexpr Milliseconds never{3'600'000};
    static TicketWork work(HeldWork& held)
    {
        return {.handle = [&](const TicketId&, const std::stop_token&) { return held.handle(); },
            .giveUp = [](const TicketId&, const Error&) { return Status{}; }};
    }

private Q_SLOTS:
    void oneTicketWakesOneOfManyThreads()
    {
        Desk desk;
        HeldWork held;
        const auto workers = desk.start({.threads = 40, .poll = never}, work(held));
        desk.enqueue(1);
        held.begun.acquire();
        desk.enqueue(1);
        held.begun.acquire();
        // One look for each job, and of the two threads that found nothing yet, one a start and one an announcement.
        QVERIFY2(desk.queue.leases <= 6, std::to_string(desk.queue.leases).c_str());
        held.mayEnd.release(2);
        desk.waitForLeft(0);
    }

    void asManyTicketsAreWorkedOnAsThereAreThreads()
    {
        Desk desk;
        HeldWork held;
        const auto workers = desk.start({.threads = 8, .poll = never}, work(held));
        desk.enqueue(20);
        for (int i = 0; i < 8; ++i)
            held.begun.acquire();
        held.mayEnd.release(20);
        desk.waitForLeft(0);
        QCOMPARE(held.most, 8);
    }

    void aTicketIsHeldAsLongAsItIsWorkedOn()
    {
        Desk desk;
        HeldWork held;
        const WorkerSettings settings{.threads = 1, .lease = Milliseconds(1000), .renewal = Milliseconds(5), .poll = never};
        const auto workers = desk.start(settings, work(held));
        desk.enqueue(1);
        held.begun.acquire();
        for (int i = 0; i < 5; ++i) { // far beyond the lease that it began with
            desk.fixture.clock().advance(Milliseconds(900));
            desk.queue.waitForExtensions(2); // the second one began after the clock moved
            QVERIFY(!valueOf(desk.fixture.store().queue().lease(desk.fixture.clock().now(), Milliseconds(1000))));
        }
        held.mayEnd.release();
        desk.waitForLeft(0);
    }

    void aTicketThatIsLostToAnotherHolderIsToldToStop()
    {
        Desk desk;
        std::binary_semaphore begun{0};
        std::binary_semaphore stopped{0};
        TicketWork ticketWork;
        ticketWork.handle = [&](const TicketId&, const std::stop_token& stop) -> Result<TicketStatus> {
            std::binary_semaphore told{0};
            const std::stop_callback callback(stop, [&] { told.release(); });
            begun.release();
            told.acquire();
            stopped.release();
            return failure(ErrorCode::Cancelled, "The ticket was cancelled");
        };
        ticketWork.giveUp = [](const TicketId&, const Error&) -> Status {
            return failure(ErrorCode::Internal, "What is lost is nobody's to give up");
        };
        const WorkerSettings settings{.threads = 1, .lease = Milliseconds(1000), .renewal = Milliseconds(5), .poll = never};
        auto workers = desk.start(settings, ticketWork);
        desk.enqueue(1);
        begun.acquire();
        QCOMPARE(valueOf(desk.queue.releaseAll()), 1); // as after this process was taken for dead
        const auto other = valueOf(desk.fixture.store().queue().lease(desk.fixture.clock().now(), Milliseconds(60000)));
        QVERIFY(other && other->attempts == 2);
        stopped.acquire();
        workers.reset();
        QVERIFY2(desk.fixture.store().queue().acknowledge(*other), "the other holder's lease stands");
        QVERIFY(valueOf(desk.queue.dead(10)).empty());
    }

    void whatIsRunningWhenTheProgramStopsComesDueAgain()
    {
        Desk desk;
        std::binary_semaphore begun{0};
        TicketWork ticketWork;
        ticketWork.handle = [&](const TicketId&, const std::stop_token& stop) -> Result<TicketStatus> {
            std::binary_semaphore told{0};
            const std::stop_callback callback(stop, [&] { told.release(); });
            begun.release();
            told.acquire();
            return failure(ErrorCode::Cancelled, "The ticket was cancelled");
        };
        const auto workers = desk.start({.threads = 3, .poll = never}, ticketWork);
        desk.enqueue(1);
        begun.acquire();
        workers->stop(Milliseconds(0));
        const auto again = valueOf(desk.fixture.store().queue().lease(desk.fixture.clock().now(), Milliseconds(1000)));
        QVERIFY(again && again->attempts == 2);
    }

    void aTicketThatFailsForGoodIsGivenUpWithItsReason()
    {
        Desk desk;
        std::atomic<int> handled = 0;
        std::string reason;
        TicketWork ticketWork;
        ticketWork.handle = [&](const TicketId&, const std::stop_token&) -> Result<TicketStatus> {
            ++handled;
            return failure(ErrorCode::Corrupt, "the ticket holds no message");
        };
        ticketWork.giveUp = [&](const TicketId&, const Error& error) {
            reason = error.message;
            return Status{};
        };
        auto workers = desk.start({.threads = 2, .poll = never}, ticketWork);
        desk.enqueue(1);
        desk.waitForLeft(0);
        workers.reset();
        QCOMPARE(handled, 1);
        QCOMPARE(qt(reason), qt("the ticket holds no message"));
    }
};

QTEST_GUILESS_MAIN(TestWorkers)
#include "TestWorkers.moc"
