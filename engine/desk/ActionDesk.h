#pragma once

#include "base/Clock.h"
#include "desk/Approvals.h"
#include "pipeline/ActionRules.h"
#include "services/store/Store.h"

#include <string>

// What ApprovalService does about proposals of people and about keys. Each function belongs into one unit of work.
namespace tandem {

// A request as it is compared and stored: texts normalised, parameters checked against the kind and the rules.
Result<ActionRequest> checkedRequest(const Actor& actor, ActionRequest request, const ActionRules& rules);

// The same for the same actor, ticket and key: what is proposed twice is one proposal.
ApprovalId proposalId(const Actor& actor, const TicketId& ticket, const ActionRequest& request);

// What an actor proposes about a ticket that is theirs to work on, not yet stored. NotFound or InvalidArgument: a quotation that
// does not stand in its passage. Conflict: the ticket is not with the desk.
Result<Approval> personsProposal(Transaction& transaction, const Actor& actor, const Ticket& ticket, const ActionRequest& request,
    const ActionRules& rules, TimePoint now);

// Whether a stored proposal says the same as this request.
bool isSameRequest(const ActionProposal& proposal, const ActionRequest& request);

// Why the actor cannot approve it now, one sentence; "" = they can. Who comes with another token of the same name is the same
// person.
Result<std::string> whyNotApproved(
    Transaction& transaction, const Actor& actor, const Approval& approval, const ActionRules& rules);

// The order to carry an approved action out: once, keyed by the approval.
Status addExecution(Transaction& transaction, const Approval& approval, const ActionRules& rules, TimePoint now);

} // namespace tandem
