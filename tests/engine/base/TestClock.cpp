// links: tandem_base
#include "base/Clock.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

using namespace tandem;
using namespace std::chrono_literals;

class TestClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTimeMakesTheRoundTrip_data();
    void aTimeMakesTheRoundTrip();
    void manyFormsMeanTheSameMoment_data();
    void manyFormsMeanTheSameMoment();
    void nonsenseIsRefused_data();
    void nonsenseIsRefused();
    void theSystemClockKnowsTheYearAndNeverGoesBack();
    void theManualClockStandsStillUntilMoved();
};

void TestClock::aTimeMakesTheRoundTrip_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"2026-11-22T18:05:13.000Z", "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
             "2024-02-29T23:59:59.001Z", "9999-12-31T23:59:59.999Z"})
        QTest::newRow(text) << QByteArray(text);
}

void TestClock::aTimeMakesTheRoundTrip()
{
    QFETCH(QByteArray, text);
    QCOMPARE(formatTime(valueOf(parseTime(text.toStdString()))), text.toStdString());
}

void TestClock::manyFormsMeanTheSameMoment_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("moment");
    const auto row = [](const char* text, const char* moment) { QTest::newRow(text) << QByteArray(text) << QByteArray(moment); };
    row("2026-11-22", "2026-11-22T00:00:00.000Z");
    row("2026-11-22T18:05:13Z", "2026-11-22T18:05:13.000Z");
    row("2026-11-22t18:05:13z", "2026-11-22T18:05:13.000Z");
    row("2026-11-22 18:05:13Z", "2026-11-22T18:05:13.000Z");
    row("2026-11-22T19:05:13+01:00", "2026-11-22T18:05:13.000Z");
    row("2026-11-22T13:35:13-04:30", "2026-11-22T18:05:13.000Z");
    row("2026-11-23T00:05:13+06:00", "2026-11-22T18:05:13.000Z");
    row("2026-11-22T18:05:13.5Z", "2026-11-22T18:05:13.500Z");
    row("2026-11-22T18:05:13.123456789Z", "2026-11-22T18:05:13.123Z");
    row("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"); // a leap second
}

void TestClock::manyFormsMeanTheSameMoment()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, moment);
    QCOMPARE(formatTime(valueOf(parseTime(text.toStdString()))), moment.toStdString());
}

void TestClock::nonsenseIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "yesterday", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "2026-1-1", "22.11.2026",
             "2026-11-22T", "2026-11-22T18:05Z", "2026-11-22T24:00:00Z", "2026-11-22T18:60:00Z", "2026-11-22T18:05:13",
             "2026-11-22T18:05:13.Z", "2026-11-22T18:05:13.1234567890Z", "2026-11-22T18:05:13Zx", "2026-11-22T18:05:13+25:00",
             "2026-11-22T18:05:13+01:00x", "-026-11-22", "2026-11-22T18:05:13+", "2026-11-22x"})
        QTest::newRow(text) << QByteArray(text);
}

void TestClock::nonsenseIsRefused()
{
    QFETCH(QByteArray, text);
    const auto refused = parseTime(text.toStdString());
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

void TestClock::theSystemClockKnowsTheYearAndNeverGoesBack()
{
    const SystemClock clock;
    QVERIFY(clock.now() > valueOf(parseTime("2025-01-01")));
    const auto before = clock.steady();
    QVERIFY(clock.steady() >= before);
}

void TestClock::theManualClockStandsStillUntilMoved()
{
    ManualClock clock;
    const auto then = clock.now();
    const auto steady = clock.steady();
    QCOMPARE(clock.now(), then);
    clock.advance(90s);
    QCOMPARE(clock.now() - then, Milliseconds(90'000));
    QCOMPARE(clock.steady() - steady, std::chrono::steady_clock::duration(90s));
}

QTEST_GUILESS_MAIN(TestClock)
#include "TestClock.moc"
