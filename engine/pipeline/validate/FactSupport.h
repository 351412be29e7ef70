#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <string>

namespace tandem {

// Why the hard facts of an answer's sentence are not those of its supporting window: a fact that is nowhere, one that stands in
// the evidence for something else, or a word exchanged in an otherwise equal sentence. "" when all are there. `foreign`: the
// evidence is in another language, so that menus, names and words are not compared.
std::string factConflict(const ReadSentence& answer, const SupportWindow& window, const EvidenceIndex& index, bool foreign);

} // namespace tandem
