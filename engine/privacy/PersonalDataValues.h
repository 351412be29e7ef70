#pragma once

#include "privacy/PersonalDataScanners.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// Values that stand behind a word: "password: x", "the code is 829114".
namespace tandem::pii {

enum class Link : std::uint8_t {
    None,
    Assigned, // ":" or "="
    Copula, // "is", "ist"
    Quote, // "lautet": what follows is the value itself
};

struct Value {
    Link link = Link::None;
    std::size_t begin = 0; // with quotes passed over
    bool quoted = false;
};

inline bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

// What stands right at `at`, behind blanks and quotes.
Value valueAt(const Source& source, std::size_t at);
// The same, or behind a few more words of the clause: "the password for the portal is …".
Value valueInClause(const Source& source, std::size_t at);
// Up to a blank, a quote or another script's letter; without the signs that end a sentence.
std::size_t valueEnd(std::string_view text, std::size_t at);
// What ends the clause that a value stands in, or the text.
bool endsClause(std::string_view text, std::size_t at);

// What people do not write as plain words: digits or signs beside letters, or many digits.
bool looksSecret(std::string_view value);
// Letters, digits and signs together, or letters of both cases with digits: no sentence goes on like this.
bool looksLikePassword(std::string_view value);
// Twelve characters or more of both cases, as no word is written.
bool isMixedCase(std::string_view value);

} // namespace tandem::pii
