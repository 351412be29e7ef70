// links: tandem_ui
#include "support/Slowdown.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/ThreadView.h"
#include "ui/support/Look.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

TicketView withMessage(std::string text)
{
    TicketView view;
    view.ticket.id = TicketId("hostile");
    view.customer.displayName = "Mallory";
    view.messages.push_back(sampleMessage("m1", Author::Customer, std::move(text), sampleDay(13, 0)));
    return view;
}

} // namespace

class TestThreadView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }

    void init()
    {
        m_look.reset();
        m_view = std::make_unique<ThreadView>();
        m_view->resize(560, 600);
        m_view->show();
    }

    void cleanup() { m_view.reset(); }

    void eventsAreToldInPlainWords()
    {
        QStringList said;
        for (const ThreadItem& item : threadItems(sampleView(), ActorId("ivo"), sampleNow()))
            said << item.heading;
        QVERIFY(said.contains(QStringLiteral("Today")));
        QVERIFY2(said.join(u'|').contains(QStringLiteral("Routed to a person: refund wanted, low confidence · 13:09")),
            qPrintable(said.join(u'|')));
        QVERIFY(said.contains(QStringLiteral("\u2068Marta Nowak\u2069 assigned this to you · 13:32")));
    }

    void decisionsAreTold()
    {
        TicketView view = sampleView();
        Approval approval = sampleApproval();
        approval.state = ApprovalState::Rejected;
        approval.decidedBy = ActorId("marta");
        approval.decidedAt = sampleDay(14, 0);
        approval.comment = "Wrong charge";
        view.approvals = {approval};
        QString said;
        for (const ThreadItem& item : threadItems(view, ActorId("ivo"), sampleNow()))
            said += item.heading;
        QVERIFY2(said.contains(QStringLiteral("\u2068Marta Nowak\u2069 rejected the refund"))
                && said.contains(QStringLiteral("Wrong charge")),
            qPrintable(said));
    }

    void answersOfTheEngineAreLabelled()
    {
        TicketView view = withMessage("Hello");
        view.messages.push_back(sampleMessage("m2", Author::Ai, "An answer.", sampleDay(13, 1)));
        show(view);
        QVERIFY(m_view->partName(2).startsWith(QStringLiteral("Tandem, answer by AI")));
    }

    void hostileTextIsShownAsItIs()
    {
        show(withMessage("<b>x</b><script>alert(1)</script>![p](file:///etc/passwd) \u202Eevil\u202C"));
        const QString said = m_view->partName(1);
        QVERIFY(said.contains(QStringLiteral("<script>alert(1)</script>![p](file:///etc/passwd) ⟨RLO⟩evil⟨PDF⟩")));
        QVERIFY(!m_view->grab().isNull());
    }

    void aHugeTableIsCutAndStaysFast()
    {
        std::string table = "<table>";
        for (int i = 0; i < 60000; ++i)
            table += "<tr><td>" + std::to_string(i) + "</td></tr>";
        QElapsedTimer timer;
        timer.start();
        show(withMessage(table));
        QVERIFY(!m_view->grab().isNull());
        QVERIFY2(timer.elapsed() < patience, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_view->body(1)->chips().size(), 1U);
        QVERIFY(m_view->body(1)->spoken(1000000).size() <= MessageBody::cutAfter);
    }

    void fiveMegabytesOpenAtOnce()
    {
        std::string text;
        while (text.size() < 5UL * 1024 * 1024)
            text += "The invoice of line " + std::to_string(text.size()) + " does not match what was agreed in the contract.\n";
        show(withMessage(text));
        QCOMPARE(chipLabel(m_view->body(1)->chips().front()), QStringLiteral("Show all (5.0 MB)"));
        // The chip stands at the end of the cut text, where a new thread begins.
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
        const QPoint chip = chipPoint(1, 0);
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, chip);
        QVERIFY(!m_view->grab().isNull());
        const qint64 opened = timer.elapsed();
        QVERIFY2(opened < patience, qPrintable(QString::number(opened)));
        QVERIFY(m_view->verticalScrollBar()->maximum() > 500000);
        QVERIFY2(m_view->body(1)->laidOutBlocks() < 30, qPrintable(QString::number(m_view->body(1)->laidOutBlocks())));
        timer.restart();
        for (int i = 0; i < 50; ++i) {
            m_view->verticalScrollBar()->setValue(i * 20000);
            m_view->grab();
        }
        const qint64 scrolled = timer.elapsed();
        QVERIFY2(scrolled < 5LL * patience, qPrintable(QString::number(scrolled)));
        qInfo("5 MB: shown in %lld ms, 50 jumps in %lld ms", static_cast<long long>(opened), static_cast<long long>(scrolled));
    }

    void oneLineOfFiveMegabytesIsNoTrouble()
    {
        show(withMessage(std::string(5UL * 1024 * 1024, 'x')));
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, chipPoint(1, 0));
        m_view->grab();
        QVERIFY2(timer.elapsed() < patience, qPrintable(QString::number(timer.elapsed())));
    }

    void aQuotationFoldsOutAndIn()
    {
        show(sampleView());
        const int item = 1;
        QCOMPARE(chipLabel(m_view->body(item)->chips().front()), QStringLiteral("Quoted text, 14 lines"));
        QVERIFY(!m_view->body(item)->spoken(100000).contains(QStringLiteral("line 7")));
        m_view->verticalScrollBar()->setValue(0);
        const int before = m_view->itemRect(item).height();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, chipPoint(item, 0));
        QVERIFY(m_view->itemRect(item).height() > before + 100);
        QVERIFY(m_view->body(item)->spoken(100000).contains(QStringLiteral("line 7")));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, chipPoint(item, 0));
        QCOMPARE(m_view->itemRect(item).height(), before);
    }

    void aRefreshKeepsFoldsAndPlace()
    {
        m_view->resize(560, 200);
        show(sampleView());
        m_view->verticalScrollBar()->setValue(0);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, chipPoint(1, 0));
        m_view->verticalScrollBar()->setValue(37);
        TicketView view = sampleView();
        view.messages.push_back(sampleMessage("m4", Author::Customer, "Hello?", sampleDay(14, 20)));
        show(view);
        QCOMPARE(m_view->verticalScrollBar()->value(), 37);
        QVERIFY(m_view->body(1)->chips().front().open);
    }

    void selectedTextIsCopied()
    {
        show(withMessage("Hello brave world"));
        const QPoint start(60, m_view->itemRect(1).top() + 28);
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, start);
        QCOMPARE(m_view->selectedText(), QStringLiteral("Hello"));
        QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Hello brave world"));
    }

    void theMouseSelectsAcrossLines()
    {
        show(withMessage("first line\nsecond line\nthird line"));
        const QRect rect = m_view->itemRect(1);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, QPoint(58, rect.top() + 25));
        QMouseEvent move(QEvent::MouseMove, QPointF(540, rect.top() + 55),
            m_view->viewport()->mapToGlobal(QPointF(540, rect.top() + 55)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_view->viewport(), &move);
        QCOMPARE(m_view->selectedText(), QStringLiteral("first line\nsecond line"));
    }

    void itemsAreReadAloud()
    {
        show(sampleView());
        QAccessibleInterface* view = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(view != nullptr && view->childCount() >= 6);
        QVERIFY(view->child(1)->text(QAccessible::Name).startsWith(QStringLiteral("Elena Marchetti, ")));
    }

private:
    void show(const TicketView& view) { m_view->setThread(view.ticket.id, threadItems(view, ActorId("ivo"), sampleNow())); }

    QPoint chipPoint(int item, std::size_t chip)
    {
        const QRectF rect = m_view->body(item)->chips()[chip].rect;
        const int head = m_look.theme().lineHeight(TextRole::RowStrong) + 2;
        return {58 + 10, m_view->itemRect(item).top() + head + static_cast<int>(rect.center().y())};
    }

    Look m_look;
    std::unique_ptr<ThreadView> m_view;
};

QTEST_MAIN(TestThreadView)
#include "TestThreadView.moc"
