// links: tandem_cache
#include "services/cache/MemoryCache.h"
#include "support/ManualClock.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace tandem;

namespace {

constexpr Milliseconds life{300'000};

Cache::Key key(int number)
{
    return Cache::keyOf("key " + std::to_string(number));
}

} // namespace

class TestMemoryCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasPutIsFoundUntilItsLifeIsOver();
    void theLeastUsedGoesFirst();
    void bytesAreBounded();
    void aValueIsReplaced();
    void aKeyIsNotTheTextItWasMadeOf();
    void manyThreadsMayUseIt();
};

void TestMemoryCache::whatWasPutIsFoundUntilItsLifeIsOver()
{
    ManualClock clock;
    MemoryCache cache({}, clock);
    QVERIFY(!cache.find(key(1)));
    cache.put(key(1), "one", life);
    clock.advance(life - Milliseconds(1));
    QCOMPARE(cache.find(key(1)), std::optional<std::string>("one"));
    clock.advance(Milliseconds(1));
    QVERIFY(!cache.find(key(1)));
    QCOMPARE(cache.size(), std::size_t{0});
    QCOMPARE(cache.bytes(), std::size_t{0});
}

void TestMemoryCache::theLeastUsedGoesFirst()
{
    ManualClock clock;
    MemoryCache cache({.entries = 2, .bytes = 1000}, clock);
    cache.put(key(1), "one", life);
    cache.put(key(2), "two", life);
    QVERIFY(cache.find(key(1)));
    cache.put(key(3), "three", life);
    QVERIFY(cache.find(key(1)));
    QVERIFY(!cache.find(key(2)));
    QVERIFY(cache.find(key(3)));

    MemoryCache none({.entries = 0, .bytes = 1000}, clock);
    none.put(key(1), "one", life);
    QVERIFY(!none.find(key(1)));
}

void TestMemoryCache::bytesAreBounded()
{
    ManualClock clock;
    MemoryCache cache({.entries = 100, .bytes = 1000}, clock);
    for (int i = 0; i < 10; ++i) {
        cache.put(key(i), std::string(268, 'x'), life);
        QVERIFY(cache.bytes() <= 1000);
    }
    QCOMPARE(cache.size(), std::size_t{3});
    cache.put(key(20), std::string(1000, 'x'), life); // with its key too large for all
    QVERIFY(!cache.find(key(20)));
    QCOMPARE(cache.size(), std::size_t{3});
}

void TestMemoryCache::aValueIsReplaced()
{
    ManualClock clock;
    MemoryCache cache({}, clock);
    cache.put(key(1), "one", life);
    cache.put(key(1), "another", life);
    QCOMPARE(cache.find(key(1)), std::optional<std::string>("another"));
    QCOMPARE(cache.size(), std::size_t{1});
    QCOMPARE(cache.bytes(), sizeof(Cache::Key) + 7);
}

void TestMemoryCache::aKeyIsNotTheTextItWasMadeOf()
{
    const Cache::Key made = Cache::keyOf("abc"); // SHA-256: ba7816bf 8f01cfea …
    QCOMPARE(made[0], std::uint8_t{0xba});
    QCOMPARE(made[1], std::uint8_t{0x78});
    QCOMPARE(made[31], std::uint8_t{0xad});
    QVERIFY(Cache::keyOf("") != Cache::keyOf(std::string_view("\0", 1)));
}

void TestMemoryCache::manyThreadsMayUseIt()
{
    ManualClock clock;
    MemoryCache cache({.entries = 20, .bytes = 2000}, clock);
    std::vector<std::jthread> threads;
    std::atomic<int> wrong = 0;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 2000; ++i) {
                const int number = (i * 7 + thread) % 40;
                cache.put(key(number), std::to_string(number), life);
                const auto found = cache.find(key(number));
                if (found && *found != std::to_string(number))
                    ++wrong;
            }
        });
    }
    threads.clear();
    QCOMPARE(wrong.load(), 0);
    QVERIFY(cache.size() <= 20);
}

QTEST_GUILESS_MAIN(TestMemoryCache)
#include "TestMemoryCache.moc"
