#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

// What a person proposes. A model's answer or a customer's text never becomes one.
struct ActionRequest {
    ActionKind kind = ActionKind::Tag;
    ActionParameters parameters;
    std::string reason; // needed where the risk is high; personal
    std::optional<Citation> clause; // of the policy; its quote stands in its passage word for word
    std::vector<Citation> evidence; // likewise, at most 10
    std::string idempotencyKey; // 1…255; the same key and content again is the first proposal
};

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
    std::map<ArticleId, std::string> titles; // of what clause and evidence quote, as far as it is in the library
};

// Actions with consequences (refund, account closure, data deletion, plan downgrade, …) and small ones (a tag). Thread-safe,
// synchronous. Nothing of consequence is done by the engine or by one person alone: whoever proposed it does not approve it, and
// where the rules ask for two keys two different people do. Roles, limits and keys are ActionRules'; agents read; others get
// Forbidden. Two who decide at once are told apart inside one unit of work.
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
    // Checks and stores what a person proposes. What the rules let be done at once is ordered in the same unit of work; else the
    // ticket waits for approval. InvalidArgument: parameters or quotations. Forbidden: kind, amount or hook is not allowed.
    // Conflict: the key came with something else, or the ticket is not with the desk.
    virtual Result<ApprovalCard> propose(const Actor& actor, const TicketId& ticket, const ActionRequest& request) = 0;
    // Turns a key. The last one that is needed writes the decision, its audit entry, the effect (once, keyed by the approval)
    // and, when the customer had wished it, their notice in one unit of work. The ticket then goes on to pending (to escalated
    // when a person had proposed it) unless something else waits. Approving what is approved is
    // fine. Conflict: decided otherwise already, expired, or the second key is the first one's. Forbidden: the same person
    // proposed it or turned the first key with another token of that name. `comment` may be empty.
    virtual Status approve(const Actor& actor, const ApprovalId& id, const std::string& comment) = 0;
    // Ends it, whoever has turned a key. The ticket stays with the desk (escalated) when nothing else waits. `comment` says why
    // and must not be empty.
    virtual Status reject(const Actor& actor, const ApprovalId& id, const std::string& comment) = 0;
};

} // namespace tandem
