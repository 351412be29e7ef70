#pragma once

#include "pipeline/Consideration.h"
#include "pipeline/group/RecentTickets.h"

#include <optional>

namespace tandem {

// Compares a ticket with the recent ones by what was worked out about it, and makes it one of them. No second embedding.
Grouping grouped(RecentTickets& recent, const EnrichedTicket& enriched, const Consideration& consideration);

// The incident that a ticket was found to belong to when it was considered before.
std::optional<EscalationReason> earlierIncident(const Ticket& ticket);

} // namespace tandem
