#pragma once

#include "model/Decision.h"
#include "pipeline/understand/Understanding.h"

#include <vector>

namespace tandem {

// What a decision rests on of a message and the conversation around it. Pure.
DecisionInputs inputsOf(const Classification& classification, const Conversation& conversation);

// What of that calls for a person, in the order of EscalationCode. Pure.
std::vector<EscalationReason> reasonsForPerson(const DecisionInputs& inputs, const UnderstandingThresholds& thresholds);

// How many messages the customer has written, the newest one included.
int customerMessageCount(const Conversation& conversation);

} // namespace tandem
