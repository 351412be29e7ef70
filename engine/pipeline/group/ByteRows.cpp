#include "pipeline/group/ByteRows.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tandem {

namespace {

constexpr std::size_t lane = 32; // bytes
constexpr float most = 127;

// Rounded to bytes; returns what a unit of them is worth, 0 for a vector without length.
float rounded(std::span<const float> vector, std::int8_t* out)
{
    float largest = 0;
    for (const float value : vector)
        largest = std::max(largest, std::abs(value));
    const float scale = largest / most;
    if (!(scale > 0) || !std::isfinite(scale))
        return 0;
    for (std::size_t i = 0; i < vector.size(); ++i)
        out[i] = static_cast<std::int8_t>(std::lround(vector[i] / scale));
    return scale;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) std::int32_t byteDotAvx2(const std::int16_t* query, const std::int8_t* row, std::size_t count)
{
    __m256i first = _mm256_setzero_si256();
    __m256i second = _mm256_setzero_si256();
    for (std::size_t i = 0; i < count; i += lane) {
        const void* wide = query + i;
        const void* bytes = row + i;
        const auto* words = static_cast<const __m256i*>(wide);
        const auto* halves = static_cast<const __m128i*>(bytes);
        const __m256i left = _mm256_cvtepi8_epi16(_mm_loadu_si128(halves));
        const __m256i right = _mm256_cvtepi8_epi16(_mm_loadu_si128(halves + 1));
        first = _mm256_add_epi32(first, _mm256_madd_epi16(_mm256_loadu_si256(words), left));
        second = _mm256_add_epi32(second, _mm256_madd_epi16(_mm256_loadu_si256(words + 1), right));
    }
    const __m256i sum = _mm256_add_epi32(first, second);
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
    return _mm_cvtsi128_si32(half);
}
#endif

} // namespace

std::int32_t detail::byteDotPortable(const std::int16_t* query, const std::int8_t* row, std::size_t count)
{
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += std::int32_t{query[i]} * std::int32_t{row[i]};
    return sum;
}

detail::ByteDot detail::fastestByteDot()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return &byteDotAvx2;
#endif
    return &byteDotPortable;
}

ByteRows::ByteRows(std::size_t dimension)
    : m_dimension(dimension)
    , m_stride((dimension + lane - 1) / lane * lane)
{
}

void ByteRows::append(std::span<const float> vector)
{
    const std::size_t begin = m_bytes.size();
    m_bytes.resize(begin + m_stride);
    m_scales.push_back(vector.size() == m_dimension ? rounded(vector, m_bytes.data() + begin) : 0);
}

void ByteRows::remove(std::size_t row)
{
    const std::size_t last = size() - 1;
    if (row != last)
        std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(last * m_stride), m_stride,
            m_bytes.begin() + static_cast<std::ptrdiff_t>(row * m_stride));
    std::fill_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(last * m_stride), m_stride, 0); // nothing of it stays in memory
    m_bytes.resize(last * m_stride);
    m_scales[row] = m_scales[last];
    m_scales.pop_back();
}

void ByteRows::similarities(std::span<const float> query, std::vector<float>& out) const
{
    out.assign(size(), 0);
    std::vector<std::int8_t> bytes(m_stride);
    const float scale = query.size() == m_dimension ? rounded(query, bytes.data()) : 0;
    if (scale == 0)
        return;
    const std::vector<std::int16_t> wide(bytes.begin(), bytes.end());
    static const detail::ByteDot dot = detail::fastestByteDot();
    for (std::size_t row = 0; row < size(); ++row)
        out[row] = scale * m_scales[row] * static_cast<float>(dot(wide.data(), m_bytes.data() + row * m_stride, m_stride));
}

} // namespace tandem
