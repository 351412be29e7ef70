// links: tandem_gateway
#include "MemoryDrafts.h"
#include "gateway/transport/WatchedDrafts.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;
using namespace tandem::gateway;
using Kind = wire::StreamEvent::Kind;

namespace {

DraftNews written(const std::string& ticket, const std::string& text)
{
    DraftNews news;
    news.ticket = TicketId(ticket);
    news.draft = 3;
    news.stage = DraftStage::Writing;
    news.text = text;
    return news;
}

std::string watching(const std::string& ticket)
{
    return "{\"watch\":\"" + ticket + "\"}";
}

} // namespace

class TestWatchedDrafts : public QObject {
    Q_OBJECT

    MemoryDrafts m_feed;

    [[nodiscard]] WatchedDrafts of(Role role, int* woken = nullptr)
    {
        return WatchedDrafts(m_feed, Actor{ActorId("a"), role, "", {}}, [woken] {
            if (woken != nullptr)
                ++*woken;
        });
    }

private Q_SLOTS:
    void onlyWhatIsWatchedIsTold()
    {
        int woken = 0;
        WatchedDrafts drafts = of(Role::Agent, &woken);
        QVERIFY(!drafts.take());
        drafts.hear(watching("t1"));
        QCOMPARE(drafts.take()->draft.stage, DraftStage::Ended); // nothing is written now
        QVERIFY(!drafts.take());
        m_feed.tell(written("t1", "Hello"));
        m_feed.tell(written("t2", "Secret"));
        QCOMPARE(woken, 1);
        const auto event = drafts.take();
        QCOMPARE(event->kind, Kind::Draft);
        QCOMPARE(event->draft.text, std::string("Hello"));
        QVERIFY(!drafts.take());
        drafts.hear("{\"unwatch\":\"t1\"}");
        m_feed.tell(written("t1", "more"));
        QVERIFY(!drafts.take());
        QCOMPARE(m_feed.watchers(), std::size_t(0));
    }

    void whoDoesNotTakeIsWokenOnce()
    {
        int woken = 0;
        WatchedDrafts drafts = of(Role::Agent, &woken);
        drafts.hear(watching("t1"));
        while (drafts.take()) { }
        for (int i = 0; i < 100; ++i)
            m_feed.tell(written("t1", "x"));
        QCOMPARE(woken, 1);
    }

    void theTicketsTakeTurns()
    {
        WatchedDrafts drafts = of(Role::Agent);
        drafts.hear(watching("t1"));
        drafts.hear(watching("t2"));
        while (drafts.take()) { }
        for (int i = 0; i < 3; ++i) {
            m_feed.tell(written("t1", "x"));
            m_feed.tell(written("t2", "x"));
        }
        std::string order;
        while (const auto event = drafts.take())
            order += event->draft.ticket.value().back();
        QCOMPARE(order, std::string("121212"));
    }

    void rubbishIsRefusedWithOneSentence_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("no JSON") << QByteArray("hello?");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("deep") << QByteArray(2000, '[');
        QTest::newRow("another member") << QByteArray("{\"watch\":\"t1\",\"as\":\"admin\"}");
        QTest::newRow("both") << QByteArray("{\"watch\":\"t1\",\"unwatch\":\"t1\"}");
        QTest::newRow("neither") << QByteArray("{}");
        QTest::newRow("a number") << QByteArray("{\"watch\":7}");
        QTest::newRow("no ticket") << QByteArray("{\"watch\":\"\"}");
        QTest::newRow("long") << "{\"watch\":\"" + QByteArray(1000, 't') + "\"}";
        QTest::newRow("broken text") << QByteArray("{\"watch\":\"\xC3\x28\"}");
    }

    void rubbishIsRefusedWithOneSentence()
    {
        QFETCH(QByteArray, message);
        WatchedDrafts drafts = of(Role::Agent);
        drafts.hear({message.constData(), static_cast<std::size_t>(message.size())});
        drafts.hear({message.constData(), static_cast<std::size_t>(message.size())});
        const auto event = drafts.take();
        QVERIFY(event.has_value());
        QCOMPARE(event->kind, Kind::Refused);
        QVERIFY(!event->detail.empty());
        QVERIFY(!drafts.take());
        QCOMPARE(m_feed.watchers(), std::size_t(0));
    }

    void aClientWatchesAFewTicketsAtATime()
    {
        WatchedDrafts drafts = of(Role::Agent);
        for (std::size_t i = 0; i < WatchedDrafts::most + 1; ++i)
            drafts.hear(watching("t" + std::to_string(i)));
        QCOMPARE(drafts.take()->kind, Kind::Refused);
        QCOMPARE(m_feed.watchers(), WatchedDrafts::most);
        drafts.hear(watching("t0")); // again: in its own place
        QCOMPARE(drafts.take()->kind, Kind::Draft);
    }

    void customersAndProgramsSeeNothing()
    {
        for (const Role role : {Role::Customer, Role::Service}) {
            WatchedDrafts drafts = of(role);
            drafts.hear(watching("t1"));
            QCOMPARE(drafts.take()->kind, Kind::Refused);
            m_feed.tell(written("t1", "Hello"));
            QVERIFY(!drafts.take());
        }
    }
};

QTEST_GUILESS_MAIN(TestWatchedDrafts)
#include "TestWatchedDrafts.moc"
