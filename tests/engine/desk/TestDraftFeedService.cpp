// links: tandem_desk
#include "desk/DraftFeedService.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

#include <atomic>
#include <future>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

const TicketId ticket("t1");

Actor as(Role role)
{
    return {ActorId("a"), role, "Dana", {}};
}

} // namespace

class TestDraftFeedService : public QObject {
    Q_OBJECT

    ManualClock m_clock;

private Q_SLOTS:
    void deskPeopleAloneMayWatch()
    {
        DraftFeedService feed(m_clock);
        for (const Role role : {Role::Customer, Role::Service})
            QCOMPARE(feed.watch(as(role), ticket, [] { }).error().code, ErrorCode::Forbidden);
        for (const Role role : {Role::Agent, Role::Supervisor, Role::Admin})
            QVERIFY(feed.watch(as(role), ticket, [] { }).has_value());
        QCOMPARE(feed.watch(as(Role::Agent), {}, [] { }).error().code, ErrorCode::InvalidArgument);
    }

    void aWatcherIsWokenForItsTicketAlone()
    {
        DraftFeedService feed(m_clock);
        std::atomic<int> mine = 0;
        std::atomic<int> theirs = 0;
        const auto watch = valueOf(feed.watch(as(Role::Agent), ticket, [&] { ++mine; }));
        const auto elsewhere = valueOf(feed.watch(as(Role::Agent), TicketId("t2"), [&] { ++theirs; }));
        const auto writing = feed.begun(ticket);
        QTRY_COMPARE(mine.load(), 1);
        QCOMPARE(watch->take()->stage, DraftStage::Reading);
        feed.ended(ticket, writing);
        QTRY_COMPARE(mine.load(), 2);
        QCOMPARE(watch->take()->stage, DraftStage::Ended);
        QCOMPARE(theirs.load(), 0);
    }

    void piecesBetweenTwoTellingsAreOne()
    {
        DraftFeedService feed(m_clock);
        std::atomic<int> woken = 0;
        const auto watch = valueOf(feed.watch(as(Role::Agent), ticket, [&] { ++woken; }));
        const auto writing = feed.begun(ticket);
        QTRY_COMPARE(woken.load(), 1);
        watch->take();
        for (int i = 0; i < 1000; ++i)
            feed.wrote(ticket, writing, "x");
        m_clock.advance(49ms);
        feed.wrote(ticket, writing, "y");
        m_clock.advance(1ms);
        feed.entered(ticket, writing, DraftStage::Checking);
        QTRY_COMPARE(woken.load(), 2);
        QCOMPARE(watch->take()->text, std::string(1000, 'x') + "y");
        QVERIFY(!watch->take());
    }

    void aListenerThatHangsHoldsNobodyUpAndLosesNoEnd()
    {
        DraftFeedService feed(m_clock);
        std::promise<void> go;
        std::atomic<bool> hangs = false;
        std::atomic<bool> ends = false;
        const auto watch = valueOf(feed.watch(as(Role::Agent), ticket, [&, wait = go.get_future().share()] {
            hangs = true;
            wait.wait();
            ends = true;
        }));
        const auto writing = feed.begun(ticket);
        QTRY_VERIFY(hangs.load());
        feed.wrote(ticket, writing, "Hello"); // returns though the listener does not
        feed.ended(ticket, writing);
        QCOMPARE(watch->take()->stage, DraftStage::Ended);
        go.set_value();
        QTRY_VERIFY(ends.load());
    }

    void whoIsGoneIsNotCalled()
    {
        DraftFeedService feed(m_clock);
        std::atomic<int> kept = 0;
        int gone = 0;
        auto watch = valueOf(feed.watch(as(Role::Agent), ticket, [&] { ++gone; }));
        const auto stays = valueOf(feed.watch(as(Role::Agent), ticket, [&] { ++kept; }));
        watch.reset();
        feed.begun(ticket);
        QTRY_COMPARE(kept.load(), 1);
        QCOMPARE(gone, 0);
    }

    void aWatchMayOutliveTheFeed()
    {
        auto feed = std::make_unique<DraftFeedService>(m_clock);
        const auto watch = valueOf(feed->watch(as(Role::Agent), ticket, [] { }));
        feed.reset();
        QCOMPARE(watch->take()->stage, DraftStage::Ended);
        QVERIFY(!watch->take());
    }
};

QTEST_GUILESS_MAIN(TestDraftFeedService)
#include "TestDraftFeedService.moc"
