#pragma once

#include "base/Text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct FactToken {
    enum class Kind : std::uint8_t { Number, Word, Sign };
    Kind kind = Kind::Sign;
    text::Span span;
    std::string folded; // of a Word
    double value = 0; // of a Number
    bool grouped = false; // a Number written with separators: "1,000", "99.95"
    bool spaceBefore = false;
};

// Digits of other scripts and full width in ASCII, no-break and thin spaces as spaces, typographic hyphens and apostrophes plain.
std::string plainSigns(std::string_view text);

// Numbers, words and signs outside the `taken` spans (ascending). Ideographs and kana are one token each.
std::vector<FactToken> factTokens(std::string_view text, const std::vector<text::Span>& taken);

} // namespace tandem
