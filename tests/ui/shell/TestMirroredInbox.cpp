// links: tandem_ui
// The inbox of an Arabic desk, through the real window: mirrored, each text in its own direction.
#include "ui/support/CarelessDesk.h"
#include "ui/support/Look.h"

#include "ui/conversation/ThreadView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/customer/SidePanel.h"
#include "ui/inbox/TicketListView.h"
#include "ui/inbox/ViewsColumn.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Rail.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

// The ticket of 08-inbox-arabic.png.
TicketView arabicView()
{
    TicketView view = sampleView();
    view.ticket.subject = "خُصم المبلغ مرتين بعد الانتقال إلى الاشتراك السنوي";
    view.customer.displayName = "ليلى منصور";
    view.customer.email = "billing@diwan.example";
    view.messages[0].text = "مرحبًا، انتقلنا يوم الأربعاء من الاشتراك الشهري إلى السنوي، وأرى الآن عمليتي خصم في اليوم نفسه: "
                            "€32.00 و€384.00. توقعت إلغاء الشهري. أرجو إعادة المبلغ، فلدي اجتماع مجلس إدارة الساعة 16:00.";
    view.messages[1].text = "يظهر السجل عمليتي خصم يوم 18 نوفمبر. انتبه: المبلغ القابل للاسترداد هو الشهري لا السنوي.";
    view.messages[2].text = "هل من جديد؟ هذه المرة الثانية التي أسأل فيها.";
    view.names[ActorId("marta")] = "مارتا نوفاك";
    view.ticket.draft = draftOf({
        courtesy("نعتذر عن الخصم المكرر يا ليلى."),
        claim("عند الانتقال إلى الاشتراك السنوي تُضاف الأيام الشهرية غير المستخدمة إلى فاتورتك التالية.", 0.91, "switch", "تُضاف"),
        claim("سنعيد €38.00 إلى بطاقتك المنتهية بالرقم 4417.", 0.2, "", "", "€38.00 is not in the evidence; nearest is €32.00"),
        claim("وستظهر الفاتورة المصححة في الإعدادات › الفوترة.", 0.58, "invoices", "الفواتير في الإعدادات"),
    });
    return view;
}

} // namespace

class TestMirroredInbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_look.reset(); }

    void theColumnsRunFromRightToLeft()
    {
        m_look.reset();
        QApplication::setLayoutDirection(Qt::RightToLeft);
        CarelessDesk desk;
        desk.put(arabicView());
        desk.inbox.tickets.clear();
        for (TicketSummary& row : picturedTickets(SystemClock().now()))
            desk.inbox.tickets.push_back(row);
        desk.inbox.tickets[1].id = TicketId("ticket-1");
        desk.inbox.tickets[1].customerName = "ليلى منصور";
        desk.inbox.tickets[1].subject = "خُصم المبلغ مرتين بعد الانتقال إلى الاشتراك السنوي";
        desk.inbox.tickets[1].preview = "تم الخصم مرتين في اليوم نفسه";
        desk.inbox.tickets[0].id = TicketId("ticket-0");
        QTemporaryDir directory;
        MainWindow window(desk, m_look.theme(), directory.filePath(QStringLiteral("waiting.json")));
        window.show();
        auto* column = window.findChild<TicketColumn*>();
        window.openTicket(TicketId("ticket-1"));
        QTRY_VERIFY(column->ticket() == TicketId("ticket-1"));
        QTest::qWait(200);
        keepPicture(window, QStringLiteral("inbox-arabic"));
        const auto left = [&](QWidget* widget) { return widget->mapTo(&window, QPoint()).x(); };
        const int rail = left(window.findChild<Rail*>());
        const int views = left(window.findChild<ViewsColumn*>());
        const int list = left(window.findChild<TicketListView*>());
        const int side = left(window.findChild<SidePanel*>());
        QVERIFY(rail > views && views > list && list > left(column) && left(column) > side);
        QCOMPARE(rail + window.findChild<Rail*>()->width(), window.width());
    }

private:
    Look m_look;
};

QTEST_MAIN(TestMirroredInbox)
#include "TestMirroredInbox.moc"
