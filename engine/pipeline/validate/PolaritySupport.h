#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <string>

namespace tandem {

// Why an answer's sentence denies or claims more than its supporting window: a negation that one of them has and the other has
// not, "always", "never", "only", "must". "" when it does not. `foreign`: the evidence is in another language, so that only the
// presence of a negation is compared.
std::string polarityConflict(const ReadSentence& answer, const SupportWindow& window, const EvidenceIndex& index, bool foreign);

} // namespace tandem
