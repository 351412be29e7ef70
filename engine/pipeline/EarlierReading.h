#pragma once

#include "base/Error.h"
#include "model/Ticket.h"
#include "services/store/Store.h"

#include <optional>
#include <vector>

namespace tandem {

// What was read of a ticket when it was decided last and still holds: a wish for a person is not over with the next message.
struct EarlierReading {
    std::vector<Signal> signals; // those whose reasons hold for a conversation
    InjectionFinding injection;
};

// Nothing when the ticket was never read, or when a person has resolved it since and nobody has opened it again.
Result<EarlierReading> earlierReading(Transaction& transaction, const Ticket& ticket);

// The incident that a ticket was found to belong to when it was considered before.
std::optional<EscalationReason> earlierIncident(const Ticket& ticket);

} // namespace tandem
