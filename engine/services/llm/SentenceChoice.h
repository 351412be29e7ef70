#pragma once

#include "services/llm/SentenceScores.h"

#include <string_view>
#include <vector>

namespace tandem {

struct ChosenSentence {
    std::size_t passage = 0; // index into the request's passages
    std::string_view text; // lies in the passage's text
    bool ownLine = false; // an item of a list or a row of a table
};

struct SentenceChoice {
    std::vector<ChosenSentence> sentences; // in the order in which they answer; empty when nothing answers
    bool otherLanguage = false; // quoted in another language than the customer's
    double strength = 0; // 0…1: how likely they answer the question
};

// Picks the sentences that answer: the direct answer first, what belongs to it after, lists whole, reading order inside a
// passage; at most `most`, a list counting as one. Views refer to the request.
SentenceChoice chooseSentences(const DraftRequest& request, std::size_t most);

} // namespace tandem
