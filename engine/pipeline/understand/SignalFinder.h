#pragma once

#include "model/Classification.h"
#include "pipeline/understand/Lexicon.h"

#include <string_view>
#include <vector>

namespace tandem {

// Weighs a message's lexicon matches into signals: look-alikes and refusals take away what they cover, halves of a signal need
// each other. At most one signal a topic, in the order of topics. Pure.
std::vector<Signal> findSignals(const Tokens& tokens, const std::vector<PatternMatch>& matches);

// How alike two messages are by their words, 0…1; 0 when either has fewer than three.
double wordOverlap(const Tokens& a, const Tokens& b);

} // namespace tandem
