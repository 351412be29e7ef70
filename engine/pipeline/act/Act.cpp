#include "pipeline/act/Act.h"

#include "base/Random.h"
#include "pipeline/AutoSend.h"
#include "pipeline/Decisions.h"
#include "pipeline/EarlierReading.h"
#include "pipeline/EscalationReasons.h"
#include "pipeline/act/EngineProposal.h"
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

ActionStanding standingOf(const Approval& approval, TimePoint now)
{
    if (isWaiting(approval, now))
        return ActionStanding::Waits;
    return approval.state == ApprovalState::Approved ? ActionStanding::Approved : ActionStanding::Refused;
}

// What people decided about this ticket before, the latest of each action.
std::vector<EarlierAction> earlierActions(const std::vector<Approval>& approvals, TimePoint now)
{
    std::vector<EarlierAction> earlier;
    for (const Approval& approval : approvals) {
        if (latestOf(approvals, approval.action) == &approval)
            earlier.push_back({approval.action, standingOf(approval, now)});
    }
    return earlier;
}

// Does with the draft's actions what was decided about them.
Status settleActions(Transaction& transaction, const ActionRules& rules, Draft& draft, const DecisionRecord& decision,
    const std::vector<Approval>& approvals, const Consideration& consideration, const Customer& customer)
{
    switch (decision.outcome.step) {
    case ActionStep::None:
    case ActionStep::Wait: return {};
    case ActionStep::Drop: draft.actions.clear(); return {};
    case ActionStep::Done:
        for (ProposedAction& action : draft.actions)
            action.state = ActionState::Done;
        return {};
    case ActionStep::Propose: break;
    }
    for (const ProposedAction& action : draft.actions) {
        auto approval = engineProposal(action, draft, consideration, customer, rules, decision.at);
        if (!approval)
            continue;
        approval->id = nextId(approvals, decision.ticket, action.type);
        approval->ticket = decision.ticket;
        TRY(transaction.decisions().put(*approval));
        TRY(transaction.audit().append({0, decision.at, engineActor, "action.proposed", decision.ticket.value(),
            action.type + " " + approval->id.value() + " keys " + std::to_string(approval->keysNeeded), ""}));
    }
    return {};
}

// What people made of drafts like this one, as a decision about it needs to know.
Status addReviews(
    Transaction& transaction, const Draft& draft, const Policy& policy, DecisionInputs& inputs, const TicketId& ticket)
{
    if (draft.abstained || !policy.autoSend.isOn)
        return {};
    inputs.reviews = TRY(
        transaction.reviews().figures({inputs.category, draft.usage.provider, policy.autoSend.confidence}, reviewsThatCount));
    inputs.isSampled = isSampled(ticket, policy.autoSend);
    return {};
}

// The answer goes to the customer, once for each of the customer's messages whatever happens.
Status send(Transaction& transaction, Ticket& ticket, const MessageId& answered, TimePoint now)
{
    Effect effect;
    effect.id = EffectId(newUlid(now));
    effect.ticket = ticket.id;
    effect.kind = EffectKind::SendMessage;
    effect.idempotencyKey = "answer:" + answered.value();
    effect.payload = ticket.draft->text;
    TRY(transaction.outbox().add(effect));
    endWaiting(ticket);
    return {};
}

// Decides with what is known inside the unit of work, and keeps that for good.
Result<DecisionRecord> decided(Transaction& transaction, const ActParts& parts, const TicketId& ticket, DecisionInputs inputs,
    const std::vector<Approval>& approvals, TimePoint now)
{
    DecisionRecord decision;
    decision.ticket = ticket;
    decision.at = now;
    decision.basis = parts.basis;
    decision.inputs = std::move(inputs);
    decision.inputs.earlierActions = earlierActions(approvals, now);
    decision.outcome = decide(decision.inputs, parts.policy);
    TRY(transaction.decisionLog().append(decision));
    return decision;
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

// What the meter wrote down for the ticket so far, drafts that failed included; in US dollars.
Result<double> spentOn(Transaction& transaction, const TicketId& ticket)
{
    return static_cast<double>(TRY(transaction.spend().ofTicket(ticket)).microDollars)
        / static_cast<double>(microDollarsPerDollar);
}

// Everything after the ticket's own fields are set: what was decided, the notice, the audit entry.
Status conclude(const ActParts& parts, Transaction& transaction, Ticket& ticket, const DecisionOutcome& outcome, TimePoint now)
{
    ticket.escalation = outcome.reasons;
    ticket.route = routeOf(outcome);
    ticket.status = outcome.status;
    ticket.updatedAt = now;
    TRY(transaction.tickets().update(ticket));
    const Language language = ticket.classification ? ticket.classification->language.language : Language::En;
    if (ticket.status != TicketStatus::AwaitingReview && ticket.status != TicketStatus::Answered)
        TRY(addNotice(transaction, ticket, parts.templates.phrase(Phrase::Escalation, language), now));
    return audit(transaction, ticket, now);
}

// Nothing could be read now; what was read before still holds.
Result<DecisionInputs> inputsOfFailure(Transaction& transaction, const Ticket& ticket, const Error& error)
{
    EarlierReading earlier = TRY(earlierReading(transaction, ticket));
    Classification held;
    if (ticket.classification) {
        held.category = ticket.classification->category;
        held.urgency = ticket.classification->urgency;
        held.language = ticket.classification->language;
        const HighStakesAction wanted = ticket.classification->highStakesAction;
        if (std::ranges::find(earlier.signals, wanted, &Signal::action) != earlier.signals.end())
            held.highStakesAction = wanted;
    }
    held.signals = std::move(earlier.signals);
    held.injection = std::move(earlier.injection);
    DecisionInputs inputs = inputsOf(held, {});
    inputs.priority = ticket.priority;
    inputs.incident = earlierIncident(ticket);
    inputs.failure = error.message;
    return inputs;
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
    Ticket judged = enriched.ticket;
    judged.classification = consideration.classification;
    judged.draft = consideration.draft;
    judged.draft->id = DraftId(newUlid(now));
    judged.timingsMs = trace.timingsMs;
    if (judged.waitingSince)
        startWaiting(judged, *judged.waitingSince, enriched.conversation.customer.tier, parts.policy.responseTimes);
    TRY(againAfterConflict(parts.store.write([&](Transaction& transaction) -> Status {
        Ticket ticket = judged;
        const double spent = TRY(spentOn(transaction, ticket.id));
        ticket.draft->usage.costUsd = spent - ticket.costUsd;
        ticket.costUsd = spent;
        const auto approvals = TRY(transaction.decisions().approvalsOf(ticket.id));
        DecisionInputs inputs = consideration.inputs;
        TRY(addReviews(transaction, *ticket.draft, parts.policy, inputs, ticket.id));
        const auto decision = TRY(decided(transaction, parts, ticket.id, std::move(inputs), approvals, now));
        if (decision.outcome.status == TicketStatus::Answered)
            TRY(send(transaction, ticket, enriched.conversation.message, now));
        TRY(settleActions(transaction, parts.policy.actions, *ticket.draft, decision, approvals, consideration,
            enriched.conversation.customer));
        TRY(conclude(parts, transaction, ticket, decision.outcome, now));
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
        ticket.costUsd = TRY(spentOn(transaction, id));
        const auto approvals = TRY(transaction.decisions().approvalsOf(id));
        DecisionInputs inputs = TRY(inputsOfFailure(transaction, ticket, error));
        const auto decision = TRY(decided(transaction, parts, id, std::move(inputs), approvals, now));
        return conclude(parts, transaction, ticket, decision.outcome, now);
    });
}

} // namespace tandem
