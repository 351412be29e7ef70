#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <string>

namespace tandem {

// 0…1: how many words two sentences share in the same order.
double commonOrder(const ReadSentence& answer, const ReadSentence& evidence);

// Finds a name, number or opposite that was put in another's place in a sentence that otherwise repeats the evidence's: "the Team
// plan" for "the Business plan", "before" for "after". The reason as a sentence; "" when there is none.
std::string exchangedWord(const ReadSentence& answer, const ReadSentence& evidence);

// The answer gives to one role ("admin") what the evidence gives to others alone ("owner"). For a sentence that otherwise says
// the same. "" when it does not.
std::string exchangedRole(const ReadSentence& answer, const ReadSentence& evidence);

} // namespace tandem
