#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <string>

namespace tandem {

// Why a number of an answer counts something that it only names in the evidence: "429 requests a minute" where the evidence says
// "600 requests a minute" and "status 429". "" when it does not. Pure.
std::string codeAsAmount(const Fact& fact, const ReadSentence& answer, const EvidenceIndex& index);

} // namespace tandem
