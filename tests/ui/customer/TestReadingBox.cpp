// links: tandem_ui
#include "ui/conversation/SampleTicket.h"
#include "ui/customer/ChipFlow.h"
#include "ui/customer/EvidencePage.h"
#include "ui/customer/ExplanationView.h"
#include "ui/customer/ReadingBox.h"
#include "ui/customer/ReadingRow.h"
#include "ui/customer/SidePanel.h"
#include "ui/customer/WeightRow.h"
#include "ui/support/Look.h"
#include "ui/widgets/TextLink.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace tandem;
using namespace tandem::ui;

namespace {

TicketView readView()
{
    TicketView view = sampleView();
    Classification read;
    read.category = Category::BillingInquiry;
    read.confidence = 0.86;
    read.urgency = Urgency::High;
    read.urgencyScore = 0.41;
    read.sentiment = Sentiment::Negative;
    read.sentimentScore = -0.56;
    read.language = {Language::En, 0.99, false};
    read.highStakesAction = HighStakesAction::Refund;
    read.signals.push_back({EscalationCode::HighStakesAction, HighStakesAction::Refund, "Please return it", 0.93});
    view.ticket.classification = read;
    return view;
}

Explanation whyRead()
{
    Explanation why;
    why.text = "Charged twice";
    ExplainedPrediction category{ExplainedKind::Category, "billing_inquiry", "account_management", 0.86, {}, {}};
    for (const auto& [word, weight, without] :
        {std::tuple("charges", 1.4, 0.61), std::tuple("annual", 0.9, 0.72), std::tuple("€384.00", 0.7, 0.75),
            std::tuple("monthly", 0.4, 0.81), std::tuple("moved", -0.3, 0.89), std::tuple("<b>board</b>", -0.2, 0.88)})
        category.words.push_back({word, {}, weight, without});
    category.shares = {{ShareKind::Words, 2.1, 0.4}, {ShareKind::Form, -0.1, 0.87}, {ShareKind::Meaning, 1.3, 0.55}};
    why.predictions.push_back(category);
    ExplainedPrediction urgency{ExplainedKind::Urgency, "medium", "", 0.31, {}, {}};
    urgency.words.push_back({"16:00", {}, 0.05, 0.26});
    urgency.shares = {{ShareKind::Words, 0.1, 0.2}, {ShareKind::Customer, 0.02, 0.29}};
    why.predictions.push_back(urgency);
    ExplainedPrediction refund{ExplainedKind::Signal, "refund", "", 0.93, {}, {}};
    refund.words.push_back({"return", {}, 2.2, 0.5});
    refund.shares = {{ShareKind::Rules, 2, 0.6}};
    why.predictions.push_back(refund);
    why.examples = {{"I was billed two times this month after I changed to the yearly plan. Can you give one back?",
                        Category::BillingInquiry, Urgency::Medium, Sentiment::Negative, Language::En, 0.78},
        {"Why are there two charges from you on my card statement for October? We only have one workspace with you…",
            Category::BillingInquiry, Urgency::High, Sentiment::Negative, Language::En, 0.66},
        {"Please move our account from monthly to annual billing from January on.", Category::AccountManagement, Urgency::Low,
            Sentiment::Neutral, Language::En, 0.52}};
    return why;
}

} // namespace

class TestReadingBox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_look.reset();
        m_panel = std::make_unique<SidePanel>();
        m_panel->resize(312, 1500);
        m_panel->show();
        m_panel->setTicket(readView());
        m_box = &m_panel->evidence().reading();
        m_asked = std::make_unique<QSignalSpy>(m_box, &ReadingBox::explanationRequested);
    }
    void cleanup() { m_panel.reset(); }

    void everyReadingIsALine()
    {
        QStringList names;
        for (const ReadingRow* row : rows())
            names << row->accessibleName();
        QCOMPARE(names.size(), 5);
        QVERIFY2(names[0].startsWith(QStringLiteral("Category: Billing, ")) && names[0].contains(QStringLiteral("86 %")),
            qPrintable(names[0]));
        QVERIFY2(names[2].contains(QStringLiteral("−0.56")), qPrintable(names[2]));
        QVERIFY2(names[4].contains(QStringLiteral("Refund wanted")), qPrintable(names[4]));
        QCOMPARE(m_asked->count(), 0);
    }

    void aTicketThatWasNotReadHasNone()
    {
        TicketView view = readView();
        view.ticket.classification.reset();
        show(view);
        QVERIFY(!m_box->isVisible());
    }

    void theDeskIsAskedOnceAndOnlyWhenAPersonWants()
    {
        open(0);
        QCOMPARE(m_asked->count(), 1);
        QCOMPARE(m_asked->first().first().value<TicketId>(), readView().ticket.id);
        QVERIFY2(said().contains(QStringLiteral("Finding out")), qPrintable(said()));
        open(1);
        QCOMPARE(m_asked->count(), 1);
        answer(readView().ticket.id, whyRead());
        QVERIFY(!said().contains(QStringLiteral("Finding out")));
        open(4);
        QCOMPARE(m_asked->count(), 1);
    }

    void wordsForAndAgainstAreToldApartWithoutColour()
    {
        explain(0);
        const QList<ChipFlow*> flows = visible<ChipFlow>();
        QCOMPARE(flows.size(), 2);
        QCOMPARE(flows[0]->accessibleName(), QStringLiteral("Speaks for “Billing”: charges, annual, €384.00, monthly"));
        QVERIFY2(flows[1]->accessibleName().startsWith(QStringLiteral("Speaks for “Account” instead: moved")),
            qPrintable(flows[1]->accessibleName()));
        for (const ChipFlow::Item& item : flows[0]->items())
            QVERIFY2(item.chip.text.contains(u'+'), qPrintable(item.chip.text));
        for (const ChipFlow::Item& item : flows[1]->items())
            QVERIFY2(item.chip.text.contains(QChar(0x2212)), qPrintable(item.chip.text));
        QVERIFY2(flows[0]->items()[0].toolTip.contains(QStringLiteral("61 %")), qPrintable(flows[0]->items()[0].toolTip));
    }

    void theMeaningOfTheWholeMessageHasItsShare()
    {
        explain(0);
        QStringList names;
        for (const WeightRow* row : visible<WeightRow>())
            names << row->accessibleName();
        QCOMPARE(names.size(), 3);
        QCOMPARE(names[2], QStringLiteral("Meaning of the whole message: 37 % for it"));
        QCOMPARE(names[1], QStringLiteral("Length and form: 3 % against it"));
    }

    void theNearestMessagesComeWithLabelAndLikeness()
    {
        explain(0);
        QVERIFY2(said().contains(QStringLiteral("I was billed two times")) && said().contains(QStringLiteral("0.78")),
            qPrintable(said()));
        explain(4); // signals have no labels among them
        m_panel->findChildren<ReadingRow*>()[0]->click();
        QVERIFY(!said().contains(QStringLiteral("I was billed two times")));
    }

    void anotherReadingOfNowIsSaid()
    {
        explain(1);
        QVERIFY2(said().contains(QStringLiteral("Read anew, it would be “Medium”")), qPrintable(said()));
        explain(2); // it is not among the predictions at all
        QVERIFY2(said().contains(QStringLiteral("does not say this any more")), qPrintable(said()));
    }

    void aFailureIsSaidAndTriedAgain()
    {
        open(0);
        answer(readView().ticket.id, failure(ErrorCode::Unavailable, "The engine is still loading; try again in a moment."));
        QVERIFY2(said().contains(QStringLiteral("still loading")), qPrintable(said()));
        const QList<TextLink*> links = visible<TextLink>(m_box);
        QCOMPARE(links.size(), 1);
        links.first()->click();
        QTest::qWait(1);
        QCOMPARE(m_asked->count(), 2);
        QVERIFY(said().contains(QStringLiteral("Finding out")));
        answer(readView().ticket.id, whyRead());
        QCOMPARE(visible<ChipFlow>().size(), 2);
    }

    void anAnswerForAnotherTicketIsLeftOut()
    {
        open(0);
        answer(TicketId("another"), whyRead());
        QVERIFY(said().contains(QStringLiteral("Finding out")));
    }

    void aNewMessageIsReadAnewAndNothingElseIs()
    {
        explain(0);
        TicketView view = readView();
        view.ticket.version += 1;
        show(view);
        QCOMPARE(visible<ChipFlow>().size(), 2); // stays open
        Message more = view.messages.front();
        more.author = Author::Customer;
        view.messages.push_back(more);
        show(view);
        QCOMPARE(visible<ChipFlow>().size(), 0);
        open(0);
        QCOMPARE(m_asked->count(), 2);
    }

    void theKeyboardReachesAndOpensIt()
    {
        ReadingRow* row = rows().first();
        m_panel->activateWindow();
        row->setFocus(Qt::TabFocusReason);
        QVERIFY(row->focusPolicy() == Qt::StrongFocus);
        QTest::keyClick(row, Qt::Key_Return);
        QVERIFY(row->isOpen());
        QCOMPARE(row->accessibleDescription(), QStringLiteral("Shows why; press to close"));
        QTest::keyClick(row, Qt::Key_Space);
        QVERIFY(!row->isOpen());
    }

    void foreignWordsAreNoMarkupAndHostileOnesAreShown()
    {
        open(0);
        Explanation why = whyRead();
        why.predictions[0].words[0].words = "\xE2\x80\xAEtwice\n<img src=x>";
        why.examples[0].text = "<b>bold</b>\xE2\x80\xAE";
        answer(readView().ticket.id, why);
        QVERIFY2(visible<ChipFlow>().first()->items()[0].chip.text.contains(QStringLiteral("⟨RLO⟩")),
            qPrintable(visible<ChipFlow>().first()->items()[0].chip.text));
        QVERIFY2(said().contains(QStringLiteral("<b>bold</b>⟨RLO⟩")), qPrintable(said()));
    }

    void chipsWrapAndAreNoWiderThanThePanel()
    {
        explain(0);
        ChipFlow* flow = visible<ChipFlow>().first();
        QVERIFY(flow->heightForWidth(90) > flow->heightForWidth(1000));
        QVERIFY(flow->height() >= flow->heightForWidth(flow->width()));
        QVERIFY(flow->heightForWidth(1) > 0);
    }

    void pictures()
    {
        for (const auto& [look, direction] : {std::pair(Appearance::Light, Qt::LeftToRight),
                 std::pair(Appearance::Dark, Qt::LeftToRight), std::pair(Appearance::Light, Qt::RightToLeft)}) {
            m_look.theme().setAppearance(look);
            QApplication::setLayoutDirection(direction);
            init2();
            explain(0);
            open(1);
            open(4);
            QTest::qWait(1);
            const QString name = direction == Qt::RightToLeft ? QStringLiteral("reading-rtl")
                : look == Appearance::Dark                    ? QStringLiteral("reading-dark")
                                                              : QStringLiteral("reading-light");
            keepPicture(*m_panel, name);
            for (const QWidget* each : m_box->findChildren<QWidget*>()) {
                if (each->isVisible())
                    QVERIFY2(each->width() <= m_box->width(), each->metaObject()->className());
            }
        }
    }

private:
    void init2()
    {
        m_panel = std::make_unique<SidePanel>();
        m_panel->resize(312, 1500);
        m_panel->show();
        m_panel->setTicket(readView());
        m_box = &m_panel->evidence().reading();
    }
    [[nodiscard]] QList<ReadingRow*> rows() const { return visible<ReadingRow>(); }
    template <typename Widget>
    [[nodiscard]] QList<Widget*> visible(const QWidget* in = nullptr) const
    {
        QList<Widget*> all = (in == nullptr ? m_panel.get() : in)->template findChildren<Widget*>();
        all.removeIf([](const Widget* each) { return !each->isVisible(); });
        return all;
    }
    void open(int row)
    {
        rows()[row]->setChecked(true);
        QTest::qWait(1);
    }
    void explain(int row)
    {
        open(row);
        answer(readView().ticket.id, whyRead());
    }
    void answer(const TicketId& ticket, const Result<Explanation>& explanation)
    {
        m_box->setExplanation(ticket, explanation);
        QTest::qWait(1); // labels appear with the next event
    }
    void show(const TicketView& view)
    {
        m_panel->setTicket(view);
        QTest::qWait(1);
    }
    // All that the box's visible labels say.
    [[nodiscard]] QString said() const
    {
        QStringList all;
        for (const QLabel* label : m_box->findChildren<QLabel*>()) {
            if (label->isVisible())
                all << label->text();
        }
        return all.join(u'\n');
    }

    Look m_look;
    std::unique_ptr<SidePanel> m_panel;
    ReadingBox* m_box = nullptr;
    std::unique_ptr<QSignalSpy> m_asked;
};

QTEST_MAIN(TestReadingBox)
#include "TestReadingBox.moc"
