#pragma once

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace tandem::samples {

// Of a direction that `seed` decides, all alike probable.
inline std::vector<float> unitVector(unsigned seed, int dimension)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> number;
    std::vector<float> vector(static_cast<std::size_t>(dimension));
    for (float& value : vector)
        value = number(random);
    const float norm = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
    for (float& value : vector)
        value /= norm;
    return vector;
}

} // namespace tandem::samples
