// links: tandem_desk
#include "support/DeskFixture.h"

#include <condition_variable>
#include <mutex>

using namespace tandem;

class TestFeedService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesComeInOrderAndNumbered()
    {
        DeskFixture desk;
        desk.feed.settle();
        const std::uint64_t before = desk.feed.newest();
        std::vector<Change> heard;
        const auto subscription = desk.feed.subscribe([&](const Change& change) { heard.push_back(change); });
        const TicketId first = desk.submit();
        const TicketId second = desk.submit();
        desk.addApproval(second, "refund");
        desk.feed.settle();
        QCOMPARE(heard.size(), std::size_t(3));
        QCOMPARE(heard[0].ticket, first);
        QCOMPARE(heard[1].ticket, second);
        QCOMPARE(heard[1].kind, ChangeKind::Ticket);
        QCOMPARE(heard[2].ticket, second);
        QCOMPARE(heard[2].kind, ChangeKind::Approval);
        for (std::size_t i = 0; i < heard.size(); ++i)
            QCOMPARE(heard[i].sequence, before + 1 + i);
        QCOMPARE(desk.feed.newest(), heard.back().sequence);
    }

    void everyListenerHearsEverything()
    {
        DeskFixture desk;
        int one = 0;
        int other = 0;
        const auto first = desk.feed.subscribe([&](const Change&) { ++one; });
        const auto second = desk.feed.subscribe([&](const Change&) { ++other; });
        for (int i = 0; i < 20; ++i)
            desk.submit();
        desk.feed.settle();
        QCOMPARE(one, 20);
        QCOMPARE(other, 20);
    }

    void aSlowListenerHoldsNoWriterUp()
    {
        DeskFixture desk;
        std::mutex mutex;
        std::condition_variable changed;
        bool mayGoOn = false;
        int heard = 0;
        const auto subscription = desk.feed.subscribe([&](const Change&) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return mayGoOn; });
            ++heard;
        });
        for (int i = 0; i < 5; ++i)
            desk.submit(); // would never return if the listener were called by the writer
        {
            const std::lock_guard lock(mutex);
            QCOMPARE(heard, 0);
            mayGoOn = true;
        }
        changed.notify_all();
        desk.feed.settle();
        QCOMPARE(heard, 5);
    }

    void anEndedSubscriptionHearsNothingMore()
    {
        DeskFixture desk;
        int heard = 0;
        auto subscription = desk.feed.subscribe([&](const Change&) { ++heard; });
        desk.submit();
        desk.feed.settle();
        subscription.reset();
        desk.submit();
        desk.feed.settle();
        QCOMPARE(heard, 1);
    }

    void aListenerMayEndItsOwnSubscription()
    {
        DeskFixture desk;
        int heard = 0;
        std::unique_ptr<Feed::Subscription> subscription;
        std::mutex mutex;
        {
            const std::lock_guard lock(mutex);
            subscription = desk.feed.subscribe([&](const Change&) {
                ++heard;
                const std::lock_guard inner(mutex);
                subscription.reset();
            });
        }
        desk.submit();
        desk.submit();
        desk.feed.settle();
        QCOMPARE(heard, 1);
    }

    void aSubscriptionMayOutliveTheFeed()
    {
        std::unique_ptr<Feed::Subscription> subscription;
        {
            DeskFixture desk;
            subscription = desk.feed.subscribe([](const Change&) { });
            desk.submit();
        }
        subscription.reset();
        QVERIFY(!subscription);
    }
};

QTEST_GUILESS_MAIN(TestFeedService)
#include "TestFeedService.moc"
