// links: tandem_ui
#include "ui/conversation/SampleTicket.h"
#include "ui/customer/ChipFlow.h"
#include "ui/customer/ReadingBox.h"
#include "ui/customer/ReadingRow.h"
#include "ui/shell/ExplanationLoader.h"
#include "ui/support/Look.h"
#include "ui/support/MemoryConnector.h"

#include <QTest>

#include <functional>

using namespace tandem;
using namespace tandem::ui;

namespace {

class MemoryExplainer : public Explainer {
public:
    Result<Explanation> explain(const Actor& actor, const TicketId& id) override
    {
        asked.push_back(actor.id.value() + " " + id.value());
        if (broken)
            return retryableFailure(ErrorCode::Unavailable, "The models are still loading.");
        Explanation explanation;
        ExplainedPrediction category{ExplainedKind::Category, "billing_inquiry", "", 0.8, {}, {}};
        category.words.push_back({"invoice", {}, 1, 0.4});
        explanation.predictions.push_back(category);
        return explanation;
    }

    std::vector<std::string> asked;
    bool broken = false;
};

// Work waits until it is let go.
class HeldConnector : public Connector {
public:
    [[nodiscard]] Actor actor() const override { return {ActorId("agent-1"), Role::Agent, "Dana Reyes", {}}; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return QStringLiteral("Memory"); }
    void release()
    {
        for (const auto& work : std::exchange(m_waiting, {}))
            work(m_desk);
    }

    MemoryExplainer explainer;

protected:
    void run(std::function<void(Desk&)> work) override { m_waiting.push_back(std::move(work)); }

private:
    static PartialDesk::Parts parts(HeldConnector& of)
    {
        PartialDesk::Parts parts;
        parts.inbox = &of.m_inbox;
        parts.explainer = &of.explainer;
        return parts;
    }

    MemoryInbox m_inbox;
    PartialDesk m_desk{parts(*this)};
    std::vector<std::function<void(Desk&)>> m_waiting;
};

TicketView readView(const char* id)
{
    TicketView view = sampleView();
    view.ticket.id = TicketId(id);
    view.ticket.classification.emplace();
    view.ticket.classification->category = Category::BillingInquiry;
    return view;
}

} // namespace

class TestExplanationLoader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_connector = std::make_unique<HeldConnector>();
        m_box = std::make_unique<ReadingBox>();
        m_loader = std::make_unique<ExplanationLoader>(*m_connector, *m_box);
        m_box->setTicket(readView("a"));
        m_box->resize(300, 600);
        m_box->show();
    }
    void cleanup()
    {
        m_loader.reset();
        m_box.reset();
    }

    void openingALineBringsItsReasons()
    {
        openFirst();
        QCOMPARE(chips(), 0);
        answer();
        QCOMPARE(m_connector->explainer.asked, std::vector<std::string>{"agent-1 a"});
        QTRY_COMPARE(chips(), 1);
    }

    void anAnswerThatComesAfterAnotherTicketWasChosenIsDropped()
    {
        openFirst();
        show("b");
        openFirst();
        answer();
        QCOMPARE(m_connector->explainer.asked.size(), std::size_t(2));
        QTRY_COMPARE(chips(), 1);
        show("c");
        answer();
        QCOMPARE(chips(), 0);
    }

    void aBoxThatIsGoneIsNotFilled()
    {
        openFirst();
        m_loader.reset();
        answer();
        QCOMPARE(chips(), 0);
    }

private:
    void openFirst() { visibleRows().first()->click(); }
    [[nodiscard]] QList<ReadingRow*> visibleRows() const
    {
        QList<ReadingRow*> rows = m_box->findChildren<ReadingRow*>();
        rows.removeIf([](const ReadingRow* row) { return row->isHidden(); });
        return rows;
    }
    void show(const char* ticket)
    {
        m_box->setTicket(readView(ticket));
        QTest::qWait(1); // the new lines appear with the next event
    }
    void answer()
    {
        m_connector->release();
        QTest::qWait(1);
    }
    [[nodiscard]] qsizetype chips() const
    {
        QList<ChipFlow*> flows = m_box->findChildren<ChipFlow*>();
        flows.removeIf([](const ChipFlow* flow) { return !flow->isVisible(); });
        return flows.size();
    }

    Look m_look;
    std::unique_ptr<HeldConnector> m_connector;
    std::unique_ptr<ReadingBox> m_box;
    std::unique_ptr<ExplanationLoader> m_loader;
};

QTEST_MAIN(TestExplanationLoader)
#include "TestExplanationLoader.moc"
