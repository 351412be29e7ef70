// links: tandem_pipeline
#include "pipeline/Policy.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

using namespace tandem;

class TestResponseTimes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEnterpriseCustomerWaitsHalfAsLong()
    {
        const ResponseTimes times = valueOf(Policy::from(Config::defaults())).responseTimes;
        const TimePoint now = ManualClock().now();
        QCOMPARE(times.due(now, Urgency::Critical, Tier::Free) - now, std::chrono::minutes(30));
        QCOMPARE(times.due(now, Urgency::Critical, Tier::Enterprise) - now, std::chrono::minutes(15));
        QCOMPARE(times.due(now, Urgency::High, Tier::Business) - now, std::chrono::minutes(120));
        QCOMPARE(times.due(now, Urgency::Medium, Tier::Team) - now, std::chrono::minutes(480));
        QCOMPARE(times.due(now, Urgency::Low, Tier::Enterprise) - now, std::chrono::minutes(720));
        const ResponseTimes odd = valueOf(ResponseTimes::from("low=9 medium=7  high=5 critical=1"));
        QCOMPARE(odd.due(now, Urgency::Critical, Tier::Enterprise) - now, std::chrono::seconds(30));
    }

    void aWrongSettingSaysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QString() << QStringLiteral("'' is not urgency=minutes");
        QTest::newRow("missing") << QStringLiteral("critical=30 high=120 medium=480") << QStringLiteral("low is missing");
        QTest::newRow("twice") << QStringLiteral("low=1 low=2") << QStringLiteral("low is there twice");
        QTest::newRow("unknown") << QStringLiteral("urgent=5") << QStringLiteral("'urgent=5' is not urgency=minutes");
        QTest::newRow("no number") << QStringLiteral("low=soon") << QStringLiteral("'soon' is no number of minutes");
        QTest::newRow("zero") << QStringLiteral("low=0") << QStringLiteral("'0' is no number of minutes");
        QTest::newRow("negative") << QStringLiteral("low=-5") << QStringLiteral("'-5' is no number of minutes");
        QTest::newRow("unit") << QStringLiteral("low=5h") << QStringLiteral("'5h' is no number of minutes");
        QTest::newRow("huge") << QStringLiteral("low=99999999999") << QStringLiteral("'99999999999' is no number of minutes");
        QTest::newRow("commas") << QStringLiteral("critical=30,high=120") << QStringLiteral("'30,high=120' is no number");
    }

    void aWrongSettingSaysWhatIsWrong()
    {
        QFETCH(QString, setting);
        QFETCH(QString, said);
        const auto times = ResponseTimes::from(setting.toStdString());
        QVERIFY(!times);
        QCOMPARE(times.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(qt(times.error().message).startsWith(QStringLiteral("policy.response_minutes: ") + said),
            times.error().message.c_str());
    }

    void whoWaitsAlreadyHasWaitedSinceThen()
    {
        const TimePoint now = ManualClock().now();
        Ticket ticket;
        startWaiting(ticket, now, Tier::Team, {});
        QCOMPARE(ticket.dueAt, std::optional<TimePoint>(now + std::chrono::hours(8)));
        ticket.classification.emplace();
        ticket.classification->urgency = Urgency::High;
        startWaiting(ticket, now + std::chrono::hours(1), Tier::Team, {});
        QCOMPARE(ticket.waitingSince, std::optional(now));
        QCOMPARE(ticket.dueAt, std::optional<TimePoint>(now + std::chrono::hours(2)));
        endWaiting(ticket);
        QVERIFY(!ticket.waitingSince && !ticket.dueAt);
    }
};

QTEST_GUILESS_MAIN(TestResponseTimes)
#include "TestResponseTimes.moc"
