// links: tandem_desk
#include "engine/desk/IntakeDesk.h"

using namespace tandem;

namespace {

const Actor service{ActorId("a-1"), Role::Service, "website", {}};

IncomingMessage message(const std::string& customer, const std::string& text, const std::string& key = "")
{
    IncomingMessage incoming;
    incoming.customerId = customer;
    incoming.subject = "Subject";
    incoming.text = text;
    incoming.idempotencyKey = key;
    incoming.correlation = CorrelationId("c-" + text);
    return incoming;
}

} // namespace

class TestIntakeService : public QObject {
    Q_OBJECT

    using Desk = IntakeDesk;

private Q_SLOTS:
    void aTicketIsStoredWithItsMessageCustomerAndJob()
    {
        Desk desk;
        IncomingMessage incoming = message("ada@customer.example", "How long?");
        incoming.customerName = "Ada";
        incoming.customerTier = Tier::Business;
        const Receipt receipt = valueOf(desk.intake.submit(service, incoming));
        const TicketView view = valueOf(desk.conversations.ticket(service, receipt.id));
        QCOMPARE(view.ticket.status, TicketStatus::Received);
        QCOMPARE(view.messages.size(), std::size_t(1));
        QCOMPARE(view.messages.front().text, std::string("How long?"));
        QCOMPARE(view.customer.externalId, std::string("ada@customer.example"));
        QVERIFY(view.customer.tier == Tier::Business);
        QVERIFY2(!qt(view.ticket.customer.value()).contains(qt("ada")), "the inner id must not tell who the customer is");
        QCOMPARE(desk.waiting(), 1);
        QCOMPARE(desk.work.seen(), std::uint64_t(1));
    }

    void theSameKeyAndBodyIsTheSameTicket()
    {
        Desk desk;
        const Receipt first = valueOf(desk.intake.submit(service, message("c", "text", "key-1")));
        const Receipt second = valueOf(desk.intake.submit(service, message("c", "text", "key-1")));
        QCOMPARE(second.id, first.id);
        QVERIFY(second.repeated);
        QVERIFY(!first.repeated);
        QCOMPARE(desk.waiting(), 1);
    }

    void theSameKeyWithAnotherBodyIsAConflict()
    {
        Desk desk;
        valueOf(desk.intake.submit(service, message("c", "text", "key-1")));
        const auto second = desk.intake.submit(service, message("c", "other", "key-1"));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QCOMPARE(desk.waiting(), 1);
    }

    void anotherActorsKeyIsAnotherKey()
    {
        Desk desk;
        const Actor other{ActorId("a-2"), Role::Service, "app", {}};
        const Receipt first = valueOf(desk.intake.submit(service, message("c", "text", "key-1")));
        QVERIFY(valueOf(desk.intake.submit(other, message("c", "text", "key-1"))).id != first.id);
    }

    void withoutAKeyEveryRequestIsATicketOfItsOwn()
    {
        Desk desk;
        const Receipt first = valueOf(desk.intake.submit(service, message("c", "text")));
        QVERIFY(valueOf(desk.intake.submit(service, message("c", "text"))).id != first.id);
        QCOMPARE(desk.waiting(), 2);
    }

    void whatALaterMessageLeavesOutIsKeptFromTheFirst()
    {
        Desk desk;
        IncomingMessage first = message("c", "one");
        first.customerName = "Ada";
        first.customerTier = Tier::Enterprise;
        valueOf(desk.intake.submit(service, first));
        const Receipt second = valueOf(desk.intake.submit(service, message("c", "two")));
        const TicketView view = valueOf(desk.conversations.ticket(service, second.id));
        QCOMPARE(view.customer.displayName, std::string("Ada"));
        QVERIFY(view.customer.tier == Tier::Enterprise);
    }

    void aCustomersTokenWritesAndReadsForThatCustomerAlone()
    {
        Desk desk;
        const Receipt theirs = valueOf(desk.intake.submit(service, message("somebody", "text")));
        const TicketView view = valueOf(desk.conversations.ticket(service, theirs.id));
        const Actor themselves{ActorId("a-3"), Role::Customer, "somebody", view.ticket.customer};
        QVERIFY(desk.conversations.ticket(themselves, theirs.id));
        QVERIFY(desk.intake.submit(themselves, message("somebody", "again")));
        const auto foreign = desk.intake.submit(themselves, message("another", "text"));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().code, ErrorCode::Forbidden);
        const Receipt others = valueOf(desk.intake.submit(service, message("another", "text")));
        const auto hidden = desk.conversations.ticket(themselves, others.id);
        QVERIFY(!hidden);
        QCOMPARE(hidden.error().code, ErrorCode::NotFound);
    }

    void aRefusedMessageLeavesNothingBehind()
    {
        Desk desk;
        QVERIFY(!desk.intake.submit(service, message("c", "  ")));
        QVERIFY(!desk.intake.submit(service, message("c", "text", std::string(256, 'k'))));
        QCOMPARE(desk.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(TestIntakeService)
#include "TestIntakeService.moc"
