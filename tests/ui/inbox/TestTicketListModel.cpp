// links: tandem_ui
#include "ui/models/InboxCountsModel.h"
#include "ui/models/TicketListModel.h"
#include "ui/support/MemoryConnector.h"
#include "ui/support/Tickets.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

namespace tandem::ui {

class TestTicketListModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_connector = std::make_unique<MemoryConnector>();
        m_connector->inbox.tickets = manyTickets(100'000, TimePoint{});
        m_model = std::make_unique<TicketListModel>(*m_connector);
    }

    void cleanup()
    {
        m_model.reset();
        m_connector.reset();
    }

    void theFirstPageTellsSizeAndGroups()
    {
        start();
        QCOMPARE(m_model->total(), 100'000);
        // Due every half minute from 1.5 minutes before now: 3 late ones, one now, 120 more within the hour.
        QCOMPARE(m_model->due()[0], 124);
        QCOMPARE(m_model->due()[1], 23 * 120);
        QCOMPARE(m_model->due()[0] + m_model->due()[1] + m_model->due()[2], 100'000);
        QCOMPARE(m_model->ticket(99)->id, TicketId("ticket-99"));
        QVERIFY(m_model->ticket(100) == nullptr);
    }

    void onlyPagesNearWhatIsSeenAreHeld()
    {
        start();
        for (int row = 0; row < 100'000; row += 500) {
            m_model->look(row, row + 12);
            QTRY_VERIFY(m_model->ticket(row) != nullptr);
            QVERIFY(m_model->pagesHeld() <= 6);
        }
        QVERIFY(m_model->ticket(0) == nullptr);
        QCOMPARE(m_model->indexOf(TicketId("ticket-99505")).value_or(-1), 99'505);
    }

    void aThousandChangesCostAtMostTenReloadsASecond()
    {
        start();
        const int before = m_connector->inbox.pagesAsked;
        for (int i = 0; i < 1000; ++i)
            m_connector->tellOfChange(TicketId("ticket-5"));
        QTRY_VERIFY(m_connector->inbox.pagesAsked > before);
        QCoreApplication::processEvents();
        QCOMPARE(m_connector->inbox.pagesAsked, before + 1);
    }

    void aChangeDuringAnAnswerOnItsWayIsReadAfterIt()
    {
        start();
        m_connector->hold();
        m_connector->tellOfChange(TicketId("ticket-5"));
        QTest::qWait(150);
        m_connector->inbox.tickets[5].subject = "New";
        m_connector->tellOfChange(TicketId("ticket-5"));
        const int before = m_connector->inbox.pagesAsked;
        m_connector->release();
        QTRY_COMPARE(m_connector->inbox.pagesAsked, before + 2);
        QTRY_COMPARE(m_model->ticket(5)->subject, std::string("New"));
    }

    void aLateAnswerToAnEarlierQueryIsDropped()
    {
        m_connector->hold();
        InboxQuery words;
        words.text = "SSO";
        m_model->setQuery(words);
        m_model->setQuery({});
        m_connector->release();
        QTRY_VERIFY(!m_model->isWaiting());
        QCOMPARE(m_model->total(), 100'000);
        QCoreApplication::processEvents();
        QCOMPARE(m_model->total(), 100'000);
    }

    void whatWasShownStaysUntilTheNextListIsHere()
    {
        start();
        m_connector->hold();
        InboxQuery words;
        words.text = "SSO";
        m_model->setQuery(words);
        QVERIFY(m_model->isWaiting());
        QVERIFY(m_model->ticket(0) != nullptr);
        m_connector->release();
        QTRY_COMPARE(m_model->total(), 100'000 / 8);
    }

    void aListThatShrankForgetsThePagesBehindItsEnd()
    {
        start();
        m_model->look(250, 262);
        QTRY_VERIFY(m_model->ticket(262) != nullptr);
        m_connector->inbox.tickets.resize(50);
        m_connector->tellOfChange(TicketId("ticket-5"));
        QTRY_COMPARE(m_model->total(), 50);
        QVERIFY(m_model->ticket(262) == nullptr);
        QVERIFY(!m_model->indexOf(TicketId("ticket-262")));
    }

    void anErrorIsKeptUntilRetried()
    {
        m_connector->inbox.broken = true;
        m_model->setQuery({});
        QTRY_VERIFY(m_model->error().has_value());
        QCOMPARE(m_model->error()->code, ErrorCode::Unavailable);
        m_connector->inbox.broken = false;
        m_model->retry();
        QTRY_VERIFY(!m_model->isWaiting());
        QVERIFY(!m_model->error());
    }

    void nothingIsForgottenWhileItCannotBeReadAgain()
    {
        start();
        m_connector->inbox.broken = true;
        m_connector->tellOfChange(TicketId("ticket-5"));
        QTRY_VERIFY(m_model->error().has_value());
        m_model->look(5000, 5012);
        m_model->look(0, 12);
        QVERIFY(m_model->ticket(0) != nullptr);
        QVERIFY(m_model->ticket(99) != nullptr);
        QVERIFY(!m_model->isStale());
        m_connector->inbox.broken = false;
        m_model->retry();
        m_model->look(5000, 5012);
        QTRY_VERIFY(m_model->ticket(5000) != nullptr);
        QVERIFY(m_model->ticket(0) == nullptr);
    }

    void theListBeforeStaysWhileTheNextOneCannotBeRead()
    {
        start();
        m_connector->inbox.broken = true;
        InboxQuery words;
        words.text = "SSO";
        m_model->setQuery(words);
        QTRY_VERIFY(m_model->error().has_value());
        QVERIFY(m_model->isStale());
        m_model->look(5000, 5012);
        QVERIFY(m_model->ticket(0) != nullptr);
        QCOMPARE(m_model->total(), 100'000);
        m_connector->inbox.broken = false;
        m_model->retry();
        QTRY_COMPARE(m_model->total(), 100'000 / 8);
        QVERIFY(!m_model->isStale());
    }

    void countsAreReadAtOnceAndAfterChanges()
    {
        m_connector->inbox.inboxCounts.views[0] = 12;
        InboxCountsModel counts(*m_connector);
        QTRY_COMPARE(counts.count(InboxView::Mine), 12);
        m_connector->inbox.inboxCounts.views[0] = 11;
        m_connector->tellOfChange(TicketId("ticket-5"));
        QTRY_COMPARE(counts.count(InboxView::Mine), 11);
    }

private:
    void start()
    {
        m_model->setQuery({});
        QTRY_VERIFY(!m_model->isWaiting());
    }

    std::unique_ptr<MemoryConnector> m_connector;
    std::unique_ptr<TicketListModel> m_model;
};

} // namespace tandem::ui

QTEST_GUILESS_MAIN(tandem::ui::TestTicketListModel)
#include "TestTicketListModel.moc"
