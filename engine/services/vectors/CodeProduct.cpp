#include "services/vectors/CodeProduct.h"

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tandem {
namespace {

std::int32_t portableProduct(const std::int8_t* left, const std::int8_t* right, std::size_t count)
{
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += std::int32_t{left[i]} * std::int32_t{right[i]};
    return sum;
}

#if defined(__x86_64__)

// The instruction multiplies unsigned by signed bytes. |left| × (right with left's sign) is the same product, and two of them,
// at most 2 × 127², fit its 16 bits.
__attribute__((target("avx2"))) std::int32_t avx2Product(const std::int8_t* left, const std::int8_t* right, std::size_t count)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i sums = _mm256_setzero_si256();
    std::size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(left + i));
        const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(right + i));
        const __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(a), _mm256_sign_epi8(b, a));
        sums = _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, ones));
    }
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
    return _mm_cvtsi128_si32(half) + portableProduct(left + i, right + i, count - i);
}

#define TANDEM_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

// The instruction multiplies unsigned by signed bytes: left is moved up by 128, and 128 × right is taken off again.
TANDEM_VNNI std::int32_t vnniProduct(const std::int8_t* left, const std::int8_t* right, std::size_t count)
{
    const __m512i moved = _mm512_set1_epi8(-128);
    __m512i products = _mm512_setzero_si512();
    __m512i excess = _mm512_setzero_si512();
    std::size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        const __m512i a = _mm512_loadu_si512(left + i);
        const __m512i b = _mm512_loadu_si512(right + i);
        products = _mm512_dpbusd_epi32(products, _mm512_xor_si512(a, moved), b);
        excess = _mm512_dpbusd_epi32(excess, moved, b);
    }
    if (i < count) {
        const __mmask64 rest = ~std::uint64_t{0} >> (64 - (count - i));
        const __m512i a = _mm512_maskz_loadu_epi8(rest, left + i);
        const __m512i b = _mm512_maskz_loadu_epi8(rest, right + i);
        products = _mm512_dpbusd_epi32(products, _mm512_xor_si512(a, moved), b);
        excess = _mm512_dpbusd_epi32(excess, moved, b);
    }
    // Through memory: GCC 12 warns of the header's own ways to take a part of it.
    alignas(64) __m128i parts[4];
    _mm512_store_si512(parts, _mm512_sub_epi32(products, excess));
    __m128i quarter = _mm_add_epi32(_mm_add_epi32(parts[0], parts[1]), _mm_add_epi32(parts[2], parts[3]));
    quarter = _mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0x4E));
    quarter = _mm_add_epi32(quarter, _mm_shuffle_epi32(quarter, 0xB1));
    return _mm_cvtsi128_si32(quarter);
}

#undef TANDEM_VNNI
#endif

struct Versions {
    std::array<CodeProduct, 3> functions{&portableProduct};
    std::size_t count = 1;
};

Versions supported()
{
    Versions versions;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        versions.functions[versions.count++] = &avx2Product;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vnni"))
        versions.functions[versions.count++] = &vnniProduct;
#endif
    return versions;
}

} // namespace

std::span<const CodeProduct> detail::codeProducts()
{
    static const Versions versions = supported();
    return {versions.functions.data(), versions.count};
}

CodeProduct fastestCodeProduct()
{
    return detail::codeProducts().back();
}

} // namespace tandem
