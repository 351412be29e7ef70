#pragma once

#include "privacy/PersonalDataWords.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem::pii {

// A word in Latin script, with apostrophes and hyphens inside; a possessive "'s" does not belong to it.
struct Token {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t hash = 0;
    WordKinds kinds = 0;
    bool endsCue = false;
    bool capital = false; // its first letter
    bool allCapitals = false; // two letters or more, none of them small
    bool startsSentence = false;
    bool startsLine = false;

    [[nodiscard]] bool is(WordKinds kind) const { return (kinds & kind) != 0; }
    [[nodiscard]] bool isInitial() const { return capital && end - begin <= 2 && !allCapitals; }
};

std::vector<Token> tokensOf(std::string_view text);

} // namespace tandem::pii
