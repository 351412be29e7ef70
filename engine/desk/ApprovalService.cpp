#include "desk/ApprovalService.h"

#include "base/Random.h"
#include "base/Text.h"
#include "desk/Roles.h"
#include "desk/TicketViews.h"
#include "operations/OutboxDispatcher.h"
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
constexpr const char* whoDecides = "Actions are approved and rejected by supervisors and admins";

std::string whyNotNow(const Actor& actor, const Approval& approval)
{
    if (approval.state == ApprovalState::Expired)
        return "Nobody decided it in time; the ticket is with the desk.";
    if (approval.state != ApprovalState::Waiting)
        return "It is " + std::string(name(approval.state)) + " already.";
    return isDecider(actor.role) ? "" : "Supervisors and admins decide it.";
}

} // namespace

ApprovalService::ApprovalService(
    Store& store, const Clock& clock, ApprovalExpiry& expiry, WakeUp& outbox, const DeskPhrases& phrases)
    : m_store(store)
    , m_clock(clock)
    , m_expiry(expiry)
    , m_outbox(outbox)
    , m_phrases(phrases)
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
    std::vector<ActorId> named{approval.decidedBy};
    for (const AuditEntry& entry : card.trail)
        named.push_back(entry.actor);
    card.names = TRY(namesOf(transaction, actor, named));
    card.whyNot = whyNotNow(actor, approval);
    card.mayDecide = card.whyNot.empty();
    card.approval = std::move(approval);
    return card;
}

Status ApprovalService::approve(const Actor& actor, const ApprovalId& id, const std::string& comment)
{
    return decide(actor, id, ApprovalState::Approved, comment);
}

Status ApprovalService::reject(const Actor& actor, const ApprovalId& id, const std::string& comment)
{
    if (isDecider(actor.role) && text::trim(comment).empty())
        return failure(ErrorCode::InvalidArgument, "A rejection says why: its comment is empty");
    return decide(actor, id, ApprovalState::Rejected, comment);
}

Status ApprovalService::decide(const Actor& actor, const ApprovalId& id, ApprovalState state, const std::string& comment)
{
    TRY(requireDecider(actor, whoDecides));
    std::string clean;
    if (!text::trim(comment).empty())
        clean = TRY(normalisedText(comment, "comment", longestComment));
    TRY(m_store.write([&](Transaction& transaction) -> Status {
        Approval approval = TRY(transaction.decisions().approval(id));
        if (approval.state == state)
            return {};
        if (approval.state != ApprovalState::Waiting)
            return failure(ErrorCode::Conflict, "The action is " + std::string(name(approval.state)) + " already");
        if (!isWaiting(approval, m_clock.now()))
            return failure(ErrorCode::Conflict, "The approval has expired; nobody decided it in time");
        approval.state = state;
        approval.decidedBy = actor.id;
        approval.comment = clean;
        approval.decidedAt = m_clock.now();
        return write(transaction, actor, approval);
    }));
    m_outbox.notify();
    return {};
}

Status ApprovalService::write(Transaction& transaction, const Actor& actor, const Approval& approval) const
{
    const TimePoint now = m_clock.now();
    TRY(transaction.decisions().put(approval));
    Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    TRY(transaction.audit().append({0, now, actor.id, "approval." + std::string(name(approval.state)), ticket.id.value(),
        approval.action + " " + approval.id.value(), ""}));
    const bool stillWaits = TRY(hasWaitingApproval(transaction, ticket.id, now));
    if (ticket.status == TicketStatus::AwaitingApproval && !stillWaits) {
        const bool isApproved = approval.state == ApprovalState::Approved;
        ticket.status = isApproved ? TicketStatus::Pending : TicketStatus::Escalated;
        if (isApproved) // the notice answers what was asked for; a refusal is still to be explained
            endWaiting(ticket);
        ticket.updatedAt = now;
        TRY(transaction.tickets().update(ticket));
    }
    return addEffects(transaction, approval, ticket);
}

Status ApprovalService::addEffects(Transaction& transaction, const Approval& approval, const Ticket& ticket) const
{
    const bool isApproved = approval.state == ApprovalState::Approved;
    const Language language = ticket.classification ? ticket.classification->language.language : Language::En;
    Effect notice;
    notice.id = EffectId(newUlid(m_clock.now()));
    notice.ticket = ticket.id;
    notice.kind = EffectKind::SendMessage;
    notice.idempotencyKey = "decision:" + approval.id.value();
    notice.payload = (isApproved ? m_phrases.approved : m_phrases.declined).at(std::to_underlying(language));
    TRY(transaction.outbox().add(notice));
    if (!isApproved)
        return {};
    Effect action;
    action.id = EffectId(newUlid(m_clock.now()));
    action.ticket = ticket.id;
    action.kind = EffectKind::ExecuteAction;
    action.idempotencyKey = effectKeyOf(approval.id);
    action.payload = approval.action;
    return transaction.outbox().add(action);
}

} // namespace tandem
