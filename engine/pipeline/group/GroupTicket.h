#pragma once

#include "pipeline/Consideration.h"
#include "pipeline/group/RecentTickets.h"

namespace tandem {

// Compares a ticket with the recent ones by what was worked out about it, and makes it one of them. No second embedding.
Grouping grouped(RecentTickets& recent, const EnrichedTicket& enriched, const Consideration& consideration);

} // namespace tandem
