#pragma once

#include "model/facts/Facts.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tandem {

enum class CalculationSign : std::uint8_t { None, Plus, Minus, Times, Over, Equals };

// The one sign between two numbers of FactText::text: words may stand before it ("3 seats × €12"), nothing after it.
CalculationSign calculationSignBetween(std::string_view text, const Fact& left, const Fact& right);
// Whether a sign joins what begins at `at` to what stands before it: "€100-3 × …" begins with neither 3 nor −3, "Total – 3 × …"
// and "- 3 × …" do.
bool signStandsBefore(std::string_view text, std::size_t at);
// "times", "plus"; takes a word's stem.
bool isCalculationSign(const std::string& stem);
// Words that a calculation is introduced with and that state nothing: "total", "rounded"; takes a word's stem.
bool isCalculationWord(const std::string& stem);

} // namespace tandem
