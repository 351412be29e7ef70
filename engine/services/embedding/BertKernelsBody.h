// The kernels, written once on the compiler's vectors and compiled once per instruction set: each BertKernels<Set>.cpp
// includes this file. Everything has internal linkage.
#include "services/embedding/BertKernels.h"

#include <numbers>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace tandem::bert {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif
using Floats [[gnu::vector_size(lanes * 4)]] = float;
using Integers [[gnu::vector_size(lanes * 4)]] = std::int32_t;
using Bytes [[gnu::vector_size(lanes)]] = std::int8_t;

inline Floats load(const float* from)
{
    Floats result;
    __builtin_memcpy(&result, from, sizeof(result));
    return result;
}

inline void store(float* to, Floats values)
{
    __builtin_memcpy(to, &values, sizeof(values));
}

inline Floats all(float value)
{
    return Floats{} + value;
}

inline float sum(Floats values)
{
    float result = 0;
    for (int i = 0; i < lanes; ++i)
        result += values[i];
    return result;
}

inline Floats larger(Floats a, Floats b)
{
    return a > b ? a : b;
}

inline float largest(Floats values)
{
    float result = values[0];
    for (int i = 1; i < lanes; ++i)
        result = values[i] > result ? values[i] : result;
    return result;
}

// Adding 1.5 * 2^23 leaves the rounded integer in the low bits of the sum.
constexpr float roundingMagic = 12582912.0F;

inline Integers rounded(Floats magicSum)
{
    return __builtin_bit_cast(Integers, magicSum) - 0x4B400000;
}

// e^x to 2 units in the last place; 0 below -87.
inline Floats exponential(Floats x)
{
    const auto inRange = x > -87.0F;
    x = inRange ? x : all(-87.0F);
    const Floats shifted = x * std::numbers::log2e_v<float> + roundingMagic;
    const Floats whole = shifted - roundingMagic;
    const Floats rest = (x - whole * 0.693359375F) + whole * 2.12194440e-4F;
    Floats power = rest * 1.9875691500e-4F + 1.3981999507e-3F;
    power = power * rest + 8.3334519073e-3F;
    power = power * rest + 4.1665795894e-2F;
    power = power * rest + 1.6666665459e-1F;
    power = power * rest + 5.0000001201e-1F;
    power = power * (rest * rest) + rest + 1.0F;
    const Floats scale = __builtin_bit_cast(Floats, (rounded(shifted) + 127) << 23);
    return inRange ? power * scale : Floats{};
}

void roundAll(const float* input, int tokens, int columns, const Rounded& output)
{
    const int blocks = tokens * (columns / blockSize);
    for (int block = 0; block < blocks; ++block) {
        const float* const from = input + static_cast<std::ptrdiff_t>(block) * blockSize;
        std::int8_t* const to = output.values + static_cast<std::ptrdiff_t>(block) * blockSize;
        Floats most{};
        for (int i = 0; i < blockSize; i += lanes) {
            const Floats values = load(from + i);
            most = larger(most, larger(values, -values));
        }
        const float scale = largest(most) / 127.0F;
        const float inverse = scale > 0 ? 1.0F / scale : 0.0F;
        Integers total{};
        for (int i = 0; i < blockSize; i += lanes) {
            const Integers values = rounded(load(from + i) * inverse + roundingMagic);
            total += values;
            const Bytes bytes = __builtin_convertvector(values, Bytes);
            __builtin_memcpy(to + i, &bytes, sizeof(bytes));
        }
        std::int32_t offset = 0;
        for (int i = 0; i < lanes; ++i)
            offset += total[i];
        output.scales[block] = scale;
        output.offsets[block] = -8 * offset;
    }
}

inline std::int32_t four(const std::int8_t* values)
{
    std::int32_t result = 0;
    __builtin_memcpy(&result, values, sizeof(result));
    return result;
}

#if defined(__AVX512VNNI__)

template <int Count>
void multiplyTile(const WeightTile* tile, const float* bias, const Rounded& input, std::ptrdiff_t columns, std::ptrdiff_t token,
    float* output, std::ptrdiff_t stride)
{
    const std::ptrdiff_t blocks = columns / blockSize;
    const std::int8_t* const values = input.values + token * columns;
    const float* const scales = input.scales + token * blocks;
    const std::int32_t* const offsets = input.offsets + token * blocks;
    const __m512i low = _mm512_set1_epi8(0x0F);
    __m512 sums[Count];
    for (int t = 0; t < Count; ++t)
        sums[t] = _mm512_loadu_ps(bias);
    for (std::ptrdiff_t block = 0; block < blocks; ++block, ++tile) {
        __m512i dots[Count];
        for (int t = 0; t < Count; ++t)
            dots[t] = _mm512_set1_epi32(offsets[t * blocks + block]);
        for (std::ptrdiff_t j = 0; j < 4; ++j) {
            const __m512i quad = _mm512_loadu_si512(tile->quads[j]);
            const __m512i first = _mm512_and_si512(quad, low);
            const __m512i second = _mm512_and_si512(_mm512_srli_epi16(quad, 4), low);
            for (int t = 0; t < Count; ++t) {
                const std::int8_t* const at = values + t * columns + block * blockSize + 8 * j;
                dots[t] = _mm512_dpbusd_epi32(dots[t], first, _mm512_set1_epi32(four(at)));
                dots[t] = _mm512_dpbusd_epi32(dots[t], second, _mm512_set1_epi32(four(at + 4)));
            }
        }
        const __m512 weightScales = _mm512_loadu_ps(tile->scales);
        for (int t = 0; t < Count; ++t)
            sums[t] = _mm512_fmadd_ps(
                _mm512_cvtepi32_ps(dots[t]), _mm512_mul_ps(weightScales, _mm512_set1_ps(scales[t * blocks + block])), sums[t]);
    }
    for (int t = 0; t < Count; ++t)
        _mm512_storeu_ps(output + (token + t) * stride, sums[t]);
}
constexpr int tokensAtOnce = 8;

#elif defined(__AVX2__)

// Eight rows at a time. The 16-bit sums hold: 8 products of at most 2 * 15 * 127 are below 2^15.
template <int Count>
void multiplyTile(const WeightTile* tiles, const float* bias, const Rounded& input, std::ptrdiff_t columns, std::ptrdiff_t token,
    float* output, std::ptrdiff_t stride)
{
    const std::ptrdiff_t blocks = columns / blockSize;
    const std::int8_t* const values = input.values + token * columns;
    const float* const scales = input.scales + token * blocks;
    const std::int32_t* const offsets = input.offsets + token * blocks;
    const __m256i low = _mm256_set1_epi8(0x0F);
    const __m256i ones = _mm256_set1_epi16(1);
    for (int half = 0; half < tileRows; half += 8) {
        const WeightTile* tile = tiles;
        __m256 sums[Count];
        for (int t = 0; t < Count; ++t)
            sums[t] = _mm256_loadu_ps(bias + half);
        for (std::ptrdiff_t block = 0; block < blocks; ++block, ++tile) {
            __m256i dots[Count];
            for (int t = 0; t < Count; ++t)
                dots[t] = _mm256_setzero_si256();
            for (std::ptrdiff_t j = 0; j < 4; ++j) {
                const __m256i quad = _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(tile->quads[j][half]));
                const __m256i first = _mm256_and_si256(quad, low);
                const __m256i second = _mm256_and_si256(_mm256_srli_epi16(quad, 4), low);
                for (int t = 0; t < Count; ++t) {
                    const std::int8_t* const at = values + t * columns + block * blockSize + 8 * j;
                    dots[t] = _mm256_add_epi16(dots[t], _mm256_maddubs_epi16(first, _mm256_set1_epi32(four(at))));
                    dots[t] = _mm256_add_epi16(dots[t], _mm256_maddubs_epi16(second, _mm256_set1_epi32(four(at + 4))));
                }
            }
            const __m256 weightScales = _mm256_loadu_ps(tile->scales + half);
            for (int t = 0; t < Count; ++t) {
                const __m256i dot
                    = _mm256_add_epi32(_mm256_madd_epi16(dots[t], ones), _mm256_set1_epi32(offsets[t * blocks + block]));
                sums[t] = _mm256_fmadd_ps(
                    _mm256_cvtepi32_ps(dot), _mm256_mul_ps(weightScales, _mm256_set1_ps(scales[t * blocks + block])), sums[t]);
            }
        }
        for (int t = 0; t < Count; ++t)
            _mm256_storeu_ps(output + (token + t) * stride + half, sums[t]);
    }
}
constexpr int tokensAtOnce = 4;

#else

template <int Count>
void multiplyTile(const WeightTile* tile, const float* bias, const Rounded& input, std::ptrdiff_t columns, std::ptrdiff_t token,
    float* output, std::ptrdiff_t stride)
{
    static_assert(Count == 1);
    const std::ptrdiff_t blocks = columns / blockSize;
    const std::int8_t* values = input.values + token * columns;
    float* const sums = output + token * stride;
    for (int row = 0; row < tileRows; ++row)
        sums[row] = bias[row];
    for (std::ptrdiff_t block = 0; block < blocks; ++block, ++tile, values += blockSize) {
        const auto at = token * blocks + block;
        for (int row = 0; row < tileRows; ++row) {
            std::int32_t dot = input.offsets[at];
            for (int j = 0; j < 4; ++j) {
                for (int i = 0; i < 4; ++i) {
                    const int nibbles = tile->quads[j][row][i];
                    dot += (nibbles & 15) * values[8 * j + i] + (nibbles >> 4) * values[8 * j + 4 + i];
                }
            }
            sums[row] += static_cast<float>(dot) * (tile->scales[row] * input.scales[at]);
        }
    }
}
constexpr int tokensAtOnce = 1;

#endif

template <int Count>
void multiplyRest(
    const Weights& weights, const WeightTile* tile, int row, const Rounded& input, int token, int left, float* output, int stride)
{
    if constexpr (Count > 0) {
        if (left == Count)
            multiplyTile<Count>(tile, weights.bias + row, input, weights.columns, token, output + row, stride);
        else
            multiplyRest<Count - 1>(weights, tile, row, input, token, left, output, stride);
    }
}

void multiply(const Weights& weights, const Rounded& input, int tokens, float* output, int stride)
{
    const WeightTile* tile = weights.tiles;
    for (int row = 0; row < weights.rows; row += tileRows, tile += weights.columns / blockSize) {
        int token = 0;
        for (; token + tokensAtOnce <= tokens; token += tokensAtOnce)
            multiplyTile<tokensAtOnce>(tile, weights.bias + row, input, weights.columns, token, output + row, stride);
        multiplyRest<tokensAtOnce - 1>(weights, tile, row, input, token, tokens - token, output, stride);
    }
}

void addAndNormalise(
    float* values, const float* added, const float* scale, const float* shift, int tokens, int columns, float epsilon)
{
    for (int token = 0; token < tokens; ++token, values += columns) {
        Floats total{};
        for (int i = 0; i < columns; i += lanes) {
            Floats value = load(values + i);
            if (added != nullptr)
                value += load(added + static_cast<std::ptrdiff_t>(token) * columns + i);
            store(values + i, value);
            total += value;
        }
        const float mean = sum(total) / static_cast<float>(columns);
        Floats squares{};
        for (int i = 0; i < columns; i += lanes) {
            const Floats distance = load(values + i) - mean;
            squares += distance * distance;
        }
        const float factor = 1.0F / __builtin_sqrtf(sum(squares) / static_cast<float>(columns) + epsilon);
        for (int i = 0; i < columns; i += lanes)
            store(values + i, (load(values + i) - mean) * factor * load(scale + i) + load(shift + i));
    }
}

// x * (1 + erf(x / sqrt 2)) / 2 with erf by Abramowitz and Stegun 7.1.26, exact to 2e-7.
void gelu(float* values, std::size_t count)
{
    for (std::size_t i = 0; i < count; i += lanes) {
        const Floats x = load(values + i);
        const Floats z = larger(x, -x) * 0.70710678F;
        const Floats t = 1.0F / (z * 0.3275911F + 1.0F);
        Floats series = t * 1.061405429F - 1.453152027F;
        series = series * t + 1.421413741F;
        series = series * t - 0.284496736F;
        series = series * t + 0.254829592F;
        const Floats tail = series * t * exponential(-z * z); // 1 - erf |z|
        store(values + i, x * (x > 0.0F ? 2.0F - tail : tail) * 0.5F);
    }
}

// Up to four queries side by side share every load of a key and a value.
template <int Count>
void attendRows(const float* query, const float* keys, const float* value, int tokens, std::ptrdiff_t padded,
    std::ptrdiff_t stride, float* output, std::ptrdiff_t outputStride, float* weights)
{
    constexpr float scale = 0.17677669529F; // 1 / sqrt(headSize)
    for (std::ptrdiff_t at = 0; at < padded; at += lanes) {
        Floats scores[Count]{};
        for (int d = 0; d < headSize; ++d) {
            const Floats key = load(keys + d * padded + at);
            for (int r = 0; r < Count; ++r)
                scores[r] += key * query[r * stride + d];
        }
        for (int r = 0; r < Count; ++r)
            store(weights + r * padded + at, scores[r] * scale);
    }
    float inverse[Count];
    for (int r = 0; r < Count; ++r) {
        float* const row = weights + r * padded;
        for (std::ptrdiff_t at = tokens; at < padded; ++at)
            row[at] = -1e30F; // past the last key
        Floats most = load(row);
        for (std::ptrdiff_t at = lanes; at < padded; at += lanes)
            most = larger(most, load(row + at));
        const float top = largest(most);
        Floats total{};
        for (std::ptrdiff_t at = 0; at < padded; at += lanes) {
            const Floats weight = exponential(load(row + at) - top);
            total += weight;
            store(row + at, weight);
        }
        inverse[r] = 1.0F / sum(total);
    }
    constexpr int parts = headSize / lanes;
    Floats sums[Count][parts]{};
    for (int k = 0; k < tokens; ++k) {
        Floats row[parts];
        for (std::ptrdiff_t p = 0; p < parts; ++p)
            row[p] = load(value + k * stride + p * lanes);
        for (int r = 0; r < Count; ++r) {
            for (std::ptrdiff_t p = 0; p < parts; ++p)
                sums[r][p] += row[p] * weights[r * padded + k];
        }
    }
    for (int r = 0; r < Count; ++r) {
        for (std::ptrdiff_t p = 0; p < parts; ++p)
            store(output + r * outputStride + p * lanes, sums[r][p] * inverse[r]);
    }
}

void attend(const float* query, const float* key, const float* value, int tokens, int stride, float* output, int outputStride,
    float* scratch)
{
    const std::ptrdiff_t padded = (static_cast<std::ptrdiff_t>(tokens) + 15) / 16 * 16;
    float* const keys = scratch; // transposed: headSize by padded
    float* const weights = scratch + headSize * padded;
    for (int d = 0; d < headSize; ++d) {
        for (std::ptrdiff_t k = 0; k < padded; ++k)
            keys[d * padded + k] = k < tokens ? key[k * stride + d] : 0.0F;
    }
    int token = 0;
    const auto at = [](int row, int apart) { return static_cast<std::ptrdiff_t>(row) * apart; };
    for (; token + 4 <= tokens; token += 4)
        attendRows<4>(query + at(token, stride), keys, value, tokens, padded, stride, output + at(token, outputStride),
            outputStride, weights);
    for (; token < tokens; ++token)
        attendRows<1>(query + at(token, stride), keys, value, tokens, padded, stride, output + at(token, outputStride),
            outputStride, weights);
}

constexpr Kernels kernelsFor(const char* name)
{
    return {name, &roundAll, &multiply, &addAndNormalise, &gelu, &attend};
}

} // namespace
} // namespace tandem::bert
