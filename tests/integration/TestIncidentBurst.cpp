// links: tandem_engine
// Tickets of many customers about one problem, through the engine that the programs run: shown together, told to a person as a
// possible incident, and the same after a restart. Without an embedding model, so that the words alone decide; the model's
// part is judged by evaluate_groups.
#include "Engine.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};
constexpr int longestWait = 60000; // milliseconds, for what other threads do

class Desk {
public:
    Desk() { start(); }

    void start()
    {
        Config::Sources sources;
        sources.flags = {{"models.directory", (path(m_directory) / "no-models").string()}, {"workers", "1"}};
        Engine::Options options;
        options.workspace = path(m_directory) / "workspace";
        options.resources = TANDEM_RESOURCES;
        options.config = valueOf(Config::load(sources));
        options.workers = WorkerMode::Run;
        m_engine.reset(); // one process a workspace
        m_engine = valueOf(Engine::create(std::move(options), clock));
        valueOf(m_engine->assistant().detectLanguage("loaded?")); // waits until everything is
    }

    Engine* operator->() { return m_engine.get(); }

    Ticket send(const std::string& customer, const std::string& subject, const std::string& text)
    {
        IncomingMessage message;
        message.customerId = customer;
        message.subject = subject;
        message.text = text;
        return considered(valueOf(m_engine->intake().submit(admin, message)).id);
    }
    // A report of the same, each with a number of its own.
    Ticket report(int number)
    {
        return send("customer-" + std::to_string(number), "Payment page shows error 502",
            "The payment page of our shop shows error 502 and nobody can pay. Order " + std::to_string(1000 + 37 * number)
                + " is waiting. Please repair the payment page.");
    }
    Ticket read(const TicketId& id) { return valueOf(m_engine->conversations().ticket(admin, id)).ticket; }

    ManualClock clock;

private:
    Ticket considered(const TicketId& id)
    {
        QElapsedTimer timer;
        timer.start();
        while (true) {
            const Ticket ticket = read(id);
            if (ticket.classification && ticket.status != TicketStatus::Received)
                return ticket;
            if (timer.elapsed() > longestWait)
                qFatal("nothing happened to a ticket; its status is %s", std::string(name(ticket.status)).c_str());
            QTest::qSleep(5);
        }
    }

    QTemporaryDir m_directory;
    std::unique_ptr<Engine> m_engine;
};

const EscalationReason* incidentIn(const Ticket& ticket)
{
    const auto found = std::ranges::find(ticket.escalation, EscalationCode::IncidentBurst, &EscalationReason::code);
    return found == ticket.escalation.end() ? nullptr : &*found;
}

} // namespace

class TestIncidentBurst : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fiveCustomersWithOneProblemAreAPossibleIncident()
    {
        Desk desk;
        std::vector<Ticket> tickets;
        for (int number = 1; number <= 4; ++number) {
            tickets.push_back(desk.report(number));
            QVERIFY(incidentIn(tickets.back()) == nullptr);
            desk.clock.advance(4min);
        }
        tickets.push_back(desk.report(5));
        const Ticket& fifth = tickets.back();
        QCOMPARE(fifth.status, TicketStatus::Escalated);
        const EscalationReason* reason = incidentIn(fifth);
        QVERIFY(reason != nullptr);
        QCOMPARE(reason->detail, std::string("5 customers reported the same problem within 16 minutes: a possible incident."));
        QCOMPARE(reason->value.value_or(0), 5.0);
        QCOMPARE(reason->threshold.value_or(0), 5.0);
        for (const Ticket& ticket : tickets) { // those who wait already belong to it
            const auto group = desk.read(ticket.id).group;
            QVERIFY(group.has_value());
            QCOMPARE(group->id, GroupId(tickets.front().id.value()));
            QCOMPARE(group->size, std::int64_t(5));
            QVERIFY(group->incident && group->incident->customers == 5);
        }
        InboxQuery query;
        query.view = InboxView::All;
        query.group = fifth.group ? fifth.group->id : GroupId();
        const InboxPage page = valueOf(desk->inbox().page(admin, query));
        QCOMPARE(page.total, std::int64_t(5));
        QVERIFY(page.tickets.front().group && page.tickets.front().group->incident);
        query.text = "payment";
        QCOMPARE(valueOf(desk->inbox().page(admin, query)).total, std::int64_t(5));
    }

    void oneCustomersRepeatedMailIsAGroupAndNoIncident()
    {
        Desk desk;
        Ticket last;
        for (int number = 1; number <= 7; ++number) {
            last = desk.send("loud", "Payment page shows error 502", "The payment page shows error 502. Answer me at last!");
            desk.clock.advance(1min);
        }
        QVERIFY(incidentIn(last) == nullptr);
        QVERIFY(last.group && last.group->size == 7 && !last.group->incident);
    }

    void thanksAndRefundWishesAreNoIncident()
    {
        Desk desk;
        for (int number = 1; number <= 6; ++number) {
            const std::string customer = std::to_string(number);
            const Ticket thanks
                = desk.send("t" + customer, "Thank you", "Thank you very much for the quick help, it is perfect now!");
            const Ticket refund
                = desk.send("r" + customer, "Refund", "I want my money back for the annual plan, please refund me.");
            QVERIFY(incidentIn(thanks) == nullptr);
            QVERIFY(incidentIn(refund) == nullptr);
            desk.clock.advance(2min);
        }
    }

    void aBurstThatGoesOnOverARestartIsSeen()
    {
        Desk desk;
        TicketId first;
        for (int number = 1; number <= 4; ++number) {
            const Ticket ticket = desk.report(number);
            first = number == 1 ? ticket.id : first;
            desk.clock.advance(2min);
        }
        desk.start();
        const Ticket fifth = desk.report(5);
        QVERIFY(incidentIn(fifth) != nullptr);
        QVERIFY(fifth.group && fifth.group->id == GroupId(first.value()) && fifth.group->size == 5);
    }

    void whatCameLongAgoIsNoBurst()
    {
        Desk desk;
        for (int number = 1; number <= 5; ++number) {
            QVERIFY(incidentIn(desk.report(number)) == nullptr);
            desk.clock.advance(20min);
        }
    }

    void aCustomerWhoWritesAgainStaysInTheGroup()
    {
        Desk desk;
        std::vector<Ticket> tickets;
        for (int number = 1; number <= 5; ++number)
            tickets.push_back(desk.report(number));
        const Ticket& fifth = tickets.back();
        const std::string token = valueOf(desk->administration().createToken(admin, Role::Customer, "Five", "customer-5"));
        const Actor customer = valueOf(desk->administration().authenticate(token));
        Reply reply;
        reply.text = "By the way, where do I find my invoices?";
        reply.idempotencyKey = "again";
        valueOf(desk->conversations().reply(customer, fifth.id, reply));
        QElapsedTimer timer;
        timer.start();
        while (desk.read(fifth.id).status == TicketStatus::Received || desk.read(fifth.id).version <= fifth.version + 1) {
            QVERIFY(timer.elapsed() < longestWait);
            QTest::qSleep(5);
        }
        const Ticket after = desk.read(fifth.id);
        QVERIFY(incidentIn(after) != nullptr);
        QVERIFY(after.group && after.group->size == 5);
    }
};

QTEST_GUILESS_MAIN(TestIncidentBurst)
#include "TestIncidentBurst.moc"
