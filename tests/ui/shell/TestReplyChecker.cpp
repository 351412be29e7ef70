// links: tandem_ui
#include "ui/conversation/Composer.h"
#include "ui/conversation/ComposerEdit.h"
#include "ui/conversation/SampleTicket.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/shell/ReplyChecker.h"
#include "ui/support/Look.h"
#include "ui/support/MemoryConnector.h"

#include <QTest>

#include <functional>
#include <utility>

using namespace tandem;
using namespace tandem::ui;

namespace {

class MemoryReviews : public AbsentReviews {
public:
    Result<ReplyCheck> check(const Actor& actor, const TicketId& ticket, const std::string& text, std::stop_token) override
    {
        asked.push_back(actor.id.value() + " " + ticket.value() + " " + text);
        if (broken)
            return retryableFailure(ErrorCode::Unavailable, "The models are still loading.");
        return ReplyCheck{{claim(text, 0.1, "", "", "Nothing supports it")}};
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
    [[nodiscard]] bool isAsked() const { return !m_waiting.empty(); }
    void release()
    {
        for (const auto& work : std::exchange(m_waiting, {}))
            work(m_desk);
        QTest::qWait(1);
    }

    MemoryReviews reviews;

protected:
    void run(std::function<void(Desk&)> work) override { m_waiting.push_back(std::move(work)); }

private:
    static PartialDesk::Parts parts(HeldConnector& of)
    {
        PartialDesk::Parts parts;
        parts.inbox = &of.m_inbox;
        parts.reviews = &of.reviews;
        return parts;
    }

    MemoryInbox m_inbox;
    PartialDesk m_desk{parts(*this)};
    std::vector<std::function<void(Desk&)>> m_waiting;
};

TicketView ticketNamed(const char* id)
{
    TicketView view = sampleView();
    view.ticket.id = TicketId(id);
    return view;
}

} // namespace

// What is being written goes to the desk to be checked, and comes back to the sentence that it is about.
class TestReplyChecker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_look.reset();
        m_connector = std::make_unique<HeldConnector>();
        m_column = std::make_unique<TicketColumn>(ActorId("agent-1"), sampleNow);
        m_checker = std::make_unique<ReplyChecker>(*m_connector, *m_column);
        m_column->resize(700, 700);
        m_column->show();
        m_column->setTicket(ticketNamed("t-1"));
        m_edit = m_column->composer().findChild<ComposerEdit*>();
    }

    void cleanup()
    {
        m_checker.reset();
        m_column.reset();
        m_connector.reset();
    }

    void theDeskHearsOfTheReplyAndItsFaultsAreMarked()
    {
        m_edit->setPlainText(QStringLiteral("Größe M is sold out."));
        QTRY_VERIFY(m_connector->isAsked());
        m_connector->release();
        QCOMPARE(m_connector->reviews.asked, std::vector<std::string>{"agent-1 t-1 Größe M is sold out."});
        QCOMPARE(m_edit->marks().size(), 1U);
        QCOMPARE(m_edit->marks()[0].support, Support::Unsupported);
    }

    void anAnswerThatComesForAnotherTicketIsPassedOver()
    {
        m_edit->setPlainText(QStringLiteral("Sold out."));
        QTRY_VERIFY(m_connector->isAsked());
        m_column->setTicket(ticketNamed("t-2"));
        m_edit->setPlainText(QStringLiteral("Sold out."));
        m_connector->release();
        QVERIFY(m_edit->marks().empty());
    }

    void withoutAnAnswerNothingIsMarked()
    {
        m_connector->reviews.broken = true;
        m_edit->setPlainText(QStringLiteral("Sold out."));
        QTRY_VERIFY(m_connector->isAsked());
        m_connector->release();
        QCOMPARE(m_connector->reviews.asked.size(), 1U);
        QVERIFY(m_edit->marks().empty());
    }

private:
    Look m_look;
    std::unique_ptr<HeldConnector> m_connector;
    std::unique_ptr<TicketColumn> m_column;
    std::unique_ptr<ReplyChecker> m_checker;
    ComposerEdit* m_edit = nullptr;
};

QTEST_MAIN(TestReplyChecker)
#include "TestReplyChecker.moc"
