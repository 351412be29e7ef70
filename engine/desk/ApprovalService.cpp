#include "desk/ApprovalService.h"

#include "base/Random.h"
#include "base/Text.h"
#include "desk/ActionDesk.h"
#include "desk/Roles.h"
#include "desk/TicketViews.h"
#include "pipeline/ResponseTimes.h"
#include "pipeline/act/WaitingApprovals.h"
#include "pipeline/ingest/Ingest.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t longestComment = 2000; // code points
constexpr std::chrono::minutes trailCheckLife{1};
constexpr const char* whoReads = "Approvals are read by agents, supervisors and admins";
constexpr const char* whoDecides = "Actions are approved and rejected by the desk's people";
constexpr const char* whoProposes = "Actions are proposed by agents, supervisors and admins";
const ActorId engineActor("engine");

Result<std::string> whyNotNow(Transaction& transaction, const Actor& actor, const Approval& approval, const ActionRules& rules)
{
    if (approval.state == ApprovalState::Expired)
        return "Nobody decided it in time; the ticket is with the desk.";
    if (approval.state != ApprovalState::Waiting)
        return "It is " + std::string(name(approval.state)) + " already.";
    return whyNotApproved(transaction, actor, approval, rules);
}

// The titles of what a proposal quotes; what left the library since has none.
Result<std::map<ArticleId, std::string>> titlesOf(Transaction& transaction, const ActionProposal& proposal)
{
    std::vector<PassageId> quoted;
    if (proposal.clause)
        quoted.push_back(proposal.clause->passage);
    for (const Citation& citation : proposal.evidence)
        quoted.push_back(citation.passage);
    std::map<ArticleId, std::string> titles;
    if (quoted.empty())
        return titles;
    for (const StoredPassage& stored : TRY(transaction.knowledge().passages(quoted)))
        titles.emplace(stored.passage.article, stored.passage.title);
    return titles;
}

} // namespace

ApprovalService::ApprovalService(
    Store& store, const Clock& clock, ApprovalExpiry& expiry, WakeUp& outbox, const DeskPhrases& phrases, ActionRules rules)
    : m_store(store)
    , m_clock(clock)
    , m_expiry(expiry)
    , m_outbox(outbox)
    , m_phrases(phrases)
    , m_rules(std::move(rules))
{
}

Result<std::vector<ApprovalCard>> ApprovalService::waiting(const Actor& actor, int limit)
{
    return cards(actor, ApprovalState::Waiting, limit);
}

Result<std::vector<ApprovalCard>> ApprovalService::decided(const Actor& actor, int limit)
{
    return cards(actor, std::nullopt, limit);
}

Result<std::vector<ApprovalCard>> ApprovalService::cards(const Actor& actor, std::optional<ApprovalState> state, int limit)
{
    TRY(requireDeskPerson(actor, whoReads));
    TRY(m_expiry.expireDue());
    const bool isIntact = TRY(isTrailIntact());
    return readResult(m_store, [&](Transaction& transaction) -> Result<std::vector<ApprovalCard>> {
        auto approvals = TRY(transaction.decisions().approvals(state, std::clamp(limit, 1, 500)));
        std::vector<ApprovalCard> cards;
        for (Approval& approval : approvals)
            cards.push_back(TRY(cardOf(transaction, actor, std::move(approval), isIntact)));
        return cards;
    });
}

Result<ApprovalCard> ApprovalService::card(const Actor& actor, const ApprovalId& id)
{
    TRY(requireDeskPerson(actor, whoReads));
    TRY(m_expiry.expireDue());
    const bool isIntact = TRY(isTrailIntact());
    return readResult(m_store, [&](Transaction& transaction) -> Result<ApprovalCard> {
        Approval approval = TRY(transaction.decisions().approval(id));
        return cardOf(transaction, actor, std::move(approval), isIntact);
    });
}

// Reads the whole log, a second for every 250,000 entries: a verdict holds for a minute.
Result<bool> ApprovalService::isTrailIntact()
{
    const std::lock_guard lock(m_trailMutex);
    const TimePoint now = m_clock.now();
    if (!m_trailCheckedAt || now - *m_trailCheckedAt >= trailCheckLife || now < *m_trailCheckedAt) {
        const auto broken = TRY(readResult(m_store, [](Transaction& transaction) { return transaction.audit().verify(); }));
        m_isTrailIntact = !broken.has_value();
        m_trailCheckedAt = now;
    }
    return m_isTrailIntact;
}

Result<ApprovalCard> ApprovalService::cardOf(
    Transaction& transaction, const Actor& actor, Approval approval, bool trailIntact) const
{
    ApprovalCard card;
    const Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    card.ticketNumber = ticket.number;
    card.subject = ticket.subject;
    if (auto customer = TRY(transaction.customers().find(ticket.customer)))
        card.customer = std::move(*customer);
    card.trail = TRY(transaction.audit().ofSubject(ticket.id.value()));
    card.trailIntact = trailIntact;
    std::vector<ActorId> named{approval.decidedBy, approval.proposal.proposedBy};
    for (const ApprovalKey& key : approval.keys)
        named.push_back(key.actor);
    for (const AuditEntry& entry : card.trail)
        named.push_back(entry.actor);
    card.names = TRY(namesOf(transaction, actor, named));
    card.whyNot = TRY(whyNotNow(transaction, actor, approval, m_rules));
    card.titles = TRY(titlesOf(transaction, approval.proposal));
    card.mayDecide = card.whyNot.empty();
    card.approval = std::move(approval);
    return card;
}

Result<ApprovalCard> ApprovalService::propose(const Actor& actor, const TicketId& ticket, const ActionRequest& request)
{
    TRY(requireDeskPerson(actor, whoProposes));
    const ActionRequest checked = TRY(checkedRequest(actor, request, m_rules));
    const ApprovalId id = proposalId(actor, ticket, checked);
    TRY(m_store.write([&](Transaction& transaction) -> Status {
        Ticket found = TRY(visibleTicket(transaction, actor, ticket));
        const auto known = transaction.decisions().approval(id);
        if (known && isSameRequest(known->proposal, checked))
            return {};
        if (known)
            return failure(ErrorCode::Conflict, "This idempotency key was used for another action; use a new key for a new one");
        if (known.error().code != ErrorCode::NotFound)
            return std::unexpected(known.error());
        Approval approval = TRY(personsProposal(transaction, actor, found, checked, m_rules, m_clock.now()));
        return store(transaction, actor, std::move(approval), std::move(found));
    }));
    m_outbox.notify();
    return card(actor, id);
}

// What the rules leave to the proposer is ordered at once.
Status ApprovalService::store(Transaction& transaction, const Actor& actor, Approval approval, Ticket ticket) const
{
    const TimePoint now = m_clock.now();
    TRY(audit(transaction, actor, approval, "action.proposed", "keys " + std::to_string(approval.keysNeeded)));
    if (approval.keysNeeded == 0) {
        approval.state = ApprovalState::Approved;
        approval.decidedBy = actor.id;
        approval.decidedAt = now;
        approval.execution = ExecutionState::Pending;
        TRY(addExecution(transaction, approval, m_rules, now));
        return transaction.decisions().put(approval);
    }
    ticket.status = TicketStatus::AwaitingApproval;
    ticket.updatedAt = now;
    TRY(transaction.tickets().update(ticket));
    return transaction.decisions().put(approval);
}

Status ApprovalService::approve(const Actor& actor, const ApprovalId& id, const std::string& comment)
{
    return decide(actor, id, ApprovalState::Approved, comment);
}

Status ApprovalService::reject(const Actor& actor, const ApprovalId& id, const std::string& comment)
{
    return decide(actor, id, ApprovalState::Rejected, comment);
}

Status ApprovalService::decide(const Actor& actor, const ApprovalId& id, ApprovalState state, const std::string& comment)
{
    TRY(requireDeskPerson(actor, whoDecides));
    std::string clean;
    if (!text::trim(comment).empty())
        clean = TRY(normalisedText(comment, "comment", longestComment));
    TRY(m_store.write([&](Transaction& transaction) -> Status {
        Approval approval = TRY(transaction.decisions().approval(id));
        const Role least = m_rules.of(approval.proposal.kind).approver.value_or(Role::Agent);
        if (actor.role < least)
            return failure(
                ErrorCode::Forbidden, "This action is decided by the role " + std::string(name(least)) + " or a higher one");
        if (state == ApprovalState::Rejected && clean.empty())
            return failure(ErrorCode::InvalidArgument, "A rejection says why: its comment is empty");
        if (approval.state == state)
            return {};
        if (approval.state != ApprovalState::Waiting)
            return failure(ErrorCode::Conflict, "The action is " + std::string(name(approval.state)) + " already");
        if (!isWaiting(approval, m_clock.now()))
            return failure(ErrorCode::Conflict, "The approval has expired; nobody decided it in time");
        return state == ApprovalState::Approved ? turnKey(transaction, actor, std::move(approval), clean)
                                                : turnDown(transaction, actor, std::move(approval), clean);
    }));
    m_outbox.notify();
    return {};
}

Status ApprovalService::turnKey(Transaction& transaction, const Actor& actor, Approval approval, const std::string& comment) const
{
    if (std::string why = m_rules.whyNotApprovable(actor.role, approval.proposal); !why.empty())
        return failure(ErrorCode::Forbidden, std::move(why));
    const bool isSecond = std::ranges::find(approval.keys, actor.id, &ApprovalKey::actor) != approval.keys.end();
    if (std::string why = TRY(whyNotApproved(transaction, actor, approval, m_rules)); !why.empty())
        return failure(isSecond ? ErrorCode::Conflict : ErrorCode::Forbidden, std::move(why));
    const TimePoint now = m_clock.now();
    // Rules that became stricter since hold for what still waits.
    approval.keysNeeded = std::max({1, approval.keysNeeded, m_rules.keysFor(approval.proposal)});
    approval.keys.push_back({actor.id, now, comment});
    if (approval.keys.size() < static_cast<std::size_t>(approval.keysNeeded)) {
        TRY(audit(transaction, actor, approval, "approval.first_key"));
        return transaction.decisions().put(approval);
    }
    approval.state = ApprovalState::Approved;
    approval.decidedBy = actor.id;
    approval.comment = comment;
    approval.decidedAt = now;
    approval.execution = ExecutionState::Pending;
    TRY(write(transaction, actor, approval)); // the customer's notice goes out before the order
    return addExecution(transaction, approval, m_rules, now);
}

Status ApprovalService::turnDown(
    Transaction& transaction, const Actor& actor, Approval approval, const std::string& comment) const
{
    approval.state = ApprovalState::Rejected;
    approval.decidedBy = actor.id;
    approval.comment = comment;
    approval.decidedAt = m_clock.now();
    return write(transaction, actor, std::move(approval));
}

Status ApprovalService::write(Transaction& transaction, const Actor& actor, Approval approval) const
{
    const TimePoint now = m_clock.now();
    TRY(transaction.decisions().put(approval));
    Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    TRY(audit(transaction, actor, approval, "approval." + std::string(name(approval.state))));
    const bool stillWaits = TRY(hasWaitingApproval(transaction, ticket.id, now));
    const bool isWished = approval.proposal.proposedBy == engineActor;
    if (ticket.status == TicketStatus::AwaitingApproval && !stillWaits) {
        // The notice answers what was asked for; a refusal is still to be explained, and what a person proposed still to be told.
        const bool isAnswered = approval.state == ApprovalState::Approved && isWished;
        ticket.status = isAnswered ? TicketStatus::Pending : TicketStatus::Escalated;
        if (isAnswered)
            endWaiting(ticket);
        ticket.updatedAt = now;
        TRY(transaction.tickets().update(ticket));
    }
    return isWished ? tellCustomer(transaction, approval, ticket) : Status();
}

Status ApprovalService::tellCustomer(Transaction& transaction, const Approval& approval, const Ticket& ticket) const
{
    const bool isApproved = approval.state == ApprovalState::Approved;
    const Language language = ticket.classification ? ticket.classification->language.language : Language::En;
    Effect notice;
    notice.id = EffectId(newUlid(m_clock.now()));
    notice.ticket = ticket.id;
    notice.kind = EffectKind::SendMessage;
    notice.idempotencyKey = "decision:" + approval.id.value();
    notice.payload = (isApproved ? m_phrases.approved : m_phrases.declined).at(std::to_underlying(language));
    return transaction.outbox().add(notice);
}

Status ApprovalService::audit(Transaction& transaction, const Actor& actor, const Approval& approval, const std::string& action,
    const std::string& rest) const
{
    return transaction.audit().append({0, m_clock.now(), actor.id, action, approval.ticket.value(),
        approval.action + " " + approval.id.value() + (rest.empty() ? "" : " " + rest), ""});
}

} // namespace tandem
