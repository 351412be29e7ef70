#pragma once

#include "knowledge/Fusion.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

// The best of both halves, ordered once more by a closer look. Pure functions.
namespace tandem::rerank {

struct Candidate {
    fusion::Candidate halves;
    double fused = 0; // of fusion::scores
    std::optional<double> similarity; // of late::similarity; nullopt for a passage that was not looked at
    double unevenness = 0; // of late::unevenness, where there is a similarity
    std::optional<double> sentence; // cosine of its nearest sentence; nullopt where sentences have no vectors
    bool isArticle = false; // and not the resolution of a past ticket
    std::size_t document = 0; // the same for passages of one document
};

// What is weighed: the similarity by tokens and the words of the query's own language, both in deviations from the mean of the
// candidates; the identifiers; whether it is an article. A candidate that was not looked at has its fused score in the place of
// the first.
using Features = std::array<double, 4>;
std::vector<Features> features(std::span<const Candidate> candidates);

// What adds up to each candidate's score: its features as they are weighed. The fused score that stands in for a similarity
// counts as meaning.
std::vector<ScoreParts> parts(std::span<const Candidate> candidates);

// Higher is better; comparable within one call only.
std::vector<double> scores(std::span<const Candidate> candidates);

} // namespace tandem::rerank
