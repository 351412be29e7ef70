// links: tandem_ui
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/customer/SidePanel.h"
#include "ui/support/Look.h"

#include <QHBoxLayout>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

// Column and panel side by side, as wide as at 1440.
class Stage : public QWidget {
public:
    explicit Stage(const QSize& size = QSize(872, 876))
    {
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(1);
        column = new TicketColumn(ActorId("ivo"), sampleNow, this);
        panel = new SidePanel(this);
        panel->setFixedWidth(panel->sizeHint().width());
        row->addWidget(column, 1);
        row->addWidget(panel);
        QObject::connect(column, &TicketColumn::sourceShown, panel, &SidePanel::setSentence);
        resize(size);
        show();
    }
    void setTicket(const TicketView& view)
    {
        column->setTicket(view);
        panel->setTicket(view);
        QTest::qWait(1);
    }

    TicketColumn* column;
    SidePanel* panel;
};

} // namespace

// Nothing that hangs on the column may be cut off: each visible label has the room that it asks for.
class TestTicketPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void cleanup() { m_look.reset(); }

    void theThreadBesideItsEvidenceInLightAndDark()
    {
        for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
            m_look.theme().setAppearance(appearance);
            Stage stage;
            stage.setTicket(sampleView());
            stage.column->draft().sentences().select(2);
            QTest::qWait(1);
            const QImage image = stage.grab().toImage();
            QCOMPARE(image.pixelColor(300, 600).lightnessF() > 0.5F, appearance == Appearance::Light);
            keepPicture(stage, appearance == Appearance::Light ? QStringLiteral("thread-light") : QStringLiteral("thread-dark"));
        }
    }

    void anApprovalWaits()
    {
        TicketView view = sampleView();
        view.ticket.status = TicketStatus::AwaitingApproval;
        view.approvals.push_back(sampleApproval());
        Stage stage;
        stage.setTicket(view);
        keepPicture(stage, QStringLiteral("thread-approval"));
        QVERIFY(!stage.grab().isNull());
    }

    void everythingAtTwiceTheSize()
    {
        m_look.theme().setTextScale(2);
        Stage stage(QSize(1500, 1500));
        stage.setTicket(sampleView());
        QTest::qWait(1);
        keepPicture(stage, QStringLiteral("thread-200"));
        QVERIFY(!stage.grab().isNull());
    }

    void rightToLeft()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        Stage stage;
        stage.setTicket(sampleView());
        stage.column->draft().sentences().select(2);
        QTest::qWait(1);
        keepPicture(stage, QStringLiteral("thread-rtl"));
        QVERIFY(!stage.grab().isNull());
    }

    void nothingWasFound()
    {
        TicketView view = sampleView();
        view.ticket.draft->abstained = true;
        view.ticket.draft->sentences.clear();
        view.evidence.clear();
        Stage stage;
        stage.setTicket(view);
        keepPicture(stage, QStringLiteral("thread-abstained"));
        QVERIFY(!stage.grab().isNull());
    }

private:
    Look m_look;
};

QTEST_MAIN(TestTicketPictures)
#include "TestTicketPictures.moc"
