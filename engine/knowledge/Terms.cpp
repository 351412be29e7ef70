#include "knowledge/Terms.h"

#include "base/Text.h"
#include "knowledge/Stem.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace tandem {
namespace {

// Longer "words" are base64, hashes and the like: they are cut, for nobody types them whole.
constexpr std::size_t longestTerm = 64;

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isLetter(char character)
{
    return character >= 'a' && character <= 'z'; // folded text has no capitals
}

bool isAlphanumeric(char character)
{
    return isDigit(character) || isLetter(character);
}

bool isJoint(char character)
{
    return character == '-' || character == '_' || character == '/' || character == '.' || character == ':' || character == '#';
}

bool isPairScript(char32_t point)
{
    return (point >= 0x3041 && point <= 0x30FF && point != 0x30FB) || point == 0x3005 || point == 0x3007
        || (point >= 0x31F0 && point <= 0x31FF) || (point >= 0x3400 && point <= 0x4DBF) || (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

// The code point at `position` and its length; the text is valid UTF-8 (fold repairs it).
std::pair<char32_t, std::size_t> codePointAt(std::string_view text, std::size_t position)
{
    const auto first = static_cast<unsigned char>(text[position]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (position + length > text.size())
        return {0xFFFD, 1};
    char32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        point = (point << 6U) | (static_cast<unsigned char>(text[position + i]) & 0x3FU);
    return {point, length};
}

void add(std::vector<Term>& terms, std::string_view text, bool identifier = false)
{
    if (!text.empty())
        terms.push_back({std::string(text::truncate(text, longestTerm)), identifier});
}

void addStem(std::vector<Term>& terms, std::string_view word)
{
    add(terms, indexStemOf(word));
}

// "日本語" → 日本 本語; a single character stands alone.
void addPairs(std::vector<Term>& terms, std::string_view run)
{
    std::size_t position = 0;
    std::size_t previous = 0;
    std::size_t count = 0;
    while (position < run.size()) {
        const std::size_t length = codePointAt(run, position).second;
        if (count > 0)
            add(terms, run.substr(previous, position + length - previous));
        previous = position;
        position += length;
        ++count;
    }
    if (count == 1)
        add(terms, run);
}

// Pieces between joints, and between letters and digits; a dot between digits belongs to the number.
void addParts(std::vector<Term>& terms, std::string_view compound)
{
    const auto dotInNumber = [&](std::size_t i) {
        return compound[i] == '.' && i > 0 && i + 1 < compound.size() && isDigit(compound[i - 1]) && isDigit(compound[i + 1]);
    };
    const auto numeric = [&](std::size_t i) { return isDigit(compound[i]) || dotInNumber(i); };
    std::size_t i = 0;
    while (i < compound.size()) {
        const std::size_t begin = i;
        if (numeric(i)) {
            while (i < compound.size() && numeric(i))
                ++i;
            add(terms, compound.substr(begin, i - begin), i - begin >= 3);
        } else if (isLetter(compound[i])) {
            while (i < compound.size() && isLetter(compound[i]))
                ++i;
            addStem(terms, compound.substr(begin, i - begin));
        } else {
            ++i;
        }
    }
}

std::string withoutJoints(std::string_view compound)
{
    std::string whole;
    for (std::size_t i = 0; i < compound.size(); ++i) {
        const bool decimal
            = compound[i] == '.' && i > 0 && i + 1 < compound.size() && isDigit(compound[i - 1]) && isDigit(compound[i + 1]);
        if (isAlphanumeric(compound[i]) || decimal)
            whole += compound[i];
    }
    return whole;
}

// An ASCII run such as "file-507", "v2.3.1", "sign-in" or "invoice".
void addCompound(std::vector<Term>& terms, std::string_view run)
{
    std::size_t joints = 0;
    bool digits = false;
    bool letters = false;
    for (const char character : run) {
        joints += isAlphanumeric(character) ? 0 : 1;
        digits = digits || isDigit(character);
        letters = letters || isLetter(character);
    }
    if (joints == 0 && !(digits && letters)) {
        if (digits)
            add(terms, run, run.size() >= 3);
        else
            addStem(terms, run);
        return;
    }
    // A path or an address is its parts; what a person would copy whole is short.
    if (run.size() <= 32 && joints <= (digits ? 4 : 2)) {
        const std::string whole = withoutJoints(run);
        if (digits)
            add(terms, whole, true);
        else
            addStem(terms, whole);
    }
    addParts(terms, run);
}

// A word with letters outside ASCII: runs of ideographs and kana in it become pairs.
void addWord(std::vector<Term>& terms, std::string_view word)
{
    std::size_t position = 0;
    std::size_t plain = 0;
    while (position < word.size()) {
        if (!isPairScript(codePointAt(word, position).first)) {
            position += codePointAt(word, position).second;
            continue;
        }
        addStem(terms, word.substr(plain, position - plain));
        const std::size_t begin = position;
        while (position < word.size() && isPairScript(codePointAt(word, position).first))
            position += codePointAt(word, position).second;
        addPairs(terms, word.substr(begin, position - begin));
        plain = position;
    }
    addStem(terms, word.substr(plain));
}

enum class Script : std::uint8_t { Ascii, Pairs, Other };

Script scriptOf(std::string_view word)
{
    if (std::ranges::all_of(word, [](char character) { return static_cast<unsigned char>(character) < 0x80; }))
        return Script::Ascii;
    return isPairScript(codePointAt(word, 0).first) ? Script::Pairs : Script::Other;
}

// ICU cuts ideographs by a dictionary and identifiers at their signs: both are joined again. Pairs of characters do not depend
// on the dictionary's guess, and an identifier is known whole.
bool belongTogether(std::string_view text, const text::Span& left, const text::Span& right, Script script)
{
    if (script == Script::Pairs)
        return left.end == right.begin;
    return script == Script::Ascii && left.end + 1 == right.begin && isJoint(text[left.end]);
}

} // namespace

std::vector<Term> termsOf(std::string_view text)
{
    const std::string folded = text::foldAccents(text);
    const std::vector<text::Span> words = text::words(folded);
    std::vector<Term> terms;
    terms.reserve(words.size() + words.size() / 4);
    for (std::size_t i = 0; i < words.size();) {
        text::Span run = words[i];
        const Script script = scriptOf(run.of(folded));
        for (++i; i < words.size() && scriptOf(words[i].of(folded)) == script && belongTogether(folded, run, words[i], script);
            ++i)
            run.end = words[i].end;
        if (script == Script::Ascii)
            addCompound(terms, run.of(folded));
        else
            addWord(terms, run.of(folded));
    }
    return terms;
}

} // namespace tandem
