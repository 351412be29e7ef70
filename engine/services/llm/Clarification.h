#pragma once

#include "services/llm/LanguageModel.h"
#include "services/llm/ReplyTemplates.h"
#include "services/llm/SentenceChoice.h"

#include <string>
#include <vector>

namespace tandem {

// What an agent would ask before answering.
struct Clarification {
    // The names of the cases for which the evidence gives different answers ("Team", "Business"), when neither the question nor
    // the customer's tier tells which is meant; empty when there is nothing to ask.
    std::vector<std::string> cases;
    std::vector<ChosenSentence> sentences; // what the evidence says of each, in the cases' order
};

// Looks for sentences that say the same as a chosen one of another case with another number. Where the question names one case,
// or the tier tells it, the chosen sentences of other cases give way to the one of that case.
Clarification clarified(const DraftRequest& request, SentenceChoice& choice);

// Whether the desk has asked which of these cases is meant before, in any language. Nobody is asked that twice.
bool wasAsked(const std::vector<std::string>& cases, const std::vector<Message>& history, const ReplyTemplates& templates);

// "It doesn't work.", "Help!", "Hello?", "???" in any of the twelve languages: nothing that one could look for.
bool saysNothing(std::string_view message);

} // namespace tandem
