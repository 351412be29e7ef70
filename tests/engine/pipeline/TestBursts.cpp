// links: tandem_pipeline
#include "pipeline/group/Bursts.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

using namespace tandem;
using namespace std::chrono_literals;

class TestBursts : public QObject {
    Q_OBJECT

    static constexpr TimePoint start{Milliseconds(1'700'000'000'000)};

    static Report report(const std::string& customer, std::chrono::minutes after)
    {
        return {CustomerId(customer), start + after};
    }
    // One report a customer, `gap` apart, the first at `from`.
    static std::vector<Report> reports(int count, std::chrono::minutes from, std::chrono::minutes gap)
    {
        std::vector<Report> all;
        for (int i = 0; i < count; ++i)
            all.push_back(report("c" + std::to_string(i), from + i * gap));
        return all;
    }
    static std::optional<Burst> burst(const Report& newest, const std::vector<Report>& others, TimePoint since = start - 72h)
    {
        return burstAround(newest, others, since, {});
    }

private Q_SLOTS:
    void theFifthCustomerWithinTheWindowMakesABurst()
    {
        QVERIFY(!burst(report("new", 15min), reports(3, 0min, 5min)));
        const auto found = burst(report("new", 20min), reports(4, 0min, 5min));
        QVERIFY(found.has_value());
        QCOMPARE(found->incident.customers, 5);
        QCOMPARE(found->incident.begin, start);
        QCOMPARE(found->incident.end, start + 20min);
        QCOMPARE(found->threshold, 5);
    }
    void theWindowIsAsLongAsItIsAndNoLonger()
    {
        QVERIFY(burst(report("new", 30min), reports(4, 0min, 5min)).has_value());
        QVERIFY(!burst(report("new", 31min), reports(4, 0min, 5min)).has_value());
    }
    void oneLoudCustomerIsNoBurst()
    {
        std::vector<Report> loud;
        for (int i = 0; i < 40; ++i)
            loud.push_back(report("same", std::chrono::minutes(i / 2)));
        QVERIFY(!burst(report("same", 20min), loud));
        loud.push_back(report("other", 3min));
        QVERIFY(!burst(report("third", 20min), loud));
    }
    void reportsThatAreWorkedOnOutOfOrderCountAlike()
    {
        auto others = reports(4, 0min, 5min);
        QVERIFY(burst(report("late", 7min), others).has_value());
        std::swap(others.front(), others.back());
        QCOMPARE(burst(report("late", 7min), others)->incident.customers, 5);
    }
    void aBurstElsewhereInTimeIsNotThisTickets()
    {
        QVERIFY(!burst(report("new", 300min), reports(8, 0min, 1min)));
        QVERIFY(!burst(report("new", -300min), reports(8, 0min, 1min)));
    }
    void whatIsUsualTakesMoreToStandOut()
    {
        // Two an hour for three days: one in a window.
        std::vector<Report> usual;
        for (int i = 1; i <= 144; ++i)
            usual.push_back(report("u" + std::to_string(i), -30min * i));
        auto others = usual;
        for (const Report& each : reports(4, 1min, 4min))
            others.push_back(each);
        const auto five = burst(report("new", 20min), others);
        QVERIFY(five.has_value());
        QVERIFY(std::abs(five->usual - 1) < 0.05);
        // Twice as many: eight are wanted.
        auto busy = others;
        for (int i = 1; i <= 144; ++i)
            busy.push_back(report("v" + std::to_string(i), -30min * i + 10min));
        QVERIFY(!burst(report("new", 20min), busy));
        for (int i = 0; i < 6; ++i)
            busy.push_back(report("w" + std::to_string(i), 12min));
        const auto many = burst(report("new", 20min), busy);
        QVERIFY(many.has_value());
        QVERIFY(many->threshold > 7);
    }
    void questionsCountBesideReportsAndNotAlone()
    {
        auto others = reports(4, 0min, 5min);
        for (Report& each : others)
            each.isSure = false;
        QVERIFY(!burst(report("new", 20min), others));
        others[0].isSure = true;
        QVERIFY(!burst(report("new", 20min), others));
        others[3].isSure = true;
        QVERIFY(burst(report("new", 20min), others).has_value());
    }
    void afterAStartNothingIsKnownToBeUsual()
    {
        QVERIFY(burst(report("new", 20min), reports(4, 0min, 5min), start).has_value());
        QVERIFY(burst(report("new", 20min), reports(4, 0min, 5min), start + 1h).has_value());
    }
    void theReasonNamesNumbersAlone()
    {
        const Burst found{{6, start, start + 20min}, 0.2, 5};
        const EscalationReason reason = incidentReason(found);
        QCOMPARE(reason.code, EscalationCode::IncidentBurst);
        QCOMPARE(reason.detail, std::string("6 customers reported the same problem within 20 minutes: a possible incident."));
        QCOMPARE(*reason.value, 6.0);
        QCOMPARE(*reason.threshold, 5.0);
        QVERIFY(incidentReason({{5, start, start}, 0, 5}).detail.find("within 1 minute:") != std::string::npos);
        QVERIFY(mustEscalate(reason.code));
    }
};

QTEST_GUILESS_MAIN(TestBursts)
#include "TestBursts.moc"
