#include "pipeline/act/Act.h"

#include "base/Random.h"

namespace tandem {

namespace {

const ActorId engineActor("engine");

Status addApprovals(Transaction& transaction, const Ticket& ticket, const Policy& policy, TimePoint now)
{
    if (!ticket.draft)
        return {};
    for (const ProposedAction& action : ticket.draft->actions) {
        Approval approval;
        // One approval an action and ticket, however often the job runs.
        approval.id = ApprovalId(ticket.id.value() + "-" + action.type);
        approval.ticket = ticket.id;
        approval.action = action.type;
        approval.detail = action.detail;
        approval.createdAt = now;
        approval.expiresAt = now + policy.approvalLife;
        TRY(transaction.approvals().put(approval));
    }
    return {};
}

// A hand-over is never silent: the customer hears that a person takes over, once a ticket.
Status addNotice(Transaction& transaction, const Ticket& ticket, const std::string& text, TimePoint now)
{
    Effect effect;
    effect.id = EffectId(newUlid(now));
    effect.ticket = ticket.id;
    effect.kind = EffectKind::SendMessage;
    effect.idempotencyKey = "handover:" + ticket.id.value();
    effect.payload = text;
    return transaction.outbox().add(effect);
}

Status audit(Transaction& transaction, const Ticket& ticket, TimePoint now)
{
    AuditEntry entry;
    entry.at = now;
    entry.actor = engineActor;
    entry.action = "ticket." + std::string(name(ticket.status));
    entry.subject = ticket.id.value();
    for (const EscalationReason& reason : ticket.escalation)
        entry.detail += (entry.detail.empty() ? "" : " ") + std::string(name(reason.code));
    return transaction.audit().append(std::move(entry));
}

Status commit(const ActParts& parts, Ticket& ticket, const std::string& notice, TimePoint now)
{
    return parts.store.write([&](Transaction& transaction) -> Status {
        TRY(transaction.tickets().update(ticket));
        TRY(addApprovals(transaction, ticket, parts.policy, now));
        if (!notice.empty())
            TRY(addNotice(transaction, ticket, notice, now));
        return audit(transaction, ticket, now);
    });
}

} // namespace

Status finish(const ActParts& parts, Ticket& ticket, const Consideration& consideration, const StageTrace& trace, TimePoint now)
{
    ticket.status = consideration.status;
    ticket.classification = consideration.classification;
    ticket.escalation = consideration.reasons;
    ticket.route = consideration.route;
    ticket.draft = consideration.draft;
    ticket.draft->id = DraftId(newUlid(now));
    ticket.timingsMs = trace.timingsMs;
    ticket.costUsd = consideration.draft.usage.costUsd;
    ticket.updatedAt = now;
    const Language language = consideration.classification.language.language;
    const bool handedOver = ticket.status == TicketStatus::Escalated || ticket.status == TicketStatus::AwaitingApproval;
    return commit(parts, ticket, handedOver ? parts.templates.phrase(Phrase::Escalation, language) : "", now);
}

Status escalateFailed(const ActParts& parts, const TicketId& id, const Error& error, TimePoint now)
{
    Ticket ticket = TRY(readResult(parts.store, [&](Transaction& transaction) { return transaction.tickets().get(id); }));
    if (ticket.status != TicketStatus::Received && ticket.status != TicketStatus::Processing)
        return {};
    ticket.status = TicketStatus::Escalated;
    ticket.escalation = {{EscalationCode::StageFailed, error.message, std::nullopt, std::nullopt}};
    ticket.route = Route{Queue::Human, "", ticket.escalation};
    ticket.updatedAt = now;
    const Language language = ticket.classification ? ticket.classification->language.language : Language::En;
    return commit(parts, ticket, parts.templates.phrase(Phrase::Escalation, language), now);
}

} // namespace tandem
