// links: tandem_operations
#include "operations/OutboxDispatcher.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/TemporaryStore.h"

using namespace tandem;

class TestOutboxDispatcher : public QObject {
    Q_OBJECT

    struct Desk {
        ManualClock clock;
        TemporaryStore store{clock};
        MetricsRegistry metrics;
        WakeUp work;
        OutboxDispatcher dispatcher{*store, metrics, clock, work};
        TicketId ticket{"t-1"};

        Desk()
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                Customer customer;
                customer.id = TRY(transaction.customers().idOf("c"));
                customer.externalId = "c";
                TRY(transaction.customers().put(customer));
                Ticket stored;
                stored.id = ticket;
                stored.customer = customer.id;
                return transaction.tickets().insert(stored);
            }));
        }

        void add(const std::string& id, const std::string& key, EffectKind kind)
        {
            Effect effect;
            effect.id = EffectId(id);
            effect.ticket = ticket;
            effect.kind = kind;
            effect.idempotencyKey = key;
            effect.payload = "A person takes over.";
            succeed(store->write([&](Transaction& transaction) { return transaction.outbox().add(effect); }));
        }

        std::vector<Message> messages()
        {
            return valueOf(readResult(*store, [&](Transaction& transaction) { return transaction.tickets().messages(ticket); }));
        }
    };

private Q_SLOTS:
    void aMessageIsDeliveredOnceHoweverOftenItIsAddedOrDispatched()
    {
        Desk desk;
        desk.add("e-1", "handover:t-1", EffectKind::SendMessage);
        desk.add("e-2", "handover:t-1", EffectKind::SendMessage);
        QCOMPARE(valueOf(desk.dispatcher.dispatchDue()), 1);
        QCOMPARE(valueOf(desk.dispatcher.dispatchDue()), 0);
        const auto messages = desk.messages();
        QCOMPARE(messages.size(), std::size_t(1));
        QCOMPARE(messages.front().author, Author::Ai);
        QCOMPARE(messages.front().text, std::string("A person takes over."));
    }

    void whatCannotBeCarriedOutComesDueAgainLaterAndHoldsNothingUp()
    {
        Desk desk;
        desk.add("e-1", "refund:t-1", EffectKind::ExecuteAction);
        desk.add("e-2", "handover:t-1", EffectKind::SendMessage);
        QCOMPARE(valueOf(desk.dispatcher.dispatchDue()), 1);
        QCOMPARE(desk.messages().size(), std::size_t(1));
        const auto due = [&desk] {
            return valueOf(readResult(*desk.store, [&](Transaction& transaction) {
                return transaction.outbox().due(desk.clock.now(), 10);
            })).size();
        };
        QCOMPARE(due(), std::size_t(0));
        desk.clock.advance(std::chrono::minutes(1));
        QCOMPARE(due(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestOutboxDispatcher)
#include "TestOutboxDispatcher.moc"
