// links: tandem_ui
#include "ui/conversation/SampleTicket.h"
#include "ui/customer/EvidencePage.h"
#include "ui/customer/PassageView.h"
#include "ui/customer/ReasonRow.h"
#include "ui/customer/SidePanel.h"
#include "ui/customer/SourceCard.h"
#include "ui/customer/SourceRow.h"
#include "ui/customer/TicketRow.h"
#include "ui/support/Look.h"
#include "ui/widgets/ColumnHeader.h"
#include "ui/widgets/TextLabel.h"

#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

class TestSidePanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }

    void init()
    {
        m_look.reset();
        m_panel = std::make_unique<SidePanel>();
        m_panel->resize(312, 860);
        m_panel->show();
        m_panel->setTicket(sampleView());
    }

    void cleanup() { m_panel.reset(); }

    void theCitedWordsAreLit()
    {
        m_panel->setSentence(2);
        QTest::qWait(1);
        const SourceCard& card = m_panel->evidence().source();
        QVERIFY(card.isVisible());
        QCOMPARE(card.accessibleName(), QStringLiteral("Source: Refund policy › 3.2 Duplicate charges"));
        QVERIFY(card.passage().isLit());
        const QImage image = m_panel->grab().toImage();
        const QRect lit = card.litRect().translated(card.mapTo(m_panel.get(), QPoint()));
        int pixels = 0;
        for (int y = lit.top(); y < lit.bottom(); ++y) {
            for (int x = lit.left(); x < lit.right(); ++x)
                pixels += image.pixelColor(x, y) == m_look.theme().palette().lit ? 1 : 0;
        }
        QVERIFY2(pixels > lit.width() * 20, qPrintable(QString::number(pixels)));
    }

    void itsHeadStaysWhereItIsWhenNoTicketIsShown()
    {
        auto* head = m_panel->findChild<ColumnHeader*>();
        m_panel->clear();
        m_panel->resize(312, 861); // lays it out at once
        QCOMPARE(head->y(), 0);
        QVERIFY(!m_panel->evidence().isVisible());
        m_panel->setTicket(sampleView());
        QVERIFY(m_panel->evidence().isVisible());
    }

    void aClaimWithoutSourceSaysWhy()
    {
        m_panel->setSentence(3);
        QVERIFY(!m_panel->evidence().source().isVisible());
        QVERIFY(says(QStringLiteral("€38.00 is not in the evidence; nearest is €32.00")));
        QVERIFY(says(QStringLiteral("Source for sentence 4")));
    }

    void aCourtesyNeedsNoSource()
    {
        m_panel->setSentence(0);
        QVERIFY(says(QStringLiteral("It claims nothing, so it needs no source.")));
    }

    void aQuotationThatIsNotInThePassageLightsNothing()
    {
        TicketView view = sampleView();
        view.ticket.draft->sentences[2].citations[0].quote = "words that stand nowhere";
        m_panel->setTicket(view);
        m_panel->setSentence(2);
        QVERIFY(m_panel->evidence().source().isVisible());
        QVERIFY(!m_panel->evidence().source().passage().isLit());
    }

    void aRowGoesToItsSentence()
    {
        m_panel->setSentence(2);
        QSignalSpy asked(m_panel.get(), &SidePanel::sentenceRequested);
        const auto rows = visible<SourceRow>();
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[1]->accessibleName().contains(QStringLiteral("0.58 weak")));
        rows[1]->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toInt(), 5);
    }

    void reasonsComeWithValueAndThreshold()
    {
        QStringList names;
        for (const ReasonRow* row : visible<ReasonRow>())
            names << row->accessibleName();
        QCOMPARE(names.size(), 3);
        QCOMPARE(names[0], QStringLiteral("High-stakes action: refund, always"));
        QVERIFY2(names[1].startsWith(QStringLiteral("Low confidence, ")) && names[1].contains(QStringLiteral("0.75")),
            qPrintable(names[1]));
        QVERIFY2(names[2].contains(QStringLiteral("−0.56")), qPrintable(names[2]));
    }

    void confidenceHasAWordAndAThreshold()
    {
        QVERIFY(says(QStringLiteral("0.68")) && says(QStringLiteral("review band")) && says(QStringLiteral("threshold 0.75")));
        TicketView view = sampleView();
        view.ticket.draft->confidence = 0.9;
        m_panel->setTicket(view);
        QVERIFY(says(QStringLiteral("high")));
        view.ticket.draft->confidence = 0.2;
        m_panel->setTicket(view);
        QVERIFY(says(QStringLiteral("low")));
    }

    void earlierTicketsOpen()
    {
        m_panel->open(SidePanel::Page::History);
        QSignalSpy asked(m_panel.get(), &SidePanel::ticketRequested);
        const auto rows = visible<TicketRow>();
        QCOMPARE(rows.size(), 1);
        rows[0]->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<TicketId>().value(), std::string("ticket-0"));
    }

    void customerWordsAreNoMarkup()
    {
        TicketView view = sampleView();
        view.customer.displayName = "<img src=http://x.example/a.png> \u202EEve";
        m_panel->setTicket(view);
        m_panel->open(SidePanel::Page::Customer);
        QVERIFY(says(QStringLiteral("<img src=http://x.example/a.png> ⟨RLO⟩Eve")));
        for (const TextLabel* label : m_panel->findChildren<TextLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void nothingStandsOutAtTheSide_data()
    {
        QTest::addColumn<qreal>("scale");
        QTest::newRow("1") << 1.0;
        QTest::newRow("2") << 2.0;
    }

    void nothingStandsOutAtTheSide()
    {
        QFETCH(qreal, scale);
        m_look.theme().setTextScale(scale);
        m_panel->resize(m_panel->sizeHint().width(), 900);
        m_panel->setTicket(sampleView());
        m_panel->setSentence(2);
        for (int page = 0; page < 3; ++page) {
            m_panel->open(static_cast<SidePanel::Page>(page));
            // Wrapped text settles in a few rounds of the event loop.
            QTRY_COMPARE(cutOff(), QString());
        }
    }

private:
    template <typename Widget>
    QList<Widget*> visible()
    {
        QList<Widget*> found;
        for (Widget* widget : m_panel->findChildren<Widget*>()) {
            if (widget->isVisible())
                found << widget;
        }
        return found;
    }

    // What has less room than it needs.
    QString cutOff()
    {
        for (const QScrollArea* area : m_panel->findChildren<QScrollArea*>()) {
            if (area->isVisible() && area->widget()->width() > area->viewport()->width())
                return area->accessibleName();
        }
        for (const TextLabel* label : visible<TextLabel>()) {
            if (label->wordWrap() && label->height() < label->heightForWidth(label->width()) - 1)
                return label->text();
        }
        return {};
    }

    bool says(const QString& words)
    {
        for (const TextLabel* label : visible<TextLabel>()) {
            if (label->text() == words)
                return true;
        }
        return false;
    }

    Look m_look;
    std::unique_ptr<SidePanel> m_panel;
};

QTEST_MAIN(TestSidePanel)
#include "TestSidePanel.moc"
