// links: tandem_operations tandem_store tandem_telemetry
#include "operations/BudgetGuard.h"

#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"
#include "services/telemetry/MetricsRegistry.h"

#include <algorithm>
#include <thread>

using namespace tandem;

namespace {

constexpr std::int64_t oneDollar = 1'000'000;
constexpr std::chrono::sys_days lastDay{std::chrono::year(2026) / 11 / 30}; // the last day of its month

} // namespace

// Nothing is spent beyond the budget, whatever is restarted, and everybody is told in time and once.
class TestBudgetGuard : public QObject {
    Q_OBJECT

    struct Desk {
        explicit Desk(const Budget& limits)
            : budget(limits)
        {
            fixture.clock().advance(lastDay - std::chrono::floor<std::chrono::days>(fixture.clock().now()));
            start();
        }
        void start() { guard = std::make_unique<BudgetGuard>(fixture.store(), *metrics, fixture.clock(), budget); }
        void restart()
        {
            guard.reset();
            fixture.reopen();
            metrics = std::make_unique<MetricsRegistry>();
            start();
        }
        void spend(std::int64_t microDollars)
        {
            guard->spent({TicketId("tic_1"), "cloud", "big", {100, 20, 3, 4, 5}, microDollars});
        }
        Status admit(PriceKnowledge price = PriceKnowledge::Known) { return guard->admit("big", price); }
        std::vector<std::string> alerts()
        {
            const auto entries = fixture.read([](Transaction& transaction) { return transaction.audit().list(0, 100); });
            std::vector<std::string> alerts;
            for (const AuditEntry& entry : entries)
                alerts.push_back(entry.action + ": " + entry.subject);
            return alerts;
        }
        SpendFigures ofTicket()
        {
            return fixture.read([](Transaction& transaction) { return transaction.spend().ofTicket(TicketId("tic_1")); });
        }
        // Beside the running store.
        void execute(const char* sql)
        {
            const auto connection = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute(sql));
        }

        StoreFixture fixture{Backend{"sqlite", openSqlite}};
        std::unique_ptr<MetricsRegistry> metrics = std::make_unique<MetricsRegistry>();
        Budget budget;
        std::unique_ptr<BudgetGuard> guard;
    };

private Q_SLOTS:
    void levelsAreReachedToTheMicroDollar()
    {
        QCOMPARE(levelOf(799'999, oneDollar), 0);
        QCOMPARE(levelOf(800'000, oneDollar), 80);
        QCOMPARE(levelOf(899'999, oneDollar), 80);
        QCOMPARE(levelOf(900'000, oneDollar), 90);
        QCOMPARE(levelOf(999'999, oneDollar), 90);
        QCOMPARE(levelOf(1'000'000, oneDollar), 100);
        QCOMPARE(levelOf(9'000'000, oneDollar), 100);
        QCOMPARE(levelOf(9'000'000, 0), 0); // without a limit
    }

    void periodsAreDaysAndMonthsOfUtc()
    {
        const auto periods = periodsOf({oneDollar, 2 * oneDollar}, lastDay + std::chrono::hours(23));
        QCOMPARE(periods.size(), std::size_t(2));
        QVERIFY(periods[0].from == lastDay && periods[0].until == lastDay + std::chrono::days(1));
        QVERIFY(periods[1].from == std::chrono::sys_days(std::chrono::year(2026) / 11 / 1));
        QVERIFY(periods[1].until == std::chrono::sys_days(std::chrono::year(2026) / 12 / 1));
        QVERIFY(periodsOf({}, lastDay).empty());
        const auto december = periodsOf({0, 1}, std::chrono::sys_days(std::chrono::year(2026) / 12 / 31));
        QVERIFY(december.at(0).until == std::chrono::sys_days(std::chrono::year(2027) / 1 / 1));
    }

    void dollarsAreWrittenWithoutALoss()
    {
        QCOMPARE(dollars(5 * oneDollar), std::string("5.00"));
        QCOMPARE(dollars(1), std::string("0.000001"));
        QCOMPARE(dollars(1'230'000), std::string("1.23"));
        QCOMPARE(dollars(1'234'500), std::string("1.2345"));
    }

    void theBudgetIsThatOfTheConfiguration()
    {
        Config::Sources sources;
        sources.flags = {{"budget.daily_usd", "2.5"}, {"budget.monthly_usd", "0.1"}};
        const Budget budget = Budget::from(valueOf(Config::load(sources)));
        QCOMPARE(budget.dailyMicroDollars, std::int64_t(2'500'000));
        QCOMPARE(budget.monthlyMicroDollars, std::int64_t(100'000));
        QCOMPARE(Budget::from(Config::defaults()).dailyMicroDollars, std::int64_t(0));
    }

    void withoutABudgetEverythingIsAdmittedAndCounted()
    {
        Desk desk({});
        desk.spend(1'000'000'000);
        desk.guard->spent({TicketId("tic_1"), "cloud", "new", {1, 0, 0, 0, 1}, std::nullopt});
        succeed(desk.admit());
        succeed(desk.admit(PriceKnowledge::Unknown));
        QVERIFY(desk.alerts().empty());
        QVERIFY((desk.ofTicket() == SpendFigures{2, 1, 101, 20, 3, 4, 6, 1'000'000'000}));
    }

    void aSpentBudgetStopsEverythingUntilTheDayTurns()
    {
        Desk desk({5 * oneDollar, 0});
        desk.spend(5 * oneDollar - 1);
        succeed(desk.admit());
        desk.spend(1);
        const Status refused = desk.admit();
        QCOMPARE(refused.error().code, ErrorCode::RateLimited);
        QVERIFY(!refused.error().retryable);
        QCOMPARE(refused.error().message,
            std::string(
                "The day's budget of 5.00 USD for language models is spent; they are asked again from 2026-12-01 (UTC) on."));
        desk.fixture.clock().advance(std::chrono::hours(24) - Milliseconds(1));
        QVERIFY(!desk.admit());
        desk.fixture.clock().advance(Milliseconds(1));
        succeed(desk.admit());
    }

    void aSpentMonthOutlastsItsDays()
    {
        Desk desk({5 * oneDollar, 8 * oneDollar});
        desk.fixture.clock().advance(-std::chrono::days(1));
        desk.spend(4 * oneDollar);
        desk.fixture.clock().advance(std::chrono::days(1));
        desk.spend(4 * oneDollar);
        const Status refused = desk.admit();
        QCOMPARE(refused.error().code, ErrorCode::RateLimited);
        QVERIFY2(refused.error().message.starts_with("The month's budget of 8.00 USD"), refused.error().message.c_str());
        desk.fixture.clock().advance(std::chrono::days(1)); // December
        succeed(desk.admit());
    }

    void aRestartForgetsNothing()
    {
        Desk desk({5 * oneDollar, 0});
        desk.spend(5 * oneDollar);
        QCOMPARE(desk.alerts().size(), std::size_t(1));
        desk.restart();
        QCOMPARE(desk.admit().error().code, ErrorCode::RateLimited);
        desk.spend(1);
        QCOMPARE(desk.alerts().size(), std::size_t(1));
    }

    void eachAlertIsRaisedOnce()
    {
        Desk desk({10 * oneDollar, 0});
        desk.spend(7'999'999);
        QVERIFY(desk.alerts().empty());
        for (int i = 0; i < 4; ++i)
            desk.spend(500'001); // 8.5, 9.0, 9.5, 10.0
        QCOMPARE(desk.alerts(),
            (std::vector<std::string>{"budget.alert: day 2026-11-30 of 10.00 USD 80 %",
                "budget.alert: day 2026-11-30 of 10.00 USD 90 %", "budget.alert: day 2026-11-30 of 10.00 USD 100 %"}));
        const std::string exposition = desk.metrics->exposition();
        QVERIFY(exposition.find("tandem_budget_alerts_total{period=\"day\",percent=\"90\"} 1") != std::string::npos);
        QVERIFY(exposition.find("tandem_budget_used_ratio{period=\"day\"} 1") != std::string::npos);
        desk.fixture.clock().advance(std::chrono::days(1));
        desk.spend(8 * oneDollar);
        QCOMPARE(desk.alerts().size(), std::size_t(4));
        QCOMPARE(desk.alerts().back(), std::string("budget.alert: day 2026-12-01 of 10.00 USD 80 %"));
    }

    void aJumpOverSeveralLevelsIsOneAlert()
    {
        Desk desk({oneDollar, 100 * oneDollar});
        desk.spend(50 * oneDollar);
        QCOMPARE(desk.alerts(), std::vector<std::string>{"budget.alert: day 2026-11-30 of 1.00 USD 100 %"});
    }

    void aBudgetThatWasLoweredTellsWhenItStops()
    {
        Desk desk({10 * oneDollar, 0});
        desk.spend(5 * oneDollar);
        desk.budget.dailyMicroDollars = 2 * oneDollar;
        desk.restart();
        QVERIFY(!desk.admit());
        QVERIFY(!desk.admit());
        QCOMPARE(desk.alerts(), std::vector<std::string>{"budget.alert: day 2026-11-30 of 2.00 USD 100 %"});
    }

    void aPriceThatNobodyKnowsHoldsInNoBudget()
    {
        Desk desk({0, oneDollar});
        const Status refused = desk.admit(PriceKnowledge::Unknown);
        QCOMPARE(refused.error().code, ErrorCode::Forbidden);
        QVERIFY(!refused.error().retryable);
        QVERIFY(refused.error().message.find("'big'") != std::string::npos);
        QVERIFY(refused.error().message.find("prices.json") != std::string::npos);
    }

    void theRoomIsWhatIsLeftOfTheTighterBudget()
    {
        Desk desk({5 * oneDollar, 6 * oneDollar});
        QCOMPARE(valueOf(desk.guard->room("big", PriceKnowledge::Known)), 5 * oneDollar);
        desk.spend(2 * oneDollar);
        QCOMPARE(valueOf(desk.guard->room("big", PriceKnowledge::Known)), 3 * oneDollar);
        desk.fixture.clock().advance(-std::chrono::days(1));
        desk.spend(3 * oneDollar);
        desk.fixture.clock().advance(std::chrono::days(1));
        QCOMPARE(valueOf(desk.guard->room("big", PriceKnowledge::Known)), oneDollar);
        desk.spend(oneDollar);
        QCOMPARE(desk.guard->room("big", PriceKnowledge::Known).error().code, ErrorCode::RateLimited);
        QCOMPARE(desk.guard->room("big", PriceKnowledge::Unknown).error().code, ErrorCode::Forbidden);
        Desk free({});
        QCOMPARE(valueOf(free.guard->room("big", PriceKnowledge::Unknown)), std::numeric_limits<std::int64_t>::max());
    }

    void whatHasANameIsBookedOnceWhateverIsRestarted()
    {
        Desk desk({5 * oneDollar, 0});
        const auto fetch = [&](const std::string& batch) {
            for (const char* entry : {"a", "b"})
                desk.guard->spent(
                    {TicketId("tic_1"), "cloud", "big", {100, 20, 3, 4, 5}, oneDollar, "cloud/" + batch + "/" + entry});
        };
        fetch("batch_1");
        fetch("batch_1");
        QCOMPARE(desk.ofTicket().microDollars, 2 * oneDollar);
        QVERIFY(desk.metrics->exposition().contains("tandem_llm_calls_total{provider=\"cloud\",price=\"known\"} 2\n"));
        desk.restart();
        desk.fixture.clock().advance(std::chrono::days(1));
        fetch("batch_1");
        QCOMPARE(desk.ofTicket().calls, std::int64_t(2));
        QVERIFY(!desk.metrics->exposition().contains("tandem_llm_calls_total"));
        fetch("batch_2");
        QCOMPARE(desk.ofTicket().calls, std::int64_t(4));
    }

    void whatCannotBeWrittenStopsABudgetAndIsWrittenLater()
    {
        Desk desk({5 * oneDollar, 0});
        desk.execute("CREATE TRIGGER full BEFORE INSERT ON spend_day BEGIN SELECT RAISE(ABORT, 'no room'); END");
        desk.spend(oneDollar);
        desk.spend(oneDollar);
        QVERIFY(!desk.admit());
        QVERIFY(desk.ofTicket() == SpendFigures{});
        desk.execute("DROP TRIGGER full");
        succeed(desk.admit());
        QCOMPARE(desk.ofTicket().microDollars, 2 * oneDollar);
        QCOMPARE(desk.ofTicket().calls, std::int64_t(2));
    }

    void sixteenThreadsAddUpToTheUnit()
    {
        constexpr std::int64_t threads = 16;
        constexpr std::int64_t calls = 25;
        constexpr std::int64_t each = 1'237;
        Desk desk({threads * calls * each, 0}); // the last of them reaches the limit
        {
            std::vector<std::jthread> workers;
            for (std::int64_t i = 0; i < threads; ++i) {
                workers.emplace_back([&] {
                    for (std::int64_t call = 0; call < calls; ++call) {
                        (void)desk.admit();
                        desk.spend(each);
                    }
                });
            }
        }
        constexpr std::int64_t all = threads * calls;
        QVERIFY((desk.ofTicket() == SpendFigures{all, 0, all * 100, all * 20, all * 3, all * 4, all * 5, all * each}));
        QCOMPARE(desk.admit().error().code, ErrorCode::RateLimited);
        const auto alerts = desk.alerts(); // in whatever order
        QCOMPARE(alerts.size(), std::size_t(3));
        for (const char* level : {" 80 %", " 90 %", " 100 %"})
            QCOMPARE(std::ranges::count_if(alerts, [&](const std::string& alert) { return alert.ends_with(level); }), 1);
    }
};

QTEST_GUILESS_MAIN(TestBudgetGuard)
#include "TestBudgetGuard.moc"
