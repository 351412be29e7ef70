#include "pipeline/understand/UrgencyScorer.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tandem {

namespace {

constexpr double mediumFrom = 0.22;
constexpr double highFrom = 0.34;
constexpr double criticalFrom = 0.6;

struct Factor {
    std::string_view note; // of a lexicon's line
    double strength; // a unit of its weight
};
constexpr std::array factors{Factor{"impact", 0.33}, Factor{"scope", 0.2}, Factor{"safety", 0.36}, Factor{"deadline", 0.3},
    Factor{"tone", 0.22}, Factor{"hinder", 0.25}, Factor{"calm", 0.25}};
constexpr double baseline = 0.14;

} // namespace

UrgencyJudgement judgeUrgency(const Tokens& tokens, const std::vector<PatternMatch>& matches, double learned, double learnedShare)
{
    UrgencyJudgement judgement;
    double score = baseline;
    for (const Factor& factor : factors) {
        const PatternMatch* strongest = nullptr;
        for (const PatternMatch& match : matches) {
            if (match.pattern->topic == Topic::Urgency && match.pattern->note == factor.note
                && (strongest == nullptr || std::abs(match.pattern->weight) > std::abs(strongest->pattern->weight)))
                strongest = &match;
        }
        if (strongest == nullptr)
            continue;
        score += factor.strength * strongest->pattern->weight;
        judgement.reasons.push_back(std::string(factor.note) + ": "
            + std::string(tokens.text.substr(strongest->begin, strongest->end - strongest->begin)));
    }
    score = std::clamp(score, 0.0, 1.0);
    judgement.score = learnedShare * learned + (1 - learnedShare) * score;
    return judgement;
}

double withCustomersWord(double score, Tier tier, std::optional<Urgency> priority)
{
    if (tier == Tier::Enterprise || tier == Tier::Business)
        score += tier == Tier::Enterprise ? 0.03 : 0.015;
    if (priority) {
        static constexpr std::array<double, 4> lifts{-0.06, 0, 0.06, 0.1};
        const double lifted = score + lifts[static_cast<std::size_t>(*priority)];
        // What the text alone does not make critical, the customer's word does not either.
        score = score < criticalFrom ? std::min(lifted, criticalFrom - 0.01) : lifted;
    }
    return std::clamp(score, 0.0, 1.0);
}

Urgency urgencyOf(double score)
{
    return score >= criticalFrom ? Urgency::Critical
        : score >= highFrom      ? Urgency::High
        : score >= mediumFrom    ? Urgency::Medium
                                 : Urgency::Low;
}

} // namespace tandem
