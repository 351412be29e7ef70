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
};

// Writes what was decided in one durable unit of work: the ticket with its classification, route, reasons and draft; approvals
// for proposed actions; the customer's notice of a hand-over in the outbox; the audit entry. Nothing irreversible happens here.
Status finish(const ActParts& parts, Ticket& ticket, const Consideration& consideration, const StageTrace& trace, TimePoint now);

// For a ticket whose stages failed for good: escalated as stage_failed, the customer told.
Status escalateFailed(const ActParts& parts, const TicketId& id, const Error& error, TimePoint now);

} // namespace tandem
