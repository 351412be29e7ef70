#include "desk/ActionDesk.h"

#include "base/Json.h"
#include "base/Random.h"
#include "base/Text.h"
#include "operations/ActionExecution.h"
#include "operations/ActorNames.h"
#include "pipeline/ActionChanges.h"
#include "pipeline/ingest/Ingest.h"
#include "privacy/Seal.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t longestReason = 2000; // code points
constexpr std::size_t longestQuote = 2000; // bytes
constexpr std::size_t mostEvidence = 10;
constexpr std::size_t longestKey = 255;
constexpr std::size_t keyDigits = 12; // of a hash: an id holds 64 characters

bool isWithTheDesk(TicketStatus status)
{
    return status == TicketStatus::AwaitingReview || status == TicketStatus::AwaitingApproval || status == TicketStatus::Escalated
        || status == TicketStatus::Pending || status == TicketStatus::Answered || status == TicketStatus::Failed;
}

Status normalise(ActionParameters& parameters)
{
    for (std::string* text :
        {&parameters.reference, &parameters.plan, &parameters.value, &parameters.subject, &parameters.text}) {
        if (!text->empty())
            *text = TRY(normalisedText(*text, "parameters", longestReason * 10));
    }
    if (parameters.dataJson.empty())
        return {};
    const auto data = parseJson(parameters.dataJson, {.bytes = 4096, .depth = 8});
    if (!data || !data->is_object())
        return failure(ErrorCode::InvalidArgument, "'parameters.data' must be a JSON object of at most 4096 bytes");
    parameters.dataJson = toText(*data);
    return {};
}

// With the article that the passage is of, whatever the request names.
Result<Citation> verified(Transaction& transaction, const Citation& citation, const char* member)
{
    const auto found = TRY(transaction.knowledge().passages({citation.passage}));
    if (found.empty())
        return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' names a passage that is not in the library");
    if (citation.quote.empty() || citation.quote.size() > longestQuote
        || found.front().passage.text.find(citation.quote) == std::string::npos)
        return failure(
            ErrorCode::InvalidArgument, "'" + std::string(member) + ".quote' does not stand in its passage word for word");
    return Citation{found.front().passage.article, citation.passage, citation.quote};
}

} // namespace

Result<ActionRequest> checkedRequest(const Actor& actor, ActionRequest request, const ActionRules& rules)
{
    if (request.idempotencyKey.empty() || request.idempotencyKey.size() > longestKey)
        return failure(ErrorCode::InvalidArgument, "An action needs an idempotency key of 1 to 255 bytes");
    if (request.evidence.size() > mostEvidence)
        return failure(ErrorCode::InvalidArgument, "'evidence' has more than 10 quotations");
    TRY(normalise(request.parameters));
    TRY(checkParameters(request.kind, request.parameters));
    if (!text::trim(request.reason).empty())
        request.reason = TRY(normalisedText(request.reason, "reason", longestReason));
    else if (riskOf(request.kind) == ActionRisk::High)
        return failure(ErrorCode::InvalidArgument, "'reason' is empty: whoever approves it must know why");
    TRY(rules.mayPropose(actor.role, request.kind, request.parameters));
    return request;
}

ApprovalId proposalId(const Actor& actor, const TicketId& ticket, const ActionRequest& request)
{
    const std::string joined
        = std::to_string(actor.id.value().size()) + ":" + actor.id.value() + ticket.value() + " " + request.idempotencyKey;
    return ApprovalId(ticket.value() + "-" + std::string(name(request.kind)) + "-" + sha256Hex(joined).substr(0, keyDigits));
}

Result<Approval> personsProposal(Transaction& transaction, const Actor& actor, const Ticket& ticket, const ActionRequest& request,
    const ActionRules& rules, TimePoint now)
{
    if (!isWithTheDesk(ticket.status))
        return failure(ErrorCode::Conflict,
            "Ticket " + ticket.id.value() + " is " + std::string(name(ticket.status))
                + "; an action is proposed while a ticket is with the desk");
    const ActionRule& rule = rules.of(request.kind);
    Approval approval;
    approval.id = proposalId(actor, ticket.id, request);
    approval.ticket = ticket.id;
    approval.action = name(request.kind);
    if (request.parameters.amount)
        approval.amount = moneyText(*request.parameters.amount);
    approval.createdAt = now;
    approval.expiresAt = now + rule.life;
    ActionProposal& proposal = approval.proposal;
    proposal.kind = request.kind;
    proposal.risk = riskOf(request.kind);
    proposal.parameters = request.parameters;
    proposal.reason = request.reason;
    proposal.reversibleHours = static_cast<int>(rule.reversible.count());
    proposal.proposedBy = actor.id;
    if (request.clause)
        proposal.clause = TRY(verified(transaction, *request.clause, "clause"));
    for (const Citation& citation : request.evidence)
        proposal.evidence.push_back(TRY(verified(transaction, citation, "evidence")));
    const auto customer = TRY(transaction.customers().find(ticket.customer));
    const auto tags = TRY(transaction.labels().tags(ticket.id));
    proposal.changes = changesOf(request.kind, request.parameters, customer.value_or(Customer{}), tags);
    approval.keysNeeded = rules.keysFor(proposal);
    return approval;
}

bool isSameRequest(const ActionProposal& proposal, const ActionRequest& request)
{
    const ActionParameters& left = proposal.parameters;
    const ActionParameters& right = request.parameters;
    return proposal.kind == request.kind && proposal.reason == request.reason && left.amount == right.amount
        && left.reference == right.reference && left.plan == right.plan && left.field == right.field && left.value == right.value
        && left.subject == right.subject && left.text == right.text && left.tag == right.tag && left.remove == right.remove
        && left.hook == right.hook && left.dataJson == right.dataJson;
}

Result<std::string> whyNotApproved(
    Transaction& transaction, const Actor& actor, const Approval& approval, const ActionRules& rules)
{
    if (std::string why = rules.whyNotApprovable(actor.role, approval.proposal); !why.empty())
        return why;
    const auto names = TRY(actorNames(transaction));
    const auto isSame = [&](const ActorId& other) {
        const auto known = names.find(other);
        return other == actor.id
            || (known != names.end() && !actor.displayName.empty() && text::fold(known->second) == text::fold(actor.displayName));
    };
    if (isSame(approval.proposal.proposedBy))
        return "You proposed it; somebody else decides.";
    if (std::ranges::any_of(approval.keys, isSame, &ApprovalKey::actor))
        return "You turned the first key; the second is somebody else's.";
    return "";
}

Status addExecution(Transaction& transaction, const Approval& approval, const ActionRules& rules, TimePoint now)
{
    // Another system is not asked to return an amount that nobody named.
    const bool isWhole = checkParameters(approval.proposal.kind, approval.proposal.parameters).has_value();
    const std::string hook = isWhole ? rules.hookFor(approval.proposal) : "";
    Effect effect;
    effect.id = EffectId(newUlid(now));
    effect.ticket = approval.ticket;
    effect.kind = hook.empty() ? EffectKind::ExecuteAction : EffectKind::CallHook;
    effect.idempotencyKey = effectKeyOf(approval.id);
    effect.payload = hook.empty() ? approval.action : hook;
    return transaction.outbox().add(effect);
}

} // namespace tandem
