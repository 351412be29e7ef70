#pragma once

#include "knowledge/Reranker.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

// How likely a library answers a query. Pure functions.
namespace tandem::evidence {

// What a search found, before any of it is left out.
struct Found {
    std::span<const rerank::Candidate> candidates;
    std::span<const double> scores; // by candidate
    std::span<const std::size_t> order; // places in `candidates`, best first
    std::size_t words = 0; // of the query, each once
    std::size_t tokens = 0; // of the query, that were compared
};

// Which of three sets of weights applies: the more is known, the better. A query whose language is unknown is taken for one of
// the best passage's.
enum class Basis : std::uint8_t { Tokens, Vectors, Words };
Basis basisOf(const Found& found);

// What is weighed of the best three passages: the cosine of their nearest sentence; how far their similarity (by tokens, or of
// the vectors) lies above the mean of all candidates, and the same again where the best is in another language; the share of the
// query's words that they hold; the lead over the best passage of another document; the query's length; whether the best is in
// another language; and how unevenly the query's tokens are found, for one that finds nothing may be the very thing asked.
using Features = std::array<double, 8>;
Features features(const Found& found);

// 0…1: the probability that an answer is behind one of the first three passages.
double score(const Found& found);

} // namespace tandem::evidence
