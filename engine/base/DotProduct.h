#pragma once

#include <cstddef>

namespace tandem {

// The inner product of two vectors of `count` floats, which need no alignment. Uses AVX2 and FMA where the processor has them.
float dotProduct(const float* left, const float* right, std::size_t count);

namespace detail {
// The version for any processor; apart so that a test can compare the two.
float dotProductPortable(const float* left, const float* right, std::size_t count);
} // namespace detail

} // namespace tandem
