// links: tandem_store
#include "contracts/Samples.h"

using namespace tandem;

// What language models cost, by day and by ticket.
class TestSpendStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestSpendStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(m_backend); }
    void cleanup() { m_fixture.reset(); }

    void everyKindIsAddedUpToTheUnit();
    void daysAreThoseOfUtc();
    void providersAndModelsAreKeptApart();
    void aTicketsSpendIsItsOwnAndOutlivesIt();
    void nothingSpentIsZero();
    void whatIsAddedGoesBackWithItsUnitOfWork();
    void whatHasANameIsAddedOnce();
    void aNameGoesBackWithItsUnitOfWork();

private:
    Spend spend(TimePoint at, const std::string& model = "claude", const std::string& ticket = "tic_1")
    {
        return {at, TicketId(ticket), "anthropic", model, {1, 0, 10, 200, 3000, 40000, 500000, 6000001}};
    }
    void add(const Spend& spend)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.spend().add(spend); });
    }
    std::vector<DaysSpend> days(std::chrono::sys_days from, std::chrono::sys_days until)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.spend().days(from, until); });
    }
    SpendFigures total(std::chrono::sys_days from, std::chrono::sys_days until)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.spend().total(from, until); });
    }
    SpendFigures ofTicket(const std::string& ticket)
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.spend().ofTicket(TicketId(ticket)); });
    }

    static constexpr std::chrono::sys_days day{std::chrono::year(2026) / 11 / 23};
    static constexpr std::chrono::days one{1};
    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestSpendStoreContract::everyKindIsAddedUpToTheUnit()
{
    add(spend(day));
    Spend unpriced = spend(day);
    unpriced.figures.unpricedCalls = 1;
    unpriced.figures.microDollars = 0;
    add(unpriced);
    m_fixture->reopen();
    const SpendFigures wanted{2, 1, 20, 400, 6000, 80000, 1000000, 6000001};
    QVERIFY(total(day, day + one) == wanted);
    QVERIFY(ofTicket("tic_1") == wanted);
    const auto found = days(day, day + one);
    QCOMPARE(found.size(), std::size_t(1));
    QVERIFY(found.front().figures == wanted);
    QVERIFY(found.front().day == day);
    QCOMPARE(found.front().provider, std::string("anthropic"));
    QCOMPARE(found.front().model, std::string("claude"));
}

void TestSpendStoreContract::daysAreThoseOfUtc()
{
    add(spend(day - Milliseconds(1)));
    add(spend(day));
    add(spend(day + one - Milliseconds(1)));
    add(spend(day + one));
    QCOMPARE(total(day, day + one).calls, std::int64_t(2));
    QCOMPARE(total(day - one, day + one).calls, std::int64_t(3));
    QCOMPARE(total(day - one, day + one + one).calls, std::int64_t(4));
    const auto found = days(day - one, day + one);
    QCOMPARE(found.size(), std::size_t(2));
    QVERIFY(found[0].day == day - one && found[1].day == day);
}

void TestSpendStoreContract::providersAndModelsAreKeptApart()
{
    add(spend(day, "sonnet"));
    add(spend(day, "haiku", ""));
    Spend other = spend(day, "sonnet");
    other.provider = "openai";
    add(other);
    std::string order;
    for (const DaysSpend& found : days(day, day + one))
        order += found.provider + "/" + found.model + " ";
    QCOMPARE(order, std::string("anthropic/haiku anthropic/sonnet openai/sonnet "));
    QCOMPARE(total(day, day + one).calls, std::int64_t(3));
    QCOMPARE(ofTicket("tic_1").calls, std::int64_t(2));
    QCOMPARE(ofTicket("").calls, std::int64_t(0));
}

void TestSpendStoreContract::aTicketsSpendIsItsOwnAndOutlivesIt()
{
    // No ticket of these names was ever stored.
    add(spend(day, "sonnet", "tic_1"));
    add(spend(day + one, "sonnet", "tic_1"));
    add(spend(day, "sonnet", "tic_2"));
    QCOMPARE(ofTicket("tic_1").calls, std::int64_t(2));
    QCOMPARE(ofTicket("tic_2").microDollars, std::int64_t(6000001));
}

void TestSpendStoreContract::nothingSpentIsZero()
{
    QVERIFY(total(day, day + one) == SpendFigures{});
    QVERIFY(ofTicket("tic_1") == SpendFigures{});
    QVERIFY(days(day, day + one).empty());
}

void TestSpendStoreContract::whatIsAddedGoesBackWithItsUnitOfWork()
{
    const Status written = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.spend().add(spend(day)));
        return failure(ErrorCode::Conflict, "somebody was first");
    });
    QVERIFY(!written);
    QVERIFY(total(day, day + one) == SpendFigures{});
    QVERIFY(ofTicket("tic_1") == SpendFigures{});
}

void TestSpendStoreContract::whatHasANameIsAddedOnce()
{
    const auto addOnce = [&](const std::string& name, TimePoint at) {
        bool isNew = false;
        m_fixture->write([&](Transaction& transaction) -> Status {
            isNew = TRY(transaction.spend().addOnce(name, spend(at)));
            return {};
        });
        return isNew;
    };
    QVERIFY(addOnce("anthropic/batch_1/a", day));
    QVERIFY(!addOnce("anthropic/batch_1/a", day));
    QVERIFY(addOnce("anthropic/batch_1/A", day));
    m_fixture->reopen();
    QVERIFY(!addOnce("anthropic/batch_1/a", day + one));
    QCOMPARE(total(day, day + one + one).calls, std::int64_t(2));
    QCOMPARE(ofTicket("tic_1").calls, std::int64_t(2));
}

void TestSpendStoreContract::aNameGoesBackWithItsUnitOfWork()
{
    const Status written = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.spend().addOnce("a", spend(day)));
        return failure(ErrorCode::Conflict, "somebody was first");
    });
    QVERIFY(!written);
    m_fixture->write([&](Transaction& transaction) -> Status {
        TRY(transaction.spend().addOnce("a", spend(day)));
        return {};
    });
    QCOMPARE(total(day, day + one).calls, std::int64_t(1));
}

TANDEM_CONTRACT_MAIN(TestSpendStoreContract)
#include "TestSpendStoreContract.moc"
