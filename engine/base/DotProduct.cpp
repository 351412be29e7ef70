#include "base/DotProduct.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tandem {

float detail::dotProductPortable(const float* left, const float* right, std::size_t count)
{
    // Four sums keep the additions independent, so that they overlap.
    float sums[4] = {};
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane)
            sums[lane] += left[i + lane] * right[i + lane];
    }
    float rest = 0;
    for (; i < count; ++i)
        rest += left[i] * right[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

namespace {

using Function = float (*)(const float*, const float*, std::size_t);

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) float dotProductAvx2(const float* left, const float* right, std::size_t count)
{
    __m256 first = _mm256_setzero_ps();
    __m256 second = _mm256_setzero_ps();
    __m256 third = _mm256_setzero_ps();
    __m256 fourth = _mm256_setzero_ps();
    std::size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        first = _mm256_fmadd_ps(_mm256_loadu_ps(left + i), _mm256_loadu_ps(right + i), first);
        second = _mm256_fmadd_ps(_mm256_loadu_ps(left + i + 8), _mm256_loadu_ps(right + i + 8), second);
        third = _mm256_fmadd_ps(_mm256_loadu_ps(left + i + 16), _mm256_loadu_ps(right + i + 16), third);
        fourth = _mm256_fmadd_ps(_mm256_loadu_ps(left + i + 24), _mm256_loadu_ps(right + i + 24), fourth);
    }
    for (; i + 8 <= count; i += 8)
        first = _mm256_fmadd_ps(_mm256_loadu_ps(left + i), _mm256_loadu_ps(right + i), first);
    const __m256 sum = _mm256_add_ps(_mm256_add_ps(first, second), _mm256_add_ps(third, fourth));
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    half = _mm_add_ss(half, _mm_shuffle_ps(half, half, 1));
    float total = _mm_cvtss_f32(half);
    for (; i < count; ++i)
        total += left[i] * right[i];
    return total;
}
#endif

Function fastest()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &dotProductAvx2;
#endif
    return &detail::dotProductPortable;
}

} // namespace

float dotProduct(const float* left, const float* right, std::size_t count)
{
    static const Function function = fastest();
    return function(left, right, count);
}

} // namespace tandem
