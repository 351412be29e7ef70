#pragma once

#include "base/Error.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

// What programs of this folder do with results, and how sure a share of them is.
namespace tandem::bench {

template <typename T>
T valueOf(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

inline void succeed(const Status& status)
{
    if (!status) {
        std::fprintf(stderr, "%s\n", status.error().message.c_str());
        std::exit(1);
    }
}

// Not empty; the upper one of the two in the middle of an even number.
inline double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

inline double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Wilson's 95 % interval of a share, low and high. n > 0.
inline std::pair<double, double> interval(double hits, double n)
{
    constexpr double z = 1.96;
    const double share = hits / n;
    const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

} // namespace tandem::bench
