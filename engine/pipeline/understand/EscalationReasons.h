#pragma once

#include "pipeline/understand/Understanding.h"

#include <vector>

namespace tandem {

// What in a classification calls for a person, in the order of EscalationCode. Pure.
std::vector<EscalationReason> reasonsForPerson(
    const Classification& classification, const Conversation& conversation, const UnderstandingThresholds& thresholds);

// How many messages the customer has written, the newest one included.
int customerMessageCount(const Conversation& conversation);

} // namespace tandem
