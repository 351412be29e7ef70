// links: tandem_engine
// A ticket's whole way with people in it, through the engine that the programs run: refused without an answer, approved,
// answered, resolved, learned, cited for the next customer.
#include "Engine.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>

using namespace tandem;

namespace {

const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};
constexpr int longestWait = 60000; // milliseconds, for what other threads do

class Desk {
public:
    Desk()
    {
        Engine::Options options;
        options.workspace = path(m_directory) / "workspace";
        options.resources = TANDEM_RESOURCES;
        options.config = Config::defaults();
        options.workers = WorkerMode::Run;
        m_engine = valueOf(Engine::create(std::move(options), m_clock));
        valueOf(m_engine->assistant().detectLanguage("loaded?")); // waits until everything is
        const std::string token = valueOf(m_engine->administration().createToken(admin, Role::Customer, "Ada", "ada"));
        m_ada = valueOf(m_engine->administration().authenticate(token));
    }

    Engine& operator*() { return *m_engine; }
    Engine* operator->() { return m_engine.get(); }
    [[nodiscard]] const Actor& ada() const { return m_ada; }

    TicketId submit(const std::string& customer, const std::string& subject, const std::string& text)
    {
        IncomingMessage message;
        message.customerId = customer;
        message.customerName = "Ada Holm";
        message.subject = subject;
        message.text = text;
        return valueOf(m_engine->intake().submit(admin, message)).id;
    }

    // The ticket once `isThere` holds for it.
    template <typename Condition>
    TicketView until(const TicketId& id, const Condition& isThere)
    {
        QElapsedTimer timer;
        timer.start();
        while (true) {
            TicketView view = valueOf(m_engine->conversations().ticket(admin, id));
            if (isThere(view))
                return view;
            if (timer.elapsed() > longestWait)
                qFatal("nothing more happened to a ticket; its status is %s", std::string(name(view.ticket.status)).c_str());
            QTest::qSleep(5);
        }
    }
    TicketView considered(const TicketId& id)
    {
        return until(id, [](const TicketView& view) {
            const TicketStatus status = view.ticket.status;
            return status == TicketStatus::AwaitingReview
                || ((status == TicketStatus::Escalated || status == TicketStatus::AwaitingApproval) && view.messages.size() > 1);
        });
    }

private:
    QTemporaryDir m_directory;
    ManualClock m_clock;
    std::unique_ptr<Engine> m_engine;
    Actor m_ada;
};

bool cites(const TicketView& view, const ArticleId& article)
{
    return view.ticket.draft && std::ranges::any_of(view.ticket.draft->sentences, [&](const DraftSentence& sentence) {
        return std::ranges::find(sentence.citations, article, &Citation::article) != sentence.citations.end();
    });
}

} // namespace

class TestFirstLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRefundIsApprovedAndHandedToAPerson()
    {
        Desk desk;
        std::atomic<int> changes = 0;
        const auto subscription = desk->feed().subscribe([&](const Change&) { ++changes; });
        const TicketId id = desk.submit(
            "ada", "Charged twice", "You charged my card twice this month. Please refund the second charge of €384.00.");
        const TicketView asked = desk.considered(id);
        QCOMPARE(asked.ticket.status, TicketStatus::AwaitingApproval);
        QVERIFY(asked.ticket.dueAt.has_value());
        const auto waiting = valueOf(desk->approvals().waiting(admin, 10));
        QCOMPARE(waiting.size(), std::size_t(1));
        QCOMPARE(waiting.front().approval.action, std::string("refund"));
        QCOMPARE(waiting.front().approval.amount, std::string("€384.00"));
        QVERIFY(waiting.front().trailIntact);
        succeed(desk->approvals().approve(admin, waiting.front().approval.id, "there is a second charge"));
        const TicketView handed = desk.until(id, [](const TicketView& view) {
            return std::ranges::any_of(
                view.messages, [](const Message& message) { return message.visibility == Visibility::Internal; });
        });
        QCOMPARE(handed.ticket.status, TicketStatus::Pending);
        QCOMPARE(handed.ticket.draft->actions.front().state, ActionState::Done);
        QVERIFY2(handed.messages.back().text.find("carry it out in the billing system") != std::string::npos,
            handed.messages.back().text.c_str());
        QVERIFY(changes > 0);

        // Ada writes again: everything is considered anew, and the refund is not put up a second time.
        valueOf(desk->conversations().reply(
            desk.ada(), id, {"Thank you. How long will that take?", "k-1", TicketStatus::Pending, {}}));
        const TicketView again = desk.until(id, [&](const TicketView& view) {
            return view.ticket.status != TicketStatus::Received && view.ticket.draft->id != handed.ticket.draft->id;
        });
        QVERIFY2(again.ticket.status != TicketStatus::AwaitingApproval, "nothing waits for a decision");
        QCOMPARE(again.approvals.size(), std::size_t(1));
        QCOMPARE(again.approvals.front().state, ApprovalState::Approved);
        QCOMPARE(again.ticket.preview, std::string("Thank you. How long will that take?"));
    }

    void aResolutionIsCitedForTheNextCustomerUntilItIsUndone()
    {
        Desk desk;
        const std::string subject = "Badge printer";
        const std::string question = "The badge printer at the reception prints blank badges. How do I get it to print again?";
        const TicketId first = desk.submit("ada", subject, question);
        const TicketView unanswered = desk.considered(first);
        QVERIFY2(unanswered.ticket.draft->abstained, "nobody knows yet");
        valueOf(desk->conversations().reply(admin, first,
            {"Hello Ada,\n\nWhen the badge printer prints blank badges, its ribbon sits upside down. Open the badge printer, "
             "turn the "
             "ribbon over and print a test badge.\n\nKind regards\nSimone",
                "k-1", TicketStatus::Pending, {}}));
        const CandidateId candidate = valueOf(desk->conversations().resolve(admin, first, Learn::Yes));
        QVERIFY(!candidate.empty());
        succeed(desk->learning().accept(admin, candidate, std::nullopt));
        const ArticleId learned = valueOf(desk->learning().candidates(admin, CandidateState::Accepted, 10)).front().article;

        const TicketView answered = desk.considered(desk.submit("bo", subject, question));
        QVERIFY2(cites(answered, learned), answered.ticket.draft->text.c_str());
        QVERIFY2(answered.ticket.draft->text.find("ribbon") != std::string::npos, answered.ticket.draft->text.c_str());
        QCOMPARE(answered.evidence.front().article, learned);

        succeed(desk->learning().undo(admin, candidate));
        const TicketView after = desk.considered(desk.submit("cy", subject, question));
        QVERIFY2(!cites(after, learned), "an undone resolution must not be cited");
        QVERIFY(after.ticket.draft->abstained);
    }
};

QTEST_GUILESS_MAIN(TestFirstLoop)
#include "TestFirstLoop.moc"
