#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tandem {

// The sum of products of two rows of signed bytes from −127 to 127, which need no alignment.
using CodeProduct = std::int32_t (*)(const std::int8_t* left, const std::int8_t* right, std::size_t count);

// The fastest version for this processor: AVX-512 VNNI, AVX2 or plain C++.
CodeProduct fastestCodeProduct();

namespace detail {
// Every version that this processor can run, the plain one first; apart so that a test can compare them.
std::span<const CodeProduct> codeProducts();
} // namespace detail

} // namespace tandem
