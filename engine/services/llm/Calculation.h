#pragma once

#include "services/llm/LanguageModel.h"
#include "services/llm/ReplyTemplates.h"
#include "services/llm/SentenceChoice.h"

#include <optional>
#include <string>

namespace tandem {

// A calculation that answers, with the rule that it rests on.
struct ShownCalculation {
    std::string text; // "14 × €12 = €168", in the way of the answer's language
    ChosenSentence rule; // gives the price, share, period or limit
};

// What a question about an amount comes to where the evidence gives the rule and the customer the other number: count × price,
// share of an amount, date ± period, amount ÷ limit rounded up. nullopt unless exactly one rule and one number fit: a wrong
// calculation is worse than none. Pure.
std::optional<ShownCalculation> calculationFor(
    const DraftRequest& request, const SentenceChoice& choice, const ReplyTemplates& templates);

} // namespace tandem
