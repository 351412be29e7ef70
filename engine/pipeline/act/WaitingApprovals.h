#pragma once

#include "base/Clock.h"
#include "model/Desk.h"
#include "services/store/Store.h"

namespace tandem {

// An approval past its time does not wait any more, even before anybody wrote that down.
inline bool isWaiting(const Approval& approval, TimePoint now)
{
    return approval.state == ApprovalState::Waiting && now < approval.expiresAt;
}

Result<bool> hasWaitingApproval(Transaction& transaction, const TicketId& ticket, TimePoint now);

} // namespace tandem
