// links: tandem_ui
#include "ui/inbox/ListHeader.h"
#include "ui/inbox/ViewsColumn.h"
#include "ui/models/InboxCountsModel.h"
#include "ui/support/Look.h"
#include "ui/support/MemoryConnector.h"
#include "ui/widgets/SearchField.h"

#include <QAbstractButton>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

namespace tandem::ui {

class TestInboxColumns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_look.emplace();
        m_connector.inbox.inboxCounts.views = {12, 34, 218, 4, 17, 0, 0};
        m_connector.inbox.inboxCounts.teams = {{"Technical", 87}, {"Billing", 41}};
    }

    void typingNarrowsTheListOnceAfterAPause()
    {
        ListHeader header;
        header.show();
        header.openFilter();
        QSignalSpy said(&header, &ListHeader::textChanged);
        QTest::keyClicks(fieldOf(header), QStringLiteral("refund"));
        QCOMPARE(said.size(), 0);
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(), QStringLiteral("refund"));
        QTest::keyClick(fieldOf(header), Qt::Key_Escape);
        QCOMPARE(said.size(), 2);
        QCOMPARE(said.last().first().toString(), QString());
        QVERIFY(fieldOf(header)->isHidden());
    }

    void theOrderIsChosenFromAMenuAndShown()
    {
        ListHeader header;
        QSignalSpy chosen(&header, &ListHeader::orderChosen);
        auto* menu = header.findChild<QMenu*>();
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().size(), 3);
        menu->actions()[2]->trigger();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<InboxOrder>(), InboxOrder::Newest);
        QVERIFY(menu->actions()[2]->isChecked());
        QVERIFY(!menu->actions()[0]->isChecked());
    }

    void viewsAndTeamsAreChosenAndOneIsMarked()
    {
        InboxCountsModel counts(m_connector);
        ViewsColumn column(counts);
        column.show();
        QSignalSpy views(&column, &ViewsColumn::viewChosen);
        QSignalSpy teams(&column, &ViewsColumn::teamChosen);
        QTRY_VERIFY(rowNamed(column, QStringLiteral("Billing, 41")) != nullptr);
        QVERIFY(rowNamed(column, QStringLiteral("Mine, 12"))->isChecked());
        rowNamed(column, QStringLiteral("Unassigned, 34"))->click();
        QCOMPARE(views.first().first().value<InboxView>(), InboxView::Unassigned);
        QVERIFY(!rowNamed(column, QStringLiteral("Mine, 12"))->isChecked());
        rowNamed(column, QStringLiteral("Billing, 41"))->click();
        QCOMPARE(teams.first().first().toString(), QStringLiteral("Billing"));
        QVERIFY(!rowNamed(column, QStringLiteral("Unassigned, 34"))->isChecked());
        rowNamed(column, QStringLiteral("Billing, 41"))->click();
        QVERIFY(rowNamed(column, QStringLiteral("Billing, 41"))->isChecked());
    }

    void aTeamWithoutTicketsLeavesUnlessItIsShown()
    {
        InboxCountsModel counts(m_connector);
        ViewsColumn column(counts);
        QTRY_VERIFY(rowNamed(column, QStringLiteral("Billing, 41")) != nullptr);
        column.setTeam(QStringLiteral("Billing"));
        m_connector.inbox.inboxCounts.teams.clear();
        m_connector.tellOfChange(TicketId("ticket-1"));
        QTRY_VERIFY(rowNamed(column, QStringLiteral("Technical, 87")) == nullptr);
        QVERIFY(rowNamed(column, QStringLiteral("Billing")) != nullptr);
    }

    void viewsAndTeamsAreChosenFromTheMenuToo()
    {
        InboxCountsModel counts(m_connector);
        ViewsColumn column(counts);
        QTRY_VERIFY(rowNamed(column, QStringLiteral("Mine, 12")) != nullptr);
        QSignalSpy views(&column, &ViewsColumn::viewChosen);
        Q_EMIT column.menu().aboutToShow();
        QAction* mine = nullptr;
        QAction* unassigned = nullptr;
        for (QAction* action : column.menu().actions()) {
            if (action->text() == QStringLiteral("Mine (12)"))
                mine = action;
            else if (action->text() == QStringLiteral("Unassigned (34)"))
                unassigned = action;
        }
        QVERIFY(mine != nullptr && mine->isChecked());
        QVERIFY(unassigned != nullptr && !unassigned->isChecked());
        unassigned->trigger();
        QCOMPARE(views.size(), 1);
        QCOMPARE(views.first().first().value<InboxView>(), InboxView::Unassigned);
        QVERIFY(rowNamed(column, QStringLiteral("Unassigned, 34"))->isChecked());
    }

    void theSearchFieldAsksForThePalette()
    {
        InboxCountsModel counts(m_connector);
        ViewsColumn column(counts);
        QSignalSpy wanted(&column, &ViewsColumn::searchRequested);
        for (QAbstractButton* button : column.findChildren<QAbstractButton*>())
            if (button->text() == QStringLiteral("Search"))
                button->click();
        QCOMPARE(wanted.size(), 1);
    }

private:
    static SearchField* fieldOf(const ListHeader& header) { return header.findChild<SearchField*>(); }

    static QAbstractButton* rowNamed(const ViewsColumn& column, const QString& name)
    {
        for (QAbstractButton* button : column.findChildren<QAbstractButton*>())
            if (button->accessibleName() == name)
                return button;
        return nullptr;
    }

    std::optional<Look> m_look;
    MemoryConnector m_connector;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestInboxColumns)
#include "TestInboxColumns.moc"
