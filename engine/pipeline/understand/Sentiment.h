#pragma once

#include "model/Classification.h"
#include "pipeline/understand/Lexicon.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tandem {

// Feeling of one message by its words, emoji and punctuation, −1…1. Pure.
double lexicalSentiment(const Tokens& tokens, const std::vector<PatternMatch>& matches);

// How a message feels: chances that decide its class, and a score −1…1 that also says how strongly it is put.
struct Feeling {
    std::array<double, 3> chances{0, 1, 0}; // by Sentiment; sums to 1
    double score = 0;

    [[nodiscard]] Sentiment sentiment() const;
};

// A head's view and the words' as one. `wordWeight`: what lexicalSentiment() 1 adds to the log-odds of positive.
Feeling feelingOf(const std::array<double, 3>& learned, double lexical, double wordWeight);

// Of a conversation from its messages' values, oldest first: the newest weighs most, each older one half of the next.
double conversationSentiment(const std::vector<double>& messages);
Feeling conversationFeeling(const std::vector<Feeling>& messages);

// Slope of the line fitted through the newest eight messages' values, oldest first, in units a message; 0 for fewer than three.
double sentimentTrend(const std::vector<double>& messages);

} // namespace tandem
