#pragma once

#include "model/Classification.h"
#include "model/Ticket.h"
#include "pipeline/understand/Lexicon.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct UrgencyJudgement {
    double score = 0; // 0…1
    std::vector<std::string> reasons; // "impact: our shop is down", in the customer's words
    bool pressing = false; // a reason speaks for urgency, beyond mere hindrance
};

// Urgency by what a message says of impact, scope, safety, deadline and tone. `learned`: what a head makes of the text, 0…1, and
// how much that weighs beside the words, 0…1. Words inside a calming phrase ("not urgent") do not count for urgency.
UrgencyJudgement judgeUrgency(
    const Tokens& tokens, const std::vector<PatternMatch>& matches, double learned, double learnedShare);
// Tier and the customer's own priority lift a score a little; the priority alone never above high.
double withCustomersWord(double score, std::optional<Tier> tier, std::optional<Urgency> priority);
// What of them moved the score: "tier: enterprise", "priority: high".
std::vector<std::string> customersReasons(std::optional<Tier> tier, std::optional<Urgency> priority);
// The sentence to which `judge` gives most, among the first twelve; at most 160 bytes of it. Empty when there is no word.
std::string_view mostUrgentSentence(const Tokens& tokens, const std::function<double(std::string_view)>& judge);
Urgency urgencyOf(double score);

} // namespace tandem
