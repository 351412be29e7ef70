// links: tandem_pipeline
#include "pipeline/Decisions.h"
#include "pipeline/enrich/Enrich.h"
#include "support/TemporaryStore.h"

#include <algorithm>

using namespace tandem;

// What a ticket is judged by besides its messages.
class TestEnrich : public QObject {
    Q_OBJECT

    struct Desk {
        ManualClock clock;
        TemporaryStore store{clock};
        int count = 0;

        TicketId open(const char* customer = "cus_1")
        {
            Ticket ticket;
            ticket.id = TicketId("t-" + std::to_string(++count));
            ticket.customer = CustomerId(customer);
            ticket.createdAt = clock.now();
            succeed(store->write([&](Transaction& transaction) -> Status {
                TRY(transaction.tickets().insert(ticket));
                return transaction.tickets().append({MessageId("m-" + ticket.id.value()), ticket.id, Author::Customer,
                    Visibility::Public, {}, "I want to talk to a person.", clock.now()});
            }));
            return ticket.id;
        }
        void opened(int tickets, Milliseconds apart)
        {
            for (int i = 0; i < tickets; ++i) {
                open();
                clock.advance(apart);
            }
        }
        EnrichedTicket enriched(const TicketId& id) { return valueOf(tandem::enriched(*store, id)); }
        // As the engine leaves a ticket that it has read.
        void read(const TicketId& id, const std::vector<Signal>& signals, double injection = 0)
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                Ticket ticket = TRY(transaction.tickets().get(id));
                ticket.classification.emplace();
                ticket.classification->signals = signals;
                ticket.classification->injection = {injection, {"override"}, "ignore all that"};
                TRY(transaction.tickets().update(ticket));
                return transaction.audit().append({0, clock.now(), ActorId("engine"), "ticket.escalated", id.value(), "", ""});
            }));
        }
        void audit(const TicketId& id, const char* action, const char* detail = "")
        {
            succeed(store->write([&](Transaction& transaction) {
                return transaction.audit().append({0, clock.now(), ActorId("a-marta"), action, id.value(), detail, ""});
            }));
        }
        std::vector<EscalationCode> carried(const TicketId& id)
        {
            std::vector<EscalationCode> codes;
            for (const Signal& signal : enriched(id).conversation.earlierSignals)
                codes.push_back(signal.code);
            return codes;
        }
    };

    static Signal signal(EscalationCode code) { return {code, HighStakesAction::None, "words", 0.8}; }
    static bool isFlood(const EnrichedTicket& enriched, int limit)
    {
        Policy policy;
        policy.ticketsPerCustomerHour = limit;
        DecisionInputs inputs;
        inputs.ticketsInHour = enriched.conversation.ticketsInHour;
        return !decide(inputs, policy).reasons.empty();
    }

private Q_SLOTS:
    void earlierTicketsOfTheCustomerComeAlongWithTheDesksLastAnswers()
    {
        Desk desk;
        const TicketId other = desk.open("cus_2");
        for (int i = 0; i < 8; ++i) {
            const TicketId id = desk.open();
            succeed(desk.store->write([&](Transaction& transaction) -> Status {
                TRY(transaction.tickets().append({MessageId("a-" + id.value()), id, Author::Agent, Visibility::Public,
                    ActorId("a-omar"), "Answer to " + id.value(), desk.clock.now()}));
                return transaction.tickets().append({MessageId("n-" + id.value()), id, Author::Agent, Visibility::Internal,
                    ActorId("a-omar"), "A note.", desk.clock.now()});
            }));
        }
        const auto earlier = desk.enriched(TicketId("t-8")).conversation.earlierTickets; // t-9 came after it
        QCOMPARE(earlier.size(), std::size_t(5));
        QCOMPARE(earlier[0].answer, std::string("Answer to t-7"));
        QCOMPARE(earlier[1].answer, std::string("Answer to t-6"));
        QVERIFY2(earlier[2].answer.empty(), "the newest two are enough");
        QVERIFY(desk.enriched(other).conversation.earlierTickets.empty());
    }

    void ticketsOfTheHourBeforeAreCountedWithTheTicketItself()
    {
        Desk desk;
        const TicketId early = desk.open();
        desk.clock.advance(std::chrono::hours(1));
        desk.open("cus_2");
        desk.open();
        desk.clock.advance(std::chrono::minutes(59));
        const TicketId last = desk.open();
        QCOMPARE(desk.enriched(early).conversation.ticketsInHour, std::optional(1));
        QCOMPARE(desk.enriched(last).conversation.ticketsInHour, std::optional(2));
        desk.clock.advance(std::chrono::minutes(1));
        QVERIFY2(desk.enriched(desk.open()).conversation.ticketsInHour == 2, "the window is open at its begin");
    }

    void messagesOfTheHourAreCountedByTheCustomerAlone()
    {
        Desk desk;
        const TicketId id = desk.open();
        auto say = [&, count = 0](Author author) mutable {
            succeed(desk.store->write([&](Transaction& transaction) {
                return transaction.tickets().append(
                    {MessageId("s-" + std::to_string(++count)), id, author, Visibility::Public, {}, "Hello?", desk.clock.now()});
            }));
        };
        desk.clock.advance(std::chrono::hours(1));
        say(Author::Customer);
        say(Author::Agent);
        desk.clock.advance(std::chrono::minutes(59));
        say(Author::Customer);
        QCOMPARE(desk.enriched(id).conversation.messagesInHour, 2);
    }

    void aBacklogOfTwoHoursStillFlagsAFlood()
    {
        Desk desk;
        desk.opened(5, std::chrono::minutes(1));
        desk.clock.advance(std::chrono::hours(2));
        QVERIFY(!isFlood(desk.enriched(TicketId("t-4")), 4));
        QVERIFY(isFlood(desk.enriched(TicketId("t-5")), 4));
        QCOMPARE(desk.enriched(TicketId("t-5")).conversation.ticketsInHour, std::optional(5));
    }

    void whatComesLaterDoesNotMakeAnEarlierTicketPartOfAFlood()
    {
        Desk desk;
        const TicketId first = desk.open();
        desk.clock.advance(std::chrono::minutes(1));
        desk.opened(10, std::chrono::seconds(1));
        QVERIFY(!isFlood(desk.enriched(first), 4));
    }

    void aFollowUpOnLastWeeksTicketIsNoFlood()
    {
        Desk desk;
        const TicketId old = desk.open();
        desk.read(old, {});
        desk.clock.advance(std::chrono::hours(7 * 24));
        desk.opened(10, std::chrono::seconds(1));
        QCOMPARE(desk.enriched(old).conversation.ticketsInHour, std::nullopt);
        QVERIFY(!isFlood(desk.enriched(old), 4));
    }

    void reasonsOfAConversationAreCarriedAndOthersAreNot()
    {
        Desk desk;
        const TicketId id = desk.open();
        QVERIFY2(desk.carried(id).empty(), "nothing was read yet");
        desk.read(id,
            {signal(EscalationCode::HumanRequested), signal(EscalationCode::RepeatedQuestion),
                signal(EscalationCode::NegativeSentiment), signal(EscalationCode::LegalRegulatory),
                signal(EscalationCode::ChurnThreat), signal(EscalationCode::HighStakesAction)},
            0.7);
        QCOMPARE(desk.carried(id),
            (std::vector{EscalationCode::HumanRequested, EscalationCode::LegalRegulatory, EscalationCode::ChurnThreat,
                EscalationCode::HighStakesAction}));
        const Conversation conversation = desk.enriched(id).conversation;
        QCOMPARE(conversation.earlierInjection.score, 0.7);
        QCOMPARE(conversation.earlierInjection.words, std::string("ignore all that"));
        QCOMPARE(conversation.earlierSignals.front().words, std::string("words"));
    }

    void whatAPersonAnsweredAndLeftOpenIsStillCarried()
    {
        Desk desk;
        const TicketId id = desk.open();
        desk.read(id, {signal(EscalationCode::HumanRequested)});
        desk.audit(id, "ticket.replied", "pending by_hand");
        desk.audit(id, "ticket.customer_replied");
        QCOMPARE(desk.carried(id).size(), std::size_t(1));
    }

    void whatAPersonResolvedIsOver_data()
    {
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("resolved") << QByteArray("ticket.resolved") << QByteArray();
        QTest::newRow("answered and resolved") << QByteArray("ticket.replied") << QByteArray("resolved draft d-1 as_written");
    }
    void whatAPersonResolvedIsOver()
    {
        QFETCH(QByteArray, action);
        QFETCH(QByteArray, detail);
        Desk desk;
        const TicketId id = desk.open();
        desk.read(id, {signal(EscalationCode::HumanRequested)}, 0.9);
        desk.audit(id, action.constData(), detail.constData());
        desk.audit(id, "ticket.customer_replied");
        QVERIFY(desk.carried(id).empty());
        QCOMPARE(desk.enriched(id).conversation.earlierInjection.score, 0.0);
    }

    void whatWasOpenedAgainOrSaidAfterwardsHolds()
    {
        Desk desk;
        const TicketId id = desk.open();
        desk.read(id, {signal(EscalationCode::HumanRequested)});
        desk.audit(id, "ticket.resolved");
        desk.audit(id, "ticket.reopened");
        QCOMPARE(desk.carried(id).size(), std::size_t(1));
        desk.audit(id, "ticket.resolved");
        QVERIFY(desk.carried(id).empty());
        desk.read(id, {signal(EscalationCode::LegalRegulatory)});
        QCOMPARE(desk.carried(id), std::vector{EscalationCode::LegalRegulatory});
    }
};

QTEST_GUILESS_MAIN(TestEnrich)
#include "TestEnrich.moc"
