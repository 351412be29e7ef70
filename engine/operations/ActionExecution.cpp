#include "operations/ActionExecution.h"

#include "operations/ActorNames.h"
#include "pipeline/ActionChanges.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

const ActorId engineActor("engine");

// Notes are for the desk's people, who share one language.
std::pair<std::string, std::string> wordsOf(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Refund: return {"Refund", "in the billing system"};
    case ActionKind::Credit: return {"Credit", "in the billing system"};
    case ActionKind::PlanChange: return {"Change of plan", "in the billing system"};
    case ActionKind::PlanDowngradeCredit: return {"Plan downgrade with credit", "in the billing system"};
    case ActionKind::AccountClosure: return {"Account closure", "in the account administration"};
    case ActionKind::DataDeletion: return {"Data deletion", "in the account administration"};
    case ActionKind::ContactUpdate: return {"Change of contact", "in the account administration"};
    case ActionKind::Email: return {"E-mail", "with a mail program: Tandem has no way to send mail here"};
    case ActionKind::ResetLink: return {"Reset link", "with the tool that sends it"};
    case ActionKind::Tag: return {"Tag", "in Tandem"};
    case ActionKind::Hook: break;
    }
    return {"Call of a hook", "with the tool that does it"};
}

std::string parametersText(const Approval& approval)
{
    const ActionParameters& parameters = approval.proposal.parameters;
    std::string text = parameters.amount && approval.amount.empty() ? moneyText(*parameters.amount) : approval.amount;
    const auto add = [&text](std::string_view label, const std::string& value) {
        if (!value.empty())
            text += (text.empty() ? "" : ", ") + std::string(label) + value;
    };
    add("for ", parameters.reference);
    add("to the plan ", parameters.plan);
    add(parameters.field == ContactField::Email ? "e-mail " : "name ", parameters.value);
    add("subject ", parameters.subject);
    add("", parameters.tag);
    add("hook ", parameters.hook);
    return text.empty() ? "" : " (" + text + ")";
}

std::string reasonText(std::string_view reason)
{
    if (reason == "egress_off")
        return " Its hook was not called: sending to other machines is switched off here (egress.allowed).";
    if (reason == "no_hook")
        return " Its hook is not configured any more.";
    if (reason == "changed_meanwhile")
        return " The contact was changed after this was proposed, so it was left as it is.";
    return reason.empty() ? "" : " Its hook was called in vain, last with the result " + std::string(reason) + ".";
}

Result<std::string> decidersOf(Transaction& transaction, const Approval& approval)
{
    std::vector<ActorId> deciders;
    for (const ApprovalKey& key : approval.keys)
        deciders.push_back(key.actor);
    if (deciders.empty())
        deciders.push_back(approval.decidedBy);
    const auto names = TRY(actorNames(transaction));
    std::string text;
    for (const ActorId& decider : deciders) {
        const auto known = names.find(decider);
        text += (text.empty() ? "" : " and ") + (known == names.end() ? decider.value() : known->second);
    }
    return text;
}

Status addNote(Transaction& transaction, const Effect& effect, const Approval& approval, const std::string& text, TimePoint now)
{
    Message note;
    note.id = messageIdOf(effect.idempotencyKey);
    note.ticket = approval.ticket;
    note.author = Author::Ai;
    note.visibility = Visibility::Internal;
    note.text = text;
    note.at = now;
    return appendOnce(transaction, note);
}

// What every end has in common: the draft's action, the approval, the audit entry. `how`: a code.
Status conclude(Transaction& transaction, Approval approval, ExecutionState state, std::string_view reason,
    const std::string& how, TimePoint now)
{
    Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    if (ticket.draft) {
        for (ProposedAction& action : ticket.draft->actions) {
            if (action.type == approval.action)
                action.state = ActionState::Done;
        }
    }
    ticket.updatedAt = now;
    TRY(transaction.tickets().update(ticket));
    approval.execution = state;
    approval.executionReason = reason;
    approval.executedAt = now;
    if (state == ExecutionState::Done && approval.proposal.reversibleHours > 0)
        approval.reversibleUntil = now + std::chrono::hours(approval.proposal.reversibleHours);
    TRY(transaction.decisions().put(approval));
    return transaction.audit().append({0, now, engineActor, "action.executed", approval.ticket.value(),
        approval.action + " " + approval.id.value() + " " + how, ""});
}

bool isConcluded(const Approval& approval)
{
    return approval.execution == ExecutionState::Done || approval.execution == ExecutionState::HandedOver;
}

// False: the contact is another by now than what was shown to those who approved.
Result<bool> updateContact(Transaction& transaction, const Approval& approval)
{
    const ActionProposal& proposal = approval.proposal;
    const Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    auto customer = TRY(transaction.customers().find(ticket.customer));
    if (!customer || !proposal.parameters.field || proposal.changes.empty())
        return false;
    const ContactField field = *proposal.parameters.field;
    if (proposal.changes.front().before != contactOf(*customer, field))
        return false;
    (field == ContactField::Email ? customer->email : customer->displayName) = proposal.parameters.value;
    TRY(transaction.customers().put(*customer));
    return true;
}

} // namespace

Status appendOnce(Transaction& transaction, const Message& message)
{
    const auto known = TRY(transaction.tickets().messages(message.ticket));
    if (std::ranges::find(known, message.id, &Message::id) != known.end())
        return {};
    return transaction.tickets().append(message);
}

Result<Approval> approvedAction(Transaction& transaction, const Effect& effect)
{
    const std::string prefix = effectKeyOf(ApprovalId());
    if (!effect.idempotencyKey.starts_with(prefix))
        return failure(ErrorCode::InvalidArgument, "An action without an approval is not carried out");
    Approval approval = TRY(transaction.decisions().approval(ApprovalId(effect.idempotencyKey.substr(prefix.size()))));
    if (approval.state != ApprovalState::Approved)
        return failure(ErrorCode::Forbidden, "The action of approval " + approval.id.value() + " was not approved");
    return approval;
}

Status executeHere(Transaction& transaction, const Effect& effect, TimePoint now)
{
    Approval approval = TRY(approvedAction(transaction, effect));
    if (isConcluded(approval))
        return {};
    const ActionParameters& parameters = approval.proposal.parameters;
    switch (approval.proposal.kind) {
    case ActionKind::Tag:
        TRY(transaction.labels().setTag(approval.ticket, parameters.tag, parameters.remove ? Tagged::No : Tagged::Yes));
        return conclude(transaction, std::move(approval), ExecutionState::Done, "", "done", now);
    case ActionKind::ContactUpdate:
        if (!TRY(updateContact(transaction, approval)))
            return handOver(transaction, effect, "changed_meanwhile", now);
        return conclude(transaction, std::move(approval), ExecutionState::Done, "", "done", now);
    default: return handOver(transaction, effect, "", now);
    }
}

Status completeByHook(Transaction& transaction, const Effect& effect, std::string_view hook, int status, TimePoint now)
{
    Approval approval = TRY(approvedAction(transaction, effect));
    if (isConcluded(approval))
        return {};
    const std::string what = wordsOf(approval.proposal.kind).first + parametersText(approval);
    const std::string who = TRY(decidersOf(transaction, approval));
    TRY(addNote(transaction, effect, approval,
        what + " approved by " + who + " was carried out by the hook " + std::string(hook) + ".", now));
    return conclude(transaction, std::move(approval), ExecutionState::Done, "",
        "hook " + std::string(hook) + " " + std::to_string(status), now);
}

Status handOver(Transaction& transaction, const Effect& effect, std::string_view reason, TimePoint now)
{
    Approval approval = TRY(approvedAction(transaction, effect));
    if (isConcluded(approval))
        return {};
    const auto [what, where] = wordsOf(approval.proposal.kind);
    const std::string who = TRY(decidersOf(transaction, approval));
    TRY(addNote(transaction, effect, approval,
        what + parametersText(approval) + " approved by " + who + ": carry it out " + where
            + ". Tandem has not done it by itself." + reasonText(reason),
        now));
    return conclude(transaction, std::move(approval), ExecutionState::HandedOver, reason,
        "handed_over" + (reason.empty() ? "" : " " + std::string(reason)), now);
}

} // namespace tandem
