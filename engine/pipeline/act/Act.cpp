#include "pipeline/act/Act.h"

#include "base/Random.h"
#include "pipeline/act/WaitingApprovals.h"

#include <algorithm>

namespace tandem {

namespace {

const ActorId engineActor("engine");

const Approval* latestOf(const std::vector<Approval>& approvals, const std::string& action)
{
    const Approval* latest = nullptr;
    for (const Approval& approval : approvals) {
        if (approval.action == action && (latest == nullptr || latest->createdAt <= approval.createdAt))
            latest = &approval;
    }
    return latest;
}

// One approval an action and ticket, however often the job runs; a wish that comes again after a refusal gets the next one.
ApprovalId nextId(const std::vector<Approval>& approvals, const TicketId& ticket, const std::string& action)
{
    const auto known = std::ranges::count(approvals, action, &Approval::action);
    return ApprovalId(ticket.value() + "-" + action + (known == 0 ? "" : "-" + std::to_string(known + 1)));
}

// Holds the draft's actions against what people decided about this ticket before, and puts what is left up for decision.
Status settleActions(
    Transaction& transaction, Ticket& ticket, const Consideration& consideration, const Policy& policy, TimePoint now)
{
    const auto approvals = TRY(transaction.decisions().approvalsOf(ticket.id));
    std::vector<ProposedAction> kept;
    for (ProposedAction& action : ticket.draft->actions) {
        const Approval* earlier = latestOf(approvals, action.type);
        const bool waits = earlier != nullptr && isWaiting(*earlier, now);
        const bool isApproved = earlier != nullptr && earlier->state == ApprovalState::Approved;
        if (earlier != nullptr && !waits && !isApproved && !consideration.wish.isNew)
            continue;
        if (isApproved)
            action.state = ActionState::Done;
        if (!waits && !isApproved) {
            Approval approval;
            approval.id = nextId(approvals, ticket.id, action.type);
            approval.ticket = ticket.id;
            approval.action = action.type;
            approval.detail = action.detail;
            approval.amount = consideration.wish.amount;
            approval.createdAt = now;
            approval.expiresAt = now + policy.approvalLife;
            TRY(transaction.decisions().put(approval));
        }
        kept.push_back(std::move(action));
    }
    ticket.draft->actions = std::move(kept);
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

// What the next tickets are compared by, and with which of the earlier ones this one belongs together. A little of what is no
// longer recent goes with each ticket that comes.
Status storeGrouping(Transaction& transaction, const Grouping& grouping, std::chrono::hours keep, TimePoint now)
{
    constexpr int expiring = 4;
    const RecentTicket& ticket = grouping.ticket;
    StoredFingerprint stored;
    stored.ticket = ticket.ticket;
    stored.modelId = grouping.modelId;
    stored.at = ticket.at;
    stored.report = ticket.report;
    stored.vector = ticket.fingerprint.vector;
    stored.words = ticket.fingerprint.words;
    TRY(transaction.groups().put(stored));
    if (!grouping.group.empty()) {
        TRY(transaction.groups().join(grouping.group, grouping.members));
        if (grouping.burst)
            TRY(transaction.groups().mark(grouping.group, grouping.burst->incident));
    }
    return transaction.groups().expire(now - keep, expiring);
}

// Everything after the ticket's own fields are set: its status, the notice, the audit entry.
Status conclude(const ActParts& parts, Transaction& transaction, Ticket& ticket, TimePoint now)
{
    if (TRY(hasWaitingApproval(transaction, ticket.id, now)))
        ticket.status = TicketStatus::AwaitingApproval;
    else
        ticket.status = ticket.escalation.empty() ? TicketStatus::AwaitingReview : TicketStatus::Escalated;
    ticket.updatedAt = now;
    TRY(transaction.tickets().update(ticket));
    const Language language = ticket.classification ? ticket.classification->language.language : Language::En;
    if (ticket.status != TicketStatus::AwaitingReview)
        TRY(addNotice(transaction, ticket, parts.templates.phrase(Phrase::Escalation, language), now));
    return audit(transaction, ticket, now);
}

// Somebody assigned the ticket or the customer wrote again while it was considered: considering it again sees that.
Status againAfterConflict(Status written)
{
    if (!written && written.error().code == ErrorCode::Conflict)
        return retryableFailure(ErrorCode::Conflict, written.error().message);
    return written;
}

} // namespace

Status finish(
    const ActParts& parts, EnrichedTicket& enriched, const Consideration& consideration, const StageTrace& trace, TimePoint now)
{
    Ticket decided = enriched.ticket;
    decided.classification = consideration.classification;
    decided.escalation = consideration.reasons;
    decided.route = consideration.route;
    decided.draft = consideration.draft;
    decided.draft->id = DraftId(newUlid(now));
    decided.timingsMs = trace.timingsMs;
    decided.costUsd += consideration.draft.usage.costUsd;
    if (decided.waitingSince)
        startWaiting(decided, *decided.waitingSince, enriched.conversation.customer.tier, parts.policy.responseTimes);
    TRY(againAfterConflict(parts.store.write([&](Transaction& transaction) -> Status {
        Ticket ticket = decided;
        TRY(settleActions(transaction, ticket, consideration, parts.policy, now));
        TRY(conclude(parts, transaction, ticket, now));
        if (consideration.grouping)
            TRY(storeGrouping(transaction, *consideration.grouping, parts.policy.grouping.keep, now));
        enriched.ticket = std::move(ticket);
        return {};
    })));
    return {};
}

Status escalateFailed(const ActParts& parts, const TicketId& id, const Error& error, TimePoint now)
{
    return parts.store.write([&](Transaction& transaction) -> Status {
        Ticket ticket = TRY(transaction.tickets().get(id));
        if (ticket.status != TicketStatus::Received && ticket.status != TicketStatus::Processing)
            return {};
        ticket.escalation = {{EscalationCode::StageFailed, error.message, std::nullopt, std::nullopt}};
        ticket.route = Route{Queue::Human, "", ticket.escalation};
        return conclude(parts, transaction, ticket, now);
    });
}

} // namespace tandem
