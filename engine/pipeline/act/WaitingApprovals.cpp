#include "pipeline/act/WaitingApprovals.h"

#include <algorithm>

namespace tandem {

Result<bool> hasWaitingApproval(Transaction& transaction, const TicketId& ticket, TimePoint now)
{
    const auto approvals = TRY(transaction.decisions().approvalsOf(ticket));
    return std::ranges::any_of(approvals, [now](const Approval& approval) { return isWaiting(approval, now); });
}

} // namespace tandem
