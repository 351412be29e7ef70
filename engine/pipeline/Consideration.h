#pragma once

#include "model/Conversation.h"
#include "model/Decision.h"
#include "model/Draft.h"
#include "model/Knowledge.h"
#include "model/Ticket.h"
#include "pipeline/Wish.h"
#include "pipeline/group/RecentTickets.h"
#include "services/embedding/Embedder.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

// A ticket with its customer and its conversation up to the newest customer message.
struct EnrichedTicket {
    Ticket ticket;
    Conversation conversation;
};

// Everything the engine worked out about one conversation, before anything is done about it.
struct Consideration {
    std::string text; // of the message, as classificationText() gives it
    std::string asked; // what is to be answered, as askedText() gives it
    Embedding vector; // of `text`, computed once for understanding, retrieval and grouping
    Classification classification;
    SearchResult evidence;
    Draft draft;
    Wish wish; // for the draft's actions
    DecisionInputs inputs; // of all this, what a decision rests on
    DecisionOutcome outcome; // as far as the inputs are known
    std::optional<Grouping> grouping; // with other tickets; only when a ticket is considered for the first time
};

} // namespace tandem
