#pragma once

#include "services/llm/LanguageModel.h"
#include "services/llm/SentenceChoice.h"

#include <string>
#include <vector>

namespace tandem {

// What an agent would ask before answering.
struct Clarification {
    // The names of the cases for which the evidence gives different answers ("Team", "Business"), when neither the question nor
    // the customer's tier tells which is meant; empty when there is nothing to ask.
    std::vector<std::string> cases;
};

// Looks for sentences that say the same as a chosen one of another case with another number. Where the tier tells the case, the
// chosen sentences of other cases give way to the one of that case.
Clarification clarified(const DraftRequest& request, SentenceChoice& choice);

// "It doesn't work." in any of the twelve languages: nothing that one could look for.
bool saysNothing(std::string_view message);

} // namespace tandem
