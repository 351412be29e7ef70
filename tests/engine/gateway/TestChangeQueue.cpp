// links: tandem_gateway
#include "gateway/transport/ChangeQueue.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace tandem;
using namespace tandem::gateway;

namespace {

Change change(std::uint64_t sequence)
{
    return {sequence, ChangeKind::Ticket, TicketId("t")};
}

using Kind = wire::StreamEvent::Kind;
using Wake = ChangeQueue::Wake;

} // namespace

class TestChangeQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesComeOutInOrder()
    {
        ChangeQueue queue(10);
        for (std::uint64_t i = 1; i <= 3; ++i)
            (void)queue.push(change(i));
        for (std::uint64_t i = 1; i <= 3; ++i)
            QCOMPARE(queue.take()->change.sequence, i);
        QVERIFY(!queue.take().has_value());
    }

    void aTakerThatFoundNothingIsWokenOnce()
    {
        ChangeQueue queue(10);
        QCOMPARE(queue.push(change(1)), Wake::NotNeeded); // nobody has looked yet
        QVERIFY(queue.take().has_value());
        QVERIFY(!queue.take().has_value());
        QCOMPARE(queue.push(change(2)), Wake::Needed);
        QCOMPARE(queue.push(change(3)), Wake::NotNeeded);
    }

    void tooManyBecomeOneResync()
    {
        ChangeQueue queue(3);
        QVERIFY(!queue.take().has_value());
        QCOMPARE(queue.push(change(1)), Wake::Needed);
        for (std::uint64_t i = 2; i <= 9; ++i)
            QCOMPARE(queue.push(change(i)), Wake::NotNeeded);
        QCOMPARE(queue.take()->kind, Kind::Resync);
        (void)queue.push(change(10)); // after the resync was on its way: the peer may have read before this
        const auto next = queue.take();
        QCOMPARE(next->kind, Kind::Change);
        QCOMPARE(next->change.sequence, 10U);
        QVERIFY(!queue.take().has_value());
    }

    void aWaitingTakerHearsOfAnOverflow()
    {
        ChangeQueue queue(0);
        QVERIFY(!queue.take().has_value());
        QCOMPARE(queue.push(change(1)), Wake::Needed);
        QCOMPARE(queue.take()->kind, Kind::Resync);
    }

    void whatThePeerReadsForItselfIsLeftOut()
    {
        ChangeQueue queue(10);
        (void)queue.push(change(1));
        (void)queue.push(change(2));
        queue.skipTo(1);
        (void)queue.push(change(1));
        QCOMPARE(queue.take()->change.sequence, 2U);
        QVERIFY(!queue.take().has_value());
        QCOMPARE(queue.push(change(1)), Wake::NotNeeded);
        QVERIFY(!queue.take().has_value());
    }

    // Whoever takes sees each change, or a resync in the place of some, whatever the threads do.
    void nothingIsLostBetweenThreads()
    {
        constexpr std::uint64_t count = 20000;
        ChangeQueue queue(50);
        std::atomic<bool> done = false;
        const std::jthread feed([&queue, &done] {
            for (std::uint64_t i = 1; i <= count; ++i)
                (void)queue.push(change(i));
            done = true;
        });
        std::uint64_t last = 0;
        bool mayJump = false;
        while (true) {
            const bool finished = done;
            const auto event = queue.take();
            if (!event && finished)
                break;
            if (!event)
                continue;
            if (event->kind == Kind::Resync) {
                mayJump = true;
                continue;
            }
            QVERIFY(mayJump ? event->change.sequence > last : event->change.sequence == last + 1);
            mayJump = false;
            last = event->change.sequence;
        }
        QVERIFY(last == count || mayJump);
    }
};

QTEST_GUILESS_MAIN(TestChangeQueue)
#include "TestChangeQueue.moc"
