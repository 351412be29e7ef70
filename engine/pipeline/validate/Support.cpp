#include "pipeline/validate/Support.h"

#include "base/Logistic.h"

#include <algorithm>
#include <cmath>

namespace tandem {

namespace {

// Logistic regression on the even-numbered cases of BEGIN, HaluEval and FaithBench, each set and verdict weighing the same
// (tests/bench/EvaluateGrounding.cpp). The cosine of e5 was tried beside the words and added nothing: a false sentence about the
// right thing is as near as a true one.
constexpr double constant = -0.53;
constexpr double coverageWeight = -1.36;
constexpr double singleWeight = 4.07;
constexpr double knownWeight = 2.07;
constexpr double lengthWeight = -2.89; // a long sentence has more places to be wrong in

// Across languages there is nothing but meaning: the middle between sentences of a translation and of other articles.
constexpr double foreignMiddle = 0.872;
constexpr double foreignSteepness = 70;

} // namespace

double supportScore(const SupportFeatures& features)
{
    if (features.foreign)
        return features.meaning > 0 ? logistic(foreignSteepness * (features.meaning - foreignMiddle)) : 0;
    const double length = std::min(std::log1p(static_cast<double>(features.words)) / 3, 1.0);
    return logistic(constant + coverageWeight * features.coverage + singleWeight * features.single + knownWeight * features.known
        + lengthWeight * length);
}

} // namespace tandem
