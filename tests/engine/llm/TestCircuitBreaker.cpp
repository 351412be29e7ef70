// links: tandem_llm
#include "services/llm/CircuitBreaker.h"
#include "support/ManualClock.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace tandem;

namespace {

constexpr CircuitBreaker::Settings settings{.failures = 3, .window = Milliseconds{1'000}, .pause = Milliseconds{500}};

void fail(CircuitBreaker& breaker, int times = 1)
{
    for (int i = 0; i < times; ++i)
        breaker.admit().value().failed();
}

} // namespace

class TestCircuitBreaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itOpensAfterThatManyFailuresAndNotBefore()
    {
        const ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 2);
        QCOMPARE(breaker.state(), CircuitState::Closed);
        fail(breaker);
        QCOMPARE(breaker.state(), CircuitState::Open);
        QVERIFY(!breaker.admit());
    }

    void failuresOutsideTheWindowAreForgotten()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 2);
        clock.advance(Milliseconds{1'001});
        fail(breaker, 2);
        QCOMPARE(breaker.state(), CircuitState::Closed);
        clock.advance(Milliseconds{1'000});
        fail(breaker);
        QCOMPARE(breaker.state(), CircuitState::Open);
    }

    void afterThePauseOneTrialIsAdmitted()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 3);
        clock.advance(Milliseconds{499});
        QVERIFY(!breaker.admit());
        clock.advance(Milliseconds{1});
        QCOMPARE(breaker.state(), CircuitState::HalfOpen);
        const auto trial = breaker.admit();
        QVERIFY(trial.has_value());
        QVERIFY(!breaker.admit());
    }

    void aTrialThatSucceedsClosesIt()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 3);
        clock.advance(Milliseconds{500});
        breaker.admit().value().succeeded();
        QCOMPARE(breaker.state(), CircuitState::Closed);
        fail(breaker, 2); // what failed before it opened is forgotten
        QCOMPARE(breaker.state(), CircuitState::Closed);
    }

    void aTrialThatFailsOpensItForAnotherPause()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 3);
        clock.advance(Milliseconds{500});
        fail(breaker);
        QCOMPARE(breaker.state(), CircuitState::Open);
        clock.advance(Milliseconds{499});
        QVERIFY(!breaker.admit());
        clock.advance(Milliseconds{1});
        QVERIFY(breaker.admit());
    }

    void aTrialWithoutAWordFreesItsPlace()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 3);
        clock.advance(Milliseconds{500});
        {
            const auto trial = breaker.admit();
            QVERIFY(trial.has_value());
        }
        QCOMPARE(breaker.state(), CircuitState::HalfOpen);
        QVERIFY(breaker.admit());
    }

    void callsWithoutAWordCountForNothing()
    {
        const ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        for (int i = 0; i < 10; ++i)
            QVERIFY(breaker.admit());
        QCOMPARE(breaker.state(), CircuitState::Closed);
    }

    void aCallFromBeforeItOpenedTellsNothingOfTheTrial()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        auto early = breaker.admit();
        auto other = breaker.admit();
        fail(breaker, 3);
        clock.advance(Milliseconds{500});
        auto trial = breaker.admit();
        early->succeeded();
        QCOMPARE(breaker.state(), CircuitState::HalfOpen);
        QVERIFY(!breaker.admit());
        other->failed();
        QCOMPARE(breaker.state(), CircuitState::HalfOpen);
        trial->succeeded();
        QCOMPARE(breaker.state(), CircuitState::Closed);
    }

    void ofManyThreadsOneGetsTheTrial()
    {
        ManualClock clock;
        CircuitBreaker breaker(clock, settings);
        fail(breaker, 3);
        clock.advance(Milliseconds{500});
        std::atomic<int> admitted = 0;
        std::atomic<int> asked = 0;
        constexpr int count = 8;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < count; ++i) {
                threads.emplace_back([&] {
                    const auto trial = breaker.admit();
                    admitted += trial ? 1 : 0;
                    for (++asked; asked < count;) // nobody gives the trial back before everybody has asked
                        std::this_thread::yield();
                });
            }
        }
        QCOMPARE(admitted.load(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCircuitBreaker)
#include "TestCircuitBreaker.moc"
