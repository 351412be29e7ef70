#pragma once

#include "base/Clock.h"
#include "desk/Conversations.h"
#include "services/store/Store.h"

namespace tandem {

// The ticket if the actor may see it; else NotFound, whether it exists or not.
Result<Ticket> visibleTicket(Transaction& transaction, const Actor& actor, const TicketId& id);

// Everything around a ticket that the actor may see.
Result<TicketView> viewOf(Transaction& transaction, const Actor& actor, const TicketId& id, TimePoint now);

// Display names of those in `wanted` who have one, the actor's own included.
Result<std::map<ActorId, std::string>> namesOf(Transaction& transaction, const Actor& actor, const std::vector<ActorId>& wanted);

} // namespace tandem
