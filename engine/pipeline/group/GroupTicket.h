#pragma once

#include "pipeline/Consideration.h"
#include "pipeline/group/RecentTickets.h"

#include <optional>
#include <string_view>

namespace tandem {

// Compares a ticket with the recent ones by what was worked out about it, and makes it one of them. No second embedding: `text`
// is what consideration.vector is of.
Grouping grouped(
    RecentTickets& recent, const EnrichedTicket& enriched, const Consideration& consideration, std::string_view text);

// The incident that a ticket was found to belong to when it was considered before.
std::optional<EscalationReason> earlierIncident(const Ticket& ticket);

} // namespace tandem
