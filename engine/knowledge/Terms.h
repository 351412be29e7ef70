#pragma once

#include <string>
#include <string_view>
#include <vector>

// What the keyword index indexes and asks for. Both sides use the same function, so a word is found in all its forms, in any case
// and without its accents.
namespace tandem {

struct Term {
    std::string text; // folded; of a word its stem, of an identifier or number all of it
    bool identifier = false; // an error code, number of an order, version: holds a digit beside letters or signs
};

// Words by ICU, folded, as indexStemOf() has them; runs of Han, Hiragana and Katakana as pairs of characters; identifiers whole
// and in parts: "FILE-507" gives "file507", "file" and "507". In the order of the text, repeated as often as they stand there.
std::vector<Term> termsOf(std::string_view text);

} // namespace tandem
