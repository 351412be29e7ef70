#pragma once

#include "model/Explanation.h"

#include <functional>
#include <string_view>
#include <vector>

namespace tandem {

// A probability on the scale on which evidence adds up; certainty is bounded.
double logOdds(double probability);

// Those worth showing, the strongest first: at most six above zero and four below, none that weighs less than `least`.
std::vector<ExplainedWord> strongestWords(std::vector<ExplainedWord> words, double least);
// The least weight that a person can see: of log-odds, and of a score that is a scale.
inline constexpr double leastLogOdds = 0.1;
inline constexpr double leastOfScale = 0.01;

// What each of a text's first `most` words does to a score 0…1 that can only be asked for whole texts; weights in log-odds, spans
// in `text`. Unsorted. `score` is called once a word and once more.
std::vector<ExplainedWord> wordsByAsking(
    std::string_view text, std::size_t most, const std::function<double(std::string_view)>& score);

} // namespace tandem
