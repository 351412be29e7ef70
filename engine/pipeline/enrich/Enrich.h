#pragma once

#include "base/Error.h"
#include "pipeline/Consideration.h"
#include "services/store/Store.h"

namespace tandem {

// Loads a ticket with its customer, tier and history, as one snapshot. `ticketsPerHour` is the most one customer may open.
Result<EnrichedTicket> enriched(Store& store, const TicketId& id, TimePoint now, int ticketsPerHour);

} // namespace tandem
