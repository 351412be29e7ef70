#include "pipeline/understand/UrgencyScorer.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace tandem {

namespace {

constexpr double mediumFrom = 0.24;
constexpr double highFrom = 0.46;
constexpr double criticalFrom = 0.68;

struct Factor {
    std::string_view note; // of a lexicon's line
    double strength; // a unit of its weight
};
constexpr std::array factors{Factor{"impact", 0.33}, Factor{"scope", 0.2}, Factor{"safety", 0.36}, Factor{"deadline", 0.3},
    Factor{"tone", 0.22}, Factor{"hinder", 0.25}, Factor{"calm", 0.25}};
constexpr double baseline = 0.14;
constexpr std::size_t consideredSentences = 12;
constexpr std::size_t longestQuote = 160; // bytes

bool speaksForUrgency(std::string_view note)
{
    return note != "hinder" && note != "calm";
}

// The urgency matches that count: what speaks for urgency inside a calming phrase does not. `matches` ascend by begin.
std::vector<const PatternMatch*> counted(const std::vector<PatternMatch>& matches)
{
    std::vector<const PatternMatch*> result;
    std::size_t calmTo = 0; // the farthest end of a calming phrase that begins no later
    std::size_t next = 0;
    for (const PatternMatch& match : matches) {
        for (; next < matches.size() && matches[next].begin <= match.begin; ++next) {
            if (matches[next].pattern->topic == Topic::Urgency && matches[next].pattern->note == "calm")
                calmTo = std::max(calmTo, matches[next].end);
        }
        if (match.pattern->topic == Topic::Urgency && (!speaksForUrgency(match.pattern->note) || match.end > calmTo))
            result.push_back(&match);
    }
    return result;
}

const PatternMatch* strongestOf(std::string_view note, const std::vector<const PatternMatch*>& matches)
{
    const PatternMatch* strongest = nullptr;
    for (const PatternMatch* match : matches) {
        if (match->pattern->note == note
            && (strongest == nullptr || std::abs(match->pattern->weight) > std::abs(strongest->pattern->weight)))
            strongest = match;
    }
    return strongest;
}

} // namespace

UrgencyJudgement judgeUrgency(const Tokens& tokens, const std::vector<PatternMatch>& matches, double learned, double learnedShare)
{
    UrgencyJudgement judgement;
    const std::vector<const PatternMatch*> relevant = counted(matches);
    double score = baseline;
    double own = 0; // of the desk's patterns, which a head does not outweigh
    for (const Factor& factor : factors) {
        const PatternMatch* strongest = strongestOf(factor.note, relevant);
        if (strongest == nullptr)
            continue;
        score += factor.strength * strongest->pattern->weight;
        own += strongest->pattern->source == PatternSource::Desk ? factor.strength * strongest->pattern->weight : 0;
        judgement.pressing = judgement.pressing || speaksForUrgency(factor.note);
        judgement.reasons.push_back(std::string(factor.note) + ": "
            + std::string(tokens.text.substr(strongest->begin, strongest->end - strongest->begin)));
    }
    score = std::clamp(score, 0.0, 1.0);
    judgement.score = std::clamp(learnedShare * (std::min(learned, 1.0) + own) + (1 - learnedShare) * score, 0.0, 1.0);
    return judgement;
}

double withCustomersWord(double score, std::optional<Tier> tier, std::optional<Urgency> priority)
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

std::vector<std::string> customersReasons(std::optional<Tier> tier, std::optional<Urgency> priority)
{
    std::vector<std::string> reasons;
    if (tier == Tier::Enterprise || tier == Tier::Business)
        reasons.push_back("tier: " + std::string(name(*tier)));
    if (priority && *priority != Urgency::Medium)
        reasons.push_back("priority: " + std::string(name(*priority)));
    return reasons;
}

std::string_view mostUrgentSentence(const Tokens& tokens, const std::function<double(std::string_view)>& judge)
{
    std::string_view found;
    double most = -1;
    std::size_t first = 0;
    for (std::size_t seen = 0; seen < consideredSentences && first < tokens.words.size(); ++seen) {
        std::size_t last = first;
        while (last + 1 < tokens.words.size() && tokens.words[last + 1].sentence == tokens.words[first].sentence)
            ++last;
        const std::size_t begin = tokens.words[first].begin;
        const std::string_view sentence = text::truncate(tokens.text.substr(begin, tokens.words[last].end - begin), longestQuote);
        if (const double value = judge(sentence); value > most) {
            most = value;
            found = sentence;
        }
        first = last + 1;
    }
    return found;
}

Urgency urgencyOf(double score)
{
    return score >= criticalFrom ? Urgency::Critical
        : score >= highFrom      ? Urgency::High
        : score >= mediumFrom    ? Urgency::Medium
                                 : Urgency::Low;
}

} // namespace tandem
