#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

// An action that waits for a person, or was decided, with what the decision needs.
struct ApprovalCard {
    Approval approval;
    std::int64_t ticketNumber = 0;
    std::string subject; // of the ticket; personal
    Customer customer;
    std::vector<AuditEntry> trail; // audit entries of the ticket, oldest first
    std::map<ActorId, std::string> names; // of the actors in the trail; personal
    bool trailIntact = false; // the audit chain holds up to its newest entry
    bool mayDecide = false; // the actor may approve and reject it now
    std::string whyNot; // one sentence when not
};

// Actions with consequences (refund, account closure, data deletion, plan downgrade). Thread-safe, synchronous. Nothing here is
// done by the engine alone. Supervisors and admins decide; agents read; others get Forbidden.
class Approvals {
public:
    Approvals() = default;
    Approvals(const Approvals&) = delete;
    Approvals& operator=(const Approvals&) = delete;
    virtual ~Approvals() = default;

    // Oldest first; expired ones are no longer waiting.
    virtual Result<std::vector<ApprovalCard>> waiting(const Actor& actor, int limit) = 0;
    virtual Result<std::vector<ApprovalCard>> decided(const Actor& actor, int limit) = 0; // newest first
    virtual Result<ApprovalCard> card(const Actor& actor, const ApprovalId& id) = 0;
    // Writes the decision, its audit entry, the effect (once, keyed by the approval) and the customer's notice in one unit of
    // work. The ticket goes on to pending when nothing else waits. Conflict: decided otherwise already, or expired; deciding the
    // same way twice is fine. `comment` may be empty.
    virtual Status approve(const Actor& actor, const ApprovalId& id, const std::string& comment) = 0;
    // The ticket stays with the desk (escalated) when nothing else waits. `comment` says why and must not be empty.
    virtual Status reject(const Actor& actor, const ApprovalId& id, const std::string& comment) = 0;
};

} // namespace tandem
