#include "operations/ApprovalExpiry.h"

#include "base/Log.h"
#include "pipeline/act/WaitingApprovals.h"

#include <vector>

namespace tandem {

namespace {

constexpr int batch = 500;
constexpr Milliseconds pause{60000};

} // namespace

ApprovalExpiry::ApprovalExpiry(Store& store, const Clock& clock)
    : m_store(store)
    , m_clock(clock)
{
}

void ApprovalExpiry::start()
{
    m_thread = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (const auto expired = expireDue(); !expired)
                log::error("approvals_not_expired", {log::Field::reason(expired.error().message)});
            m_never.wait(m_never.seen(), pause, stop);
        }
    });
}

void ApprovalExpiry::stop()
{
    m_thread = std::jthread(); // asks the old one to stop and joins it
}

Result<int> ApprovalExpiry::expireDue()
{
    const auto waiting = TRY(readResult(
        m_store, [](Transaction& transaction) { return transaction.decisions().approvals(ApprovalState::Waiting, batch); }));
    int expired = 0;
    for (const Approval& approval : waiting) {
        if (isWaiting(approval, m_clock.now()))
            continue;
        if (TRY(writeResult(m_store, [&](Transaction& transaction) { return expire(transaction, approval.id); })))
            ++expired;
    }
    return expired;
}

Result<bool> ApprovalExpiry::expire(Transaction& transaction, const ApprovalId& id) const
{
    const TimePoint now = m_clock.now();
    Approval approval = TRY(transaction.decisions().approval(id));
    if (approval.state != ApprovalState::Waiting || isWaiting(approval, now))
        return false; // decided meanwhile
    approval.state = ApprovalState::Expired;
    approval.decidedAt = now;
    TRY(transaction.decisions().put(approval));
    TRY(transaction.audit().append({0, now, ActorId("engine"), "approval.expired", approval.ticket.value(),
        approval.action + " " + approval.id.value(), ""}));
    Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    const bool stillWaits = TRY(hasWaitingApproval(transaction, ticket.id, now));
    if (ticket.status == TicketStatus::AwaitingApproval && !stillWaits) {
        ticket.status = TicketStatus::Escalated;
        ticket.updatedAt = now;
        TRY(transaction.tickets().update(ticket));
    }
    return true;
}

} // namespace tandem
