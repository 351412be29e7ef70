#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A word as patterns see it.
struct Token {
    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
    std::string folded; // lower case without accents; "don't" is "dont", Arabic without article and joined particles
    std::uint32_t clause = 0; // counts up at commas and the like
    std::uint32_t sentence = 0; // counts up at full stops and line breaks
};

// A message cut into words. A run of Chinese or Japanese characters is one token; `lower` serves to look inside it.
struct Tokens {
    std::string_view text; // the caller's; must outlive this
    std::string lower; // `text` with ASCII letters in lower case: same offsets
    std::vector<Token> words;
    bool hasIdeographs = false;
};

// At most the first 48 KiB and the last 16 KiB of a text are looked at. Pure.
Tokens tokensOf(std::string_view text);
// A single word in the form in which tokens are compared.
std::string foldedWord(std::string_view word);

} // namespace tandem
