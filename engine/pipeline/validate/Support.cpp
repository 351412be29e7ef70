#include "pipeline/validate/Support.h"

#include <algorithm>
#include <cmath>

namespace tandem {

namespace {

double logistic(double value)
{
    return 1 / (1 + std::exp(-value));
}

} // namespace

double supportScore(const SupportFeatures& features)
{
    // e5's cosines live in .75…1: centred where same and different meaning part.
    if (features.foreign)
        return features.meaning > 0 ? logistic(60 * (features.meaning - 0.875)) : 0;
    if (features.meaning <= 0)
        return logistic(9 * (features.coverage - 0.6) + 1 * (features.single - 0.5));
    return logistic(7 * (features.coverage - 0.6) + 1 * (features.single - 0.5) + 25 * (features.meaning - 0.89));
}

} // namespace tandem
