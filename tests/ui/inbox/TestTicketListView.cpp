// links: tandem_ui
#include "support/ManualClock.h"
#include "support/Slowdown.h"
#include "ui/inbox/ListHeader.h"
#include "ui/inbox/TicketListView.h"
#include "ui/inbox/ViewsColumn.h"
#include "ui/models/InboxCountsModel.h"
#include "ui/support/Look.h"
#include "ui/support/MemoryConnector.h"
#include "ui/support/Tickets.h"
#include "ui/widgets/Banner.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

namespace tandem::ui {

class TestTicketListView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_look.emplace(); }

    // A screen reader that is on before the first list of the process: what it asks while the list is made must not stick.
    void theFirstListOfAllIsHeardToo()
    {
        QAccessible::setActive(true);
        m_view = std::make_unique<TicketListView>(*m_connector);
        m_view->setClock(m_clock);
        m_view->resize(332, 600);
        m_view->show();
        fill();
        QCOMPARE(QAccessible::queryAccessibleInterface(m_view.get())->role(), QAccessible::List);
        for (int i = 0; i < 8; ++i)
            m_view->selectNext();
        QCOMPARE(m_view->selected(), TicketId("ticket-8"));
        QAccessible::setActive(false);
    }

    void init()
    {
        m_look->reset();
        m_connector = std::make_unique<MemoryConnector>();
        m_connector->inbox.now = m_clock.now();
        m_connector->inbox.tickets = picturedTickets(m_clock.now());
        if (std::string_view(QTest::currentTestFunction()) == "theFirstListOfAllIsHeardToo")
            return;
        m_view = std::make_unique<TicketListView>(*m_connector);
        m_view->setClock(m_clock);
        m_view->resize(332, 600);
        m_view->show();
    }

    void cleanup()
    {
        m_view.reset();
        m_connector.reset();
    }

    void groupHeadsStandAboveTheirRows()
    {
        fill();
        QCOMPARE(m_view->rowRect(0), QRect(0, 26, 332, 76));
        QCOMPARE(m_view->rowRect(2).top(), 26 + 2 * 76);
        QCOMPARE(m_view->rowRect(3).top(), 26 + 3 * 76 + 26);
        QVERIFY(!m_view->rowAt(QPoint(10, 20)));
        QCOMPARE(m_view->rowAt(QPoint(10, 26 + 3 * 76 + 10)), std::nullopt);
        QCOMPARE(m_view->rowAt(QPoint(10, 26 + 3 * 76 + 30)).value(), 3);
    }

    void arrowKeysMoveTheSelectionAndSayWhichTicketIsOpen()
    {
        fill();
        QSignalSpy activated(m_view.get(), &TicketListView::ticketActivated);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(m_view->selected(), TicketId("ticket-2"));
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QCOMPARE(m_view->selected(), TicketId("ticket-1"));
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QCOMPARE(m_view->selected(), TicketId("ticket-8"));
        QVERIFY(m_view->viewport()->rect().contains(m_view->rowRect(7)));
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(m_view->selected(), TicketId("ticket-1"));
        QCOMPARE(activated.size(), 5);
    }

    void aClickSelectsTheRowUnderIt()
    {
        fill();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->rowRect(2).center());
        QCOMPARE(m_view->selected(), TicketId("ticket-3"));
    }

    void nextAfterAResolvedTicketIsTheOneThatTookItsPlace()
    {
        fill();
        m_view->selectRow(1);
        m_connector->inbox.tickets.erase(m_connector->inbox.tickets.begin() + 1);
        m_connector->tellOfChange(TicketId("ticket-2"));
        QTRY_COMPARE(m_view->model().total(), 7);
        QCOMPARE(m_view->selected(), TicketId("ticket-2"));
        m_view->selectNext();
        QCOMPARE(m_view->selected(), TicketId("ticket-3"));
    }

    void theSelectionFollowsItsTicketWhenTheListMoves()
    {
        fill();
        m_view->selectRow(0);
        std::ranges::rotate(m_connector->inbox.tickets, m_connector->inbox.tickets.begin() + 1);
        m_connector->tellOfChange(TicketId("ticket-1"));
        QTRY_COMPARE(m_view->model().indexOf(TicketId("ticket-1")).value_or(-1), 7);
        m_view->selectPrevious();
        QCOMPARE(m_view->selected(), TicketId("ticket-8"));
    }

    void endOfALongListIsSelectedOnceItsPageIsHere()
    {
        m_connector->inbox.tickets = manyTickets(100'000, m_clock.now());
        fill();
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QTRY_COMPARE(m_view->selected(), TicketId("ticket-99999"));
        QVERIFY(m_view->model().pagesHeld() <= 6);
    }

    void aScreenReaderHearsEveryVisibleRow()
    {
        fill();
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 8);
        QAccessibleInterface* row = list->child(1);
        QCOMPARE(row->role(), QAccessible::ListItem);
        QCOMPARE(row->text(QAccessible::Name),
            QStringLiteral(
                "high urgency, Elena Marchetti, Charged twice after switching to annual, Email, English, confidence 0.68 below "
                "0.75, Refund, 46 minutes left"));
        QVERIFY(!row->state().selected);
        m_view->selectRow(1);
        QVERIFY(row->state().selected);
        QCOMPARE(list->indexOfChild(row), 1);
    }

    void nothingIsShownBeforeAnAnswerIsLateAndThenGreyBars()
    {
        m_connector->hold();
        m_view->setQuery({});
        const QImage before = m_view->viewport()->grab().toImage();
        QVERIFY(isPlain(before));
        QTRY_VERIFY(!isPlain(m_view->viewport()->grab().toImage()));
        keepPicture(*m_view, QStringLiteral("list-waiting"));
        m_connector->release();
        QTRY_COMPARE(m_view->model().total(), 8);
    }

    void anEmptyListSaysSo()
    {
        m_connector->inbox.tickets.clear();
        InboxQuery query;
        query.view = InboxView::Mine;
        m_view->setQuery(query);
        QTRY_VERIFY(!m_view->model().isWaiting());
        keepPicture(*m_view, QStringLiteral("list-empty"));
        bool said = false;
        for (const QWidget* child : m_view->findChildren<QWidget*>())
            said = said || (child->isVisible() && child->accessibleName().startsWith(QStringLiteral("Nothing waits for you")));
        QVERIFY(said);
    }

    void afterAnErrorRetryReadsTheListAgain()
    {
        m_connector->inbox.broken = true;
        m_view->setQuery({});
        QTRY_VERIFY(m_view->model().error().has_value());
        keepPicture(*m_view, QStringLiteral("list-error"));
        m_connector->inbox.broken = false;
        QAbstractButton* retry = nullptr;
        for (QAbstractButton* button : m_view->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Retry"))
                retry = button;
        QVERIFY(retry != nullptr);
        retry->click();
        QTRY_COMPARE(m_view->model().total(), 8);
        QVERIFY(!retry->isVisible());
    }

    void theListBeforeStaysUnderTheErrorOfTheNextOne()
    {
        fill();
        QTRY_VERIFY(m_view->verticalScrollBar()->isVisible());
        const QImage before = m_view->viewport()->grab(m_view->rowRect(0)).toImage();
        m_connector->inbox.broken = true;
        InboxQuery words;
        words.text = "SSO";
        m_view->setQuery(words);
        QTRY_VERIFY(m_view->model().error().has_value());
        QTest::qWait(200); // longer than nothing may be shown
        keepPicture(*m_view, QStringLiteral("list-stale"));
        QCOMPARE(m_view->viewport()->grab(m_view->rowRect(0)).toImage(), before);
        const auto* strip = m_view->findChild<Banner*>();
        QVERIFY(strip->isVisible());
        QVERIFY2(strip->accessibleName().startsWith(QStringLiteral("Still the list from before.")),
            qPrintable(strip->accessibleName()));
        QVERIFY(strip->geometry().bottom() < m_view->viewport()->y()); // above the rows, not over them
        m_connector->inbox.broken = false;
        m_view->setQuery({});
        QTRY_VERIFY(!m_view->model().isWaiting());
        QVERIFY(!strip->isVisible());
        QCOMPARE(m_view->viewport()->y(), 0);
    }

    void aLongListPaintsInTheTimeOfAFrame()
    {
        m_connector->inbox.tickets = manyTickets(100'000, m_clock.now());
        m_view->resize(332, 900);
        fill();
        m_view->viewport()->grab();
        std::vector<qint64> times;
        for (int i = 0; i < 60; ++i) {
            m_view->verticalScrollBar()->setValue(i * 37);
            QElapsedTimer timer;
            timer.start();
            m_view->viewport()->grab();
            times.push_back(timer.nsecsElapsed());
        }
        std::ranges::sort(times);
        const double median = static_cast<double>(times[times.size() / 2]) / 1e6;
        qInfo("painting a screen of rows: median %.2f ms, longest %.2f ms, n = %zu", median,
            static_cast<double>(times.back()) / 1e6, times.size());
        QVERIFY2(median < 160 * slowdown, "A screen of rows costs what it shows, not what the list holds.");
    }

    void theColumnsOfTheInboxBesideEachOther_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("rightToLeft");
        QTest::addColumn<qreal>("scale");
        QTest::newRow("inbox-light") << false << false << 1.0;
        QTest::newRow("inbox-dark") << true << false << 1.0;
        QTest::newRow("inbox-right-to-left") << false << true << 1.0;
        QTest::newRow("inbox-large") << false << false << 2.0;
    }

    void theColumnsOfTheInboxBesideEachOther()
    {
        QFETCH(bool, dark);
        QFETCH(bool, rightToLeft);
        QFETCH(qreal, scale);
        m_look->theme().setAppearance(dark ? Appearance::Dark : Appearance::Light);
        m_look->theme().setTextScale(scale);
        QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        m_connector->inbox.inboxCounts.views = {12, 34, 218, 4, 17, 0, 0};
        m_connector->inbox.inboxCounts.teams = {{"Billing", 41}, {"Technical", 87}, {"Accounts", 22}};
        InboxCountsModel counts(*m_connector);
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(1);
        auto* views = new ViewsColumn(counts);
        views->setWorkspace(QStringLiteral("Fernway"));
        views->setFixedWidth(m_look->theme().scaled(184));
        row->addWidget(views);
        auto* list = new QWidget;
        list->setAutoFillBackground(true);
        list->setBackgroundRole(QPalette::AlternateBase);
        list->setFixedWidth(m_look->theme().scaled(332));
        auto* column = new QVBoxLayout(list);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        auto* header = new ListHeader;
        header->setTitle(QStringLiteral("Mine"));
        header->setTotal(12);
        column->addWidget(header);
        auto* tickets = new TicketListView(*m_connector);
        tickets->setClock(m_clock);
        connect(tickets, &TicketListView::totalChanged, header, &ListHeader::setTotal);
        column->addWidget(tickets, 1);
        row->addWidget(list);
        window.resize(window.sizeHint().width(), static_cast<int>(800 * scale));
        window.show();
        tickets->setQuery({});
        QTRY_COMPARE(tickets->model().total(), 8);
        tickets->selectRow(1);
        QTRY_COMPARE(counts.count(InboxView::Mine), 12);
        keepPicture(window, QString::fromLatin1(QTest::currentDataTag()));

        // The bar of the selected row lies at its leading edge.
        const QImage picture = tickets->viewport()->grab().toImage();
        const QRect selected = tickets->rowRect(1);
        const int edge = rightToLeft ? picture.width() - 2 : 1;
        const QColor accent = m_look->theme().palette().accentText;
        QCOMPARE(picture.pixelColor(edge, selected.center().y()), accent);
        QVERIFY(picture.pixelColor(picture.width() - 1 - edge, selected.center().y()) != accent);
    }

private:
    void fill()
    {
        m_view->setQuery({});
        QTRY_VERIFY(!m_view->model().isWaiting());
    }

    static bool isPlain(const QImage& image)
    {
        const QRgb first = image.pixel(0, 0);
        for (int y = 0; y < image.height(); y += 3)
            for (int x = 0; x < image.width(); x += 3)
                if (image.pixel(x, y) != first)
                    return false;
        return true;
    }

    std::optional<Look> m_look;
    ManualClock m_clock;
    std::unique_ptr<MemoryConnector> m_connector;
    std::unique_ptr<TicketListView> m_view;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestTicketListView)
#include "TestTicketListView.moc"
