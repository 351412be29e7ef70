#pragma once

#include "pipeline/understand/Lexicon.h"

#include <vector>

namespace tandem {

// Feeling of one message by its words, emoji and punctuation, −1…1. Pure.
double lexicalSentiment(const Tokens& tokens, const std::vector<PatternMatch>& matches);

// Of a conversation from its messages' values, oldest first: the newest weighs most, each older one half of the next.
double conversationSentiment(const std::vector<double>& messages);

} // namespace tandem
