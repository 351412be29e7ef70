#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "pipeline/Consideration.h"
#include "pipeline/Policy.h"
#include "pipeline/StageRunner.h"
#include "services/llm/ReplyTemplates.h"
#include "services/store/Store.h"

namespace tandem {

struct ActParts {
    Store& store;
    const ReplyTemplates& templates;
    const Policy& policy;
    DecisionBasis basis; // the policy and the models, as they are stored with the decision
};

// Decides, and writes that in one durable unit of work: the ticket with its classification, route, reasons, draft and due time;
// the decision with everything it rests on, for good; approvals for proposed actions; the group of similar tickets; the
// customer's notice of a hand-over in the outbox; the audit entry. Nothing irreversible happens here. When a ticket is considered
// again, what people decided stands: an approved action is done, and a declined one is proposed again only when the newest
// message asks for it. `enriched.ticket` becomes what was written. Conflict, retryable: the ticket changed meanwhile.
Status finish(
    const ActParts& parts, EnrichedTicket& enriched, const Consideration& consideration, const StageTrace& trace, TimePoint now);

// For a ticket whose stages failed for good: escalated as stage_failed, the customer told.
Status escalateFailed(const ActParts& parts, const TicketId& id, const Error& error, TimePoint now);

} // namespace tandem
