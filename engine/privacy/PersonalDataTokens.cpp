#include "privacy/PersonalDataTokens.h"

namespace tandem::pii {

namespace {

constexpr std::size_t longestWord = 60; // bytes; what is longer is no name

// The bytes of an apostrophe or hyphen at `at` that a letter follows; 0 otherwise.
std::size_t innerSign(std::string_view text, std::size_t at)
{
    std::size_t bytes = 0;
    if (text[at] == '\'' || text[at] == '-')
        bytes = 1;
    else if (text.substr(at, 3) == "’")
        bytes = 3;
    bool capital = false;
    return bytes > 0 && at + bytes < text.size() && latinLetter(text, at + bytes, capital) > 0 ? bytes : 0;
}

Token tokenAt(std::string_view text, std::size_t begin)
{
    Token token;
    token.begin = begin;
    std::size_t letters = 0;
    std::size_t small = 0;
    std::size_t at = begin;
    std::size_t lastSign = 0;
    while (at < text.size()) {
        bool capital = false;
        if (const std::size_t bytes = latinLetter(text, at, capital); bytes > 0) {
            if (letters == 0)
                token.capital = capital;
            ++letters;
            small += capital ? 0 : 1;
            at += bytes;
            continue;
        }
        const std::size_t sign = letters > 0 ? innerSign(text, at) : 0;
        if (sign == 0)
            break;
        lastSign = at;
        at += sign;
    }
    token.end = at;
    const std::size_t signBytes = text[lastSign] == '\'' ? 1 : 3;
    const bool possessive
        = lastSign > 0 && text[lastSign] != '-' && at == lastSign + signBytes + 1 && (text[at - 1] == 's' || text[at - 1] == 'S');
    if (possessive)
        token.end = lastSign;
    token.allCapitals = letters > 1 && small == 0;
    return token;
}

// Turkish parts endings from names by an apostrophe ("Zeynep'ten"); "l'équipe" and "d'accord" begin with small words.
void readKinds(std::string_view text, Token& token)
{
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    token.hash = wordHash(word);
    if (word.size() > longestWord)
        return;
    token.kinds = kindsOf(token.hash);
    token.endsCue = token.is(endsCue);
    token.kinds &= static_cast<WordKinds>(~endsCue);
    const std::size_t sign = token.kinds == 0 ? word.find_first_of("-'") : std::string_view::npos;
    if (sign == std::string_view::npos)
        return;
    if (sign < 2) {
        // "I've", "l'équipe" and "L'Agence" are no names, "O'Brien" is one.
        const bool irish = word[0] == 'O' && word.size() > 4;
        token.kinds = irish ? surname : ordinaryWord | nobodyWord;
        return;
    }
    const WordKinds first = kindsOf(wordHash(word.substr(0, sign))) & ~endsCue;
    const WordKinds second = kindsOf(wordHash(word.substr(sign + 1))) & ~endsCue;
    if (word[sign] == '\'')
        token.kinds = first;
    else if ((first & givenName) != 0 && (second & (givenName | weakName)) != 0)
        token.kinds = givenName; // "Jean-Pierre"; with a family's name behind the hyphen it is a firm as often
    else if ((first & (surname | givenName)) != 0)
        token.kinds = surname;
    else
        token.kinds = (first | second) & (otherProper | ordinaryWord | companyWord);
    const bool ending = (first & (givenName | surname | weakName)) != 0 || (first == 0 && word.size() - sign <= 5);
    if (word[sign] == '\'' && ending) {
        token.end = token.begin + sign;
        token.hash = wordHash(word.substr(0, sign));
    }
}

} // namespace

std::vector<Token> tokensOf(std::string_view text)
{
    std::vector<Token> tokens;
    tokens.reserve(text.size() / 6 + 4);
    bool line = true;
    bool sentence = true;
    for (std::size_t at = 0; at < text.size();) {
        bool capital = false;
        const std::size_t letter = latinLetter(text, at, capital);
        if (letter == 0) {
            const char c = text[at];
            if (c == '\n') {
                line = true;
                sentence = true;
            } else if (c == '.' || c == '!' || c == '?' || c == ':' || text.substr(at, 3) == "。") {
                sentence = true;
            } else if ((c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
                line = false;
                sentence = false;
            }
            ++at;
            continue;
        }
        Token token = tokenAt(text, at);
        at = token.end;
        const bool insideWord
            = token.begin > 0 && ((text[token.begin - 1] >= '0' && text[token.begin - 1] <= '9') || text[token.begin - 1] == '_');
        const bool goesOn = at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '_' || text[at] == '@');
        token.startsSentence = sentence;
        token.startsLine = line;
        line = false;
        // "Mr. Bell" and "D. Yefremova" go on in the same sentence.
        sentence = false;
        if (!insideWord && !goesOn) {
            readKinds(text, token);
            tokens.push_back(token);
        }
    }
    return tokens;
}

} // namespace tandem::pii
