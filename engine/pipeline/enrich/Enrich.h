#pragma once

#include "base/Error.h"
#include "pipeline/Consideration.h"
#include "services/store/Store.h"

namespace tandem {

// Loads a ticket with its customer, tier, history and what was read of it before, as one snapshot.
Result<EnrichedTicket> enriched(Store& store, const TicketId& id);

} // namespace tandem
