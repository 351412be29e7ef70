#pragma once

#include "model/Classification.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Internals of findPersonalData: hand-written scanners, each linear in the text's length. Where spans overlap the higher rank
// wins, then the longer one.
namespace tandem::pii {

struct Candidate {
    std::string_view type;
    std::size_t begin = 0;
    std::size_t end = 0;
    int rank = 0;
};
using Candidates = std::vector<Candidate>;

// Ranks: how sure a kind of finding is.
inline constexpr int proven = 5; // a checksum or an unmistakable form
inline constexpr int formed = 4; // a form that little else has
inline constexpr int named = 3; // a word beside it says so
inline constexpr int likely = 2;

// A text with what every scanner asks for.
struct Source {
    std::string_view text;
    std::string lower; // ASCII letters in lower case; same offsets
    std::size_t inkBegin = 0; // without white space, commas and full stops around the text
    std::size_t inkEnd = 0;

    explicit Source(std::string_view whole);
    // The lower-case text of at most `bytes` bytes before `position`, in its line.
    [[nodiscard]] std::string_view before(std::size_t position, std::size_t bytes) const;
    // Nothing but white space and full stops stands around it: an answer to "what is your number?".
    [[nodiscard]] bool isAlone(std::size_t begin, std::size_t end) const;
};

inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
inline bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool isAlnum(char c)
{
    return isDigit(c) || isLetter(c);
}
// Whether a word of the list occurs.
bool mentions(std::string_view lower, std::string_view wordsByBar);

void scanMail(const Source& source, Candidates& found);
void scanNetwork(const Source& source, Candidates& found); // IPv4, IPv6
void scanNumbers(const Source& source, Candidates& found); // cards, phones, numeric national ids
void scanCodes(const Source& source, Candidates& found); // IBAN, national ids with letters
void scanReferences(const Source& source, Candidates& found); // orders, accounts
void scanSecrets(const Source& source, Candidates& found); // keys of known forms, headers, and the next two
void scanPasswords(const Source& source, Candidates& found);
void scanOneTimeCodes(const Source& source, Candidates& found);
void scanPeople(const Source& source, Candidates& found);
void scanIdeographicPeople(const Source& source, Candidates& found);
void scanArabicPeople(const Source& source, Candidates& found);
void scanAddresses(const Source& source, Candidates& found);
void scanLabelledAddresses(const Source& source, Candidates& found); // "address: …"
void scanEasternAddresses(const Source& source, Candidates& found);

// Checksums of national numbers; `digits` holds digits alone (the Chinese one may end in X).
bool passesLuhn(std::string_view digits);
bool isSocialSecurityNumber(std::string_view digits); // US
bool isTaxpayerNumber(std::string_view digits); // US
bool isHealthServiceNumber(std::string_view digits); // UK
bool isPortugueseTaxNumber(std::string_view digits);
bool isEgyptianIdentity(std::string_view digits);
bool isEmiratesIdentity(std::string_view digits);
bool isFrenchSocialNumber(std::string_view digits);
bool isGermanTaxNumber(std::string_view digits);
bool isBrazilianPersonNumber(std::string_view digits);
bool isDutchCitizenNumber(std::string_view digits);
bool isPolishPersonNumber(std::string_view digits);
bool isTurkishPersonNumber(std::string_view digits);
bool isChineseResidentNumber(std::string_view digits);
bool isJapaneseMyNumber(std::string_view digits);
bool isSpanishIdentity(std::string_view code); // DNI or NIE, upper case
bool isBritishInsurance(std::string_view code); // upper case, without spaces
bool isItalianTaxCode(std::string_view code); // upper case
bool isIban(std::string_view code); // upper case, without spaces

} // namespace tandem::pii
