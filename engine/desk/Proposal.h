#pragma once

#include "base/Clock.h"
#include "desk/DeskPhrases.h"
#include "model/Desk.h"
#include "model/Ticket.h"
#include "services/store/Store.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

// Whose names must not be learned: the ticket's customer and everybody of the desk who wrote in it.
Result<std::vector<std::string>> namesAround(Transaction& transaction, const Ticket& ticket, const Actor& actor);

// What the desk could learn from a ticket: the customer's first message, and the last public answer of a person. nullopt when no
// person answered, or nothing is left of the answer without greeting and signature. The id follows from the answer.
Result<std::optional<LearningCandidate>> proposalFor(
    Transaction& transaction, const Ticket& ticket, const Actor& actor, const DeskPhrases& phrases, TimePoint now);

} // namespace tandem
