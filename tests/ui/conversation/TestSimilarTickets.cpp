// links: tandem_ui
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/SimilarTickets.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/TicketHeader.h"
#include "ui/inbox/TicketListView.h"
#include "ui/inbox/TicketRowDelegate.h"
#include "ui/inbox/TicketWords.h"
#include "ui/shell/MainWindow.h"
#include "ui/support/Look.h"
#include "ui/support/SlowDesk.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace tandem::ui {

class TestSimilarTickets : public QObject {
    Q_OBJECT

    static TicketGroup groupOf(std::int64_t size, int customers = 0)
    {
        TicketGroup group{GroupId("g-1"), size, std::nullopt};
        if (customers > 0)
            group.incident = Incident{customers, sampleDay(14, 0), sampleDay(14, 19) + std::chrono::seconds(30)};
        return group;
    }

    Look m_look;

private Q_SLOTS:
    void init() { m_look.reset(); }

    void aTicketThatIsAloneShowsNothing()
    {
        SimilarTickets similar;
        similar.setGroup(std::nullopt);
        QVERIFY(similar.isHidden());
        similar.setGroup(groupOf(1));
        QVERIFY(similar.isHidden());
        similar.setGroup(groupOf(2));
        QVERIFY(!similar.isHidden());
        similar.setGroup(std::nullopt);
        QVERIFY(similar.isHidden());
    }

    void itSaysHowManyOthersThereAre()
    {
        SimilarTickets similar;
        similar.setGroup(groupOf(4));
        QCOMPARE(similar.text(), QStringLiteral("3 similar"));
        QCOMPARE(similar.accessibleName(), QStringLiteral("3 tickets tell of the same"));
        QCOMPARE(similar.toolTip(), similar.accessibleName());
    }

    void aPossibleIncidentNamesCustomersAndMinutes()
    {
        SimilarTickets similar;
        similar.setGroup(groupOf(7, 6));
        QCOMPARE(similar.text(), QStringLiteral("Incident?"));
        QCOMPARE(similar.toolTip(), QStringLiteral("Possible incident: 6 customers in 20 minutes"));
    }

    void mouseAndKeyboardAskForTheGroup()
    {
        TicketHeader header;
        header.resize(600, 56);
        TicketView view = sampleView();
        view.ticket.group = groupOf(4);
        header.setTicket(view, ActorId("ivo"));
        header.show();
        auto* similar = header.findChild<SimilarTickets*>();
        QVERIFY(similar->isVisible());
        const QSignalSpy asked(&header, &TicketHeader::groupRequested);
        QTest::mouseClick(similar, Qt::LeftButton);
        similar->setFocus();
        QTest::keyClick(similar, Qt::Key_Space);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked.front().front().value<GroupId>(), GroupId("g-1"));
        view.ticket.group.reset();
        header.setTicket(view, ActorId("ivo"));
        QVERIFY(!similar->isVisible());
    }

    void aRowTellsOfOthersAndOfAnIncidentThatItBelongsTo()
    {
        TicketSummary row = picturedTickets(sampleNow()).back();
        row.reasons.clear();
        QVERIFY(similarWord(row).isEmpty() && reasonWords(row).isEmpty());
        row.group = groupOf(4);
        QCOMPARE(similarWord(row), QStringLiteral("3 similar"));
        QVERIFY(spokenRow(row, sampleNow()).contains(QStringLiteral("3 similar")));
        row.group = groupOf(4, 6);
        QCOMPARE(reasonWords(row), QStringList{QStringLiteral("Incident")});
        row.reasons = {EscalationCode::IncidentBurst};
        QCOMPARE(reasonWords(row), QStringList{QStringLiteral("Incident")});
        const TicketRowDelegate delegate(m_look.theme());
        const RowLayout layout
            = delegate.layout(QRect(0, 0, 400, delegate.height(Density::Comfortable)), row, sampleNow(), Density::Comfortable);
        QCOMPARE(layout.chips.size(), 2);
        QCOMPARE(layout.chips.back().chip.text, QStringLiteral("3 similar"));
    }

    void theListShowsTheTicketsOfTheGroup()
    {
        SlowDesk desk;
        QTemporaryDir directory;
        for (const auto& [id, number] : {std::pair("a", 1), std::pair("b", 2), std::pair("c", 3)}) {
            TicketView view = sampleView();
            view.ticket.id = TicketId(id);
            view.ticket.number = number;
            if (number != 2)
                view.ticket.group = groupOf(2, 6);
            desk.put(view);
            desk.inbox.tickets.back().group = view.ticket.group;
        }
        MainWindow window(desk, m_look.theme(), directory.filePath(QStringLiteral("waiting.json")));
        window.resize(1440, 900);
        window.show();
        auto& column = *window.findChild<TicketColumn*>();
        QTRY_VERIFY(column.ticket() == TicketId("a"));
        auto* similar = window.findChild<SimilarTickets*>();
        QTRY_VERIFY(similar->isVisible());
        keepPicture(window, QStringLiteral("similar-tickets"));
        auto& list = *window.findChild<TicketListView*>();
        QTRY_COMPARE(list.model().total(), std::int64_t(3));
        QTest::mouseClick(similar, Qt::LeftButton);
        QTRY_COMPARE(list.model().total(), std::int64_t(2));
        keepPicture(window, QStringLiteral("similar-tickets-listed"));
        QCOMPARE(column.ticket(), TicketId("a")); // it stays open
        m_look.theme().setAppearance(Appearance::Dark);
        keepPicture(window, QStringLiteral("similar-tickets-dark"));
    }
};

} // namespace tandem::ui

using tandem::ui::TestSimilarTickets;
QTEST_MAIN(TestSimilarTickets)
#include "TestSimilarTickets.moc"
