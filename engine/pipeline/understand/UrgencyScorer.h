#pragma once

#include "model/Classification.h"
#include "model/Ticket.h"
#include "pipeline/understand/Lexicon.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

struct UrgencyJudgement {
    double score = 0; // 0…1
    std::vector<std::string> reasons; // "impact: our shop is down"
};

// Urgency by what a message says of impact, scope, safety, deadline and tone. `learned`: what a head makes of the text, 0…1, and
// how much that weighs beside the words, 0…1.
UrgencyJudgement judgeUrgency(
    const Tokens& tokens, const std::vector<PatternMatch>& matches, double learned, double learnedShare);
// Tier and the customer's own priority lift a score a little; the priority alone never above high.
double withCustomersWord(double score, Tier tier, std::optional<Urgency> priority);
Urgency urgencyOf(double score);

} // namespace tandem
