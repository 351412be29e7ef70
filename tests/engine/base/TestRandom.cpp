// links: tandem_base
#include "base/Random.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <set>

using namespace tandem;
using namespace std::chrono_literals;

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomBytesHaveTheirLengthAndDiffer();
    void hexHasTwoDigitsAByte();
    void aUlidHas26CharactersOfItsAlphabet();
    void ulidsSortByTime();
    void aUlidBeginsWithItsTime();
    void tenThousandUlidsOfOneMomentDiffer();
};

void TestRandom::randomBytesHaveTheirLengthAndDiffer()
{
    QVERIFY(randomBytes(0).empty());
    QCOMPARE(randomBytes(1000).size(), std::size_t(1000));
    QVERIFY(randomBytes(32) != randomBytes(32));
    // In 65,536 bytes each of the 256 values is missing with a chance of e^-256.
    std::set<char> seen;
    for (const char byte : randomBytes(std::size_t(1) << 16U))
        seen.insert(byte);
    QCOMPARE(seen.size(), std::size_t(256));
}

void TestRandom::hexHasTwoDigitsAByte()
{
    QCOMPARE(toHex(std::string_view("\x00\x0f\xff", 3)), std::string("000fff"));
    QCOMPARE(toHex(""), std::string());
}

void TestRandom::aUlidHas26CharactersOfItsAlphabet()
{
    const std::string ulid = newUlid(ManualClock().now());
    QCOMPARE(ulid.size(), std::size_t(26));
    QCOMPARE(ulid.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos);
}

void TestRandom::ulidsSortByTime()
{
    ManualClock clock;
    std::string previous = newUlid(clock.now());
    for (const auto step : {1ms, 31ms, 1000ms, 86'400'000ms, 31'536'000'000ms}) {
        clock.advance(step);
        const std::string next = newUlid(clock.now());
        QVERIFY2(previous < next, next.c_str());
        previous = next;
    }
}

void TestRandom::aUlidBeginsWithItsTime()
{
    // The example of the ULID specification: 1469918176385 ms.
    QCOMPARE(newUlid(TimePoint(Milliseconds(1469918176385))).substr(0, 10), std::string("01aryz6s41"));
}

void TestRandom::tenThousandUlidsOfOneMomentDiffer()
{
    std::set<std::string> seen;
    const auto now = ManualClock().now();
    for (int i = 0; i < 10'000; ++i)
        seen.insert(newUlid(now));
    QCOMPARE(seen.size(), std::size_t(10'000));
}

QTEST_GUILESS_MAIN(TestRandom)
#include "TestRandom.moc"
