// links: tandem_store
#include "contracts/Samples.h"

#include <atomic>
#include <latch>
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
    void aHealthyStorePassesItsCheck();

private:
    Status insert(const std::string& id)
    {
        Ticket ticket = sampleTicket(id, m_fixture->clock().now());
        return m_fixture->store().write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    std::size_t count()
    {
        return m_fixture->read([](Transaction& transaction) { return transaction.tickets().list(TicketFilter{}, "", 1000); })
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
            before = TRY(transaction.tickets().list(TicketFilter{}, "", 10)).tickets.size();
            began.count_down();
            written.wait();
            after = TRY(transaction.tickets().list(TicketFilter{}, "", 10)).tickets.size();
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

void TestUnitOfWorkContract::aHealthyStorePassesItsCheck()
{
    succeed(insert("tic_1"));
    QVERIFY(!valueOf(m_fixture->store().check()));
}

TANDEM_CONTRACT_MAIN(TestUnitOfWorkContract)
#include "TestUnitOfWorkContract.moc"
