#pragma once

#include "desk/ConversationService.h"
#include "desk/FeedService.h"
#include "desk/IntakeService.h"
#include "operations/ApprovalExpiry.h"
#include "operations/OutboxDispatcher.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/TemporaryStore.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

// Those who work at a desk, with tokens, and a customer.
struct DeskPeople {
    Actor marta{ActorId("a-marta"), Role::Agent, "Marta Nowak", {}};
    Actor omar{ActorId("a-omar"), Role::Agent, "Omar Haddad", {}};
    Actor simone{ActorId("a-simone"), Role::Supervisor, "Simone Roth", {}};
    Actor viktor{ActorId("a-viktor"), Role::Supervisor, "Viktor Orel", {}};
    Actor website{ActorId("a-website"), Role::Service, "website", {}};
    Actor ada{ActorId("a-ada"), Role::Customer, "Ada Holm", {}};
    Actor stranger{ActorId("a-stranger"), Role::Customer, "Somebody", {}};
};

// A desk over a real store without models: what people do, with the outbox dispatched by hand.
struct DeskFixture {
    ManualClock clock;
    TemporaryStore store{clock};
    FeedService feed{*store};
    MetricsRegistry metrics;
    WakeUp work;
    WakeUp outboxWork;
    DeskPhrases phrases = englishPhrases();
    ApprovalExpiry expiry{*store, clock};
    OutboxDispatcher outbox{*store, metrics, clock, outboxWork};
    IntakeService intake{*store, metrics, clock, work};
    Policy policy;
    ConversationService conversations{*store, clock, work, outboxWork, phrases, policy};
    DeskPeople people;

    DeskFixture()
    {
        succeed(store->write([&](Transaction& transaction) -> Status {
            people.ada.customer = TRY(transaction.customers().idOf("ada@customer.example"));
            people.stranger.customer = TRY(transaction.customers().idOf("other@customer.example"));
            for (const Actor& actor :
                {people.marta, people.omar, people.simone, people.viktor, people.website, people.ada, people.stranger})
                TRY(transaction.access().putToken({"hash-" + actor.id.value(), actor, clock.now(), std::nullopt}));
            return {};
        }));
    }

    static DeskPhrases englishPhrases()
    {
        DeskPhrases phrases;
        phrases.approved.fill("Your request was approved.");
        phrases.declined.fill("Your request was not approved.");
        phrases.formulas = {"If anything is still unclear, just reply to this message."};
        return phrases;
    }

    // A new ticket of Ada's, still with the engine.
    TicketId submit(const std::string& subject = "Charged twice", const std::string& text = "Please refund the second charge.",
        Tier tier = Tier::Team)
    {
        IncomingMessage message;
        message.customerId = "ada@customer.example";
        message.customerName = "Ada Holm";
        message.customerEmail = "ada@customer.example";
        message.customerTier = tier;
        message.subject = subject;
        message.text = text;
        return valueOf(intake.submit(people.website, message)).id;
    }

    // The same once the engine is done with it.
    TicketId ticket(TicketStatus status = TicketStatus::Escalated, const std::string& subject = "Charged twice")
    {
        const TicketId id = submit(subject);
        change(id, [&](Ticket& stored) {
            stored.status = status;
            stored.classification.emplace();
            stored.classification->category = Category::BillingInquiry;
            stored.route = Route{Queue::Human, "billing", {}};
        });
        return id;
    }

    // A ticket that waits for a decision about a refund.
    ApprovalId refundToApprove(const std::string& amount = "€384.00")
    {
        const TicketId id = ticket(TicketStatus::AwaitingApproval);
        change(id, [](Ticket& stored) {
            stored.draft.emplace();
            stored.draft->id = DraftId("d-1");
            stored.draft->actions = {{"refund", ActionState::Proposed, "Please refund"}};
        });
        return addApproval(id, "refund", amount);
    }

    ApprovalId addApproval(const TicketId& ticket, const std::string& action, const std::string& amount = "")
    {
        Approval approval;
        approval.id = ApprovalId(ticket.value() + "-" + action);
        approval.ticket = ticket;
        approval.action = action;
        approval.amount = amount;
        approval.proposal.kind = actionKindFrom(action).value();
        approval.proposal.proposedBy = ActorId("engine");
        approval.createdAt = clock.now();
        approval.expiresAt = clock.now() + std::chrono::hours(72);
        succeed(store->write([&](Transaction& transaction) { return transaction.decisions().put(approval); }));
        return approval.id;
    }

    template <typename Change>
    void change(const TicketId& id, const Change& change)
    {
        succeed(store->write([&](Transaction& transaction) -> Status {
            Ticket ticket = TRY(transaction.tickets().get(id));
            change(ticket);
            return transaction.tickets().update(ticket);
        }));
    }

    TicketView view(const TicketId& id) { return valueOf(conversations.ticket(people.marta, id)); }

    Message reply(
        const TicketId& id, const std::string& text, const std::string& key = "key-1", TicketStatus then = TicketStatus::Pending)
    {
        return valueOf(conversations.reply(people.marta, id, {text, key, then, {}}));
    }

    // How many effects were carried out.
    int dispatch() { return valueOf(outbox.dispatchDue()); }

    std::int64_t jobs() { return valueOf(store->queue().depth()).waiting; }

    // Actions that stand in the audit log about a ticket, oldest first.
    std::vector<std::string> audited(const TicketId& id)
    {
        std::vector<std::string> actions;
        for (const AuditEntry& entry : view(id).events)
            actions.push_back(entry.action);
        return actions;
    }
};

// The code of a failure; nullopt when there is none.
template <typename T>
std::optional<ErrorCode> errorOf(const Result<T>& result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}

} // namespace tandem
