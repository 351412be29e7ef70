#pragma once

#include <cmath>
#include <span>

namespace tandem {

// Mean and deviation of some numbers, and a number in these terms.
struct Spread {
    double mean = 0;
    double deviation = 0;
    [[nodiscard]] double standardised(double value) const { return deviation > 1e-9 ? (value - mean) / deviation : 0.0; }
};

inline Spread spreadOf(std::span<const double> values)
{
    Spread spread;
    if (values.empty())
        return spread;
    for (const double value : values)
        spread.mean += value;
    spread.mean /= static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values)
        squares += (value - spread.mean) * (value - spread.mean);
    spread.deviation = std::sqrt(squares / static_cast<double>(values.size()));
    return spread;
}

} // namespace tandem
