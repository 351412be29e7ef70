#pragma once

#include "base/Error.h"
#include "base/Text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Compact binary columns, little-endian. Reading is Corrupt when the size does not fit the form.
namespace tandem::blob {

std::string packVector(const std::vector<float>& vector); // 32-bit floats
Result<std::vector<float>> unpackVector(std::string_view bytes);

// By vector: its dimension, a 32-bit scale (largest magnitude / 127) and a signed byte a component: a quarter of the size at an
// error of at most scale / 2 a component, far below what tells sentences apart.
std::string packQuantised(const std::vector<std::vector<float>>& vectors);
Result<std::vector<std::vector<float>>> unpackQuantised(std::string_view bytes);

std::string packWords(const std::vector<std::uint32_t>& words); // 32 bits each
Result<std::vector<std::uint32_t>> unpackWords(std::string_view bytes);

std::string packSpans(const std::vector<text::Span>& spans); // offsets as 32 bits
Result<std::vector<text::Span>> unpackSpans(std::string_view bytes);

} // namespace tandem::blob
