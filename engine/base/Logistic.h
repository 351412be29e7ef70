#pragma once

#include <cmath>

namespace tandem {

// The probability that log-odds stand for: 1 / (1 + e^-x). In exactly this form, for what was trained is told to the last bit.
inline double logistic(double logOdds)
{
    return 1 / (1 + std::exp(-logOdds));
}

} // namespace tandem
