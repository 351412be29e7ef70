#pragma once

#include "model/Classification.h"
#include "pipeline/understand/Lexicon.h"

#include <array>
#include <string_view>
#include <vector>

namespace tandem {

// What a message can say that calls for a person. In a fixed order, which trained files share.
inline constexpr std::size_t signalCount = 9;
using SignalFlags = std::array<bool, signalCount>;
using SignalLikelihoods = std::array<double, signalCount>; // 0…1
inline constexpr double likelyEnough = 0.5; // for a signal to count

// "human_requested", "refund", "abuse": code or action, whichever tells more.
std::string_view signalName(std::size_t signal);
SignalFlags flagsOf(const std::vector<Signal>& signals);

// Weighs a message's lexicon matches into signals: look-alikes and refusals take away what they cover, halves of a signal need
// each other. At most one signal a topic, in the order of topics. Pure.
std::vector<Signal> findSignals(const Tokens& tokens, const std::vector<PatternMatch>& matches);

// What the desk's own patterns say, which nothing outvotes: signals that they find by themselves, and others that they call
// look-alikes where no rule finds them elsewhere in the message. `byRules`: of findSignals(). Pure.
struct DeskWord {
    SignalFlags says{};
    SignalFlags denies{};
};
DeskWord deskWord(const Tokens& tokens, const std::vector<PatternMatch>& matches, const std::vector<Signal>& byRules);

// A signal that rules found stays when it is likely enough; one that no rule found but is likely joins them, with words[signal],
// the place that tells most of it. `likely` becomes the score. Pure.
std::vector<Signal> weighSignals(
    std::vector<Signal> byRules, const SignalLikelihoods& likely, const std::array<std::string_view, signalCount>& words);

// How alike two messages are by their words, 0…1; 0 when either has fewer than three.
double wordOverlap(const Tokens& a, const Tokens& b);

} // namespace tandem
