#pragma once

#include "model/Knowledge.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// How the two halves of the search become one order. Pure functions.
namespace tandem::fusion {

// Of a passage, compared with the query's.
enum class LanguageMatch : std::uint8_t { Unknown, Same, Other };

struct Candidate {
    std::optional<double> meaning; // cosine; nullopt when the passage has no vector
    double words = 0; // BM25
    double coverage = 0; // KeywordMatch's
    double identifiers = 0; // KeywordMatch's
    LanguageMatch language = LanguageMatch::Unknown;
};

// How much BM25 counts.
struct Shares {
    double words = 0.35;
    double wordsOfOtherLanguages = 0.35; // for passages in another language than the query's
};
// An error code or order number that the library knows is found by words, in any language; other words hardly ever stand in a
// text of another language, and what they share is chance.
Shares sharesFor(double usual, bool knownIdentifier);

// What adds up to each candidate's score. Words count for both halves where there is no vector.
std::vector<ScoreParts> parts(std::span<const Candidate> candidates, const Shares& shares);

// Each half is brought to mean 0 and deviation 1 over the candidates, then added with the shares. A candidate without a vector
// gets its words' place in both halves' stead.
std::vector<double> scores(std::span<const Candidate> candidates, const Shares& shares);

} // namespace tandem::fusion
