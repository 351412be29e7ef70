#include "knowledge/PassageSize.h"

#include "base/Text.h"

#include <algorithm>
#include <string>

namespace tandem {
namespace {

constexpr std::size_t longestWord = 24; // letters; what is longer is a key, a path or a blob
constexpr std::size_t lettersPerVowel = 4;
constexpr double tokensPerLetter = 0.5; // of a word, at most

bool isLatin(char32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= 0xC0 && point < 0x250);
}

// Letters of alphabets of which the vocabulary knows words: Latin, Greek, Cyrillic, Hebrew, Arabic.
bool isLetter(char32_t point)
{
    return (isLatin(point) && point != 0xD7 && point != 0xF7) || (point >= 0x370 && point < 0x530 && point != 0x387)
        || (point >= 0x5D0 && point <= 0x5EA) || (point >= 0x620 && point <= 0x64A && point != 0x640)
        || (point >= 0x671 && point <= 0x6D3);
}

bool isCapital(char32_t point)
{
    return point >= 'A' && point <= 'Z';
}

bool isVowel(char32_t point)
{
    return point >= 0x80 || std::u32string_view(U"aeiouyAEIOUY").contains(point);
}

bool isSpace(char32_t point)
{
    return point == ' ' || point == '\n' || point == '\t' || point == '\r' || point == 0xA0;
}

// What NFKC, through which the model reads, may write as several characters.
bool mayGrow(char32_t point)
{
    return (point >= 0x2000 && point < 0x2E80) || (point >= 0x3200 && point < 0x3400) || (point >= 0xF900 && point < 0xFFE0)
        || (point >= 0x1D400 && point < 0x20000) || (point >= 0xA8 && point < 0xC0);
}

// Counts tokens by what they cannot be: each token holds a character at least, and of a word about two letters.
class MostTokens {
public:
    void take(char32_t point)
    {
        if (isLetter(point)) {
            m_odd = m_odd || (m_letters > 0 && isCapital(point)); // "iPhone" is no matter, "Xk7QpL" adds up
            m_vowels += isVowel(point) ? 1 : 0;
            ++m_letters;
            return;
        }
        endWord();
        if (!isSpace(point)) {
            ++m_tokens;
            m_afterWord = false;
        } else if (!m_afterWord) {
            ++m_tokens; // a space alone may be a token; before and after words it is part of them
            m_afterWord = true;
        }
    }
    [[nodiscard]] double end()
    {
        endWord();
        return m_tokens;
    }

private:
    void endWord()
    {
        if (m_letters == 0)
            return;
        // "xkqzvbtw" is a word of no language: it may fall into its letters.
        const bool isWord = !m_odd && m_vowels > 0 && m_letters <= longestWord && m_vowels * lettersPerVowel + 2 >= m_letters;
        const auto letters = static_cast<double>(m_letters);
        m_tokens += isWord ? std::max(1.0, letters * tokensPerLetter) : letters;
        m_afterWord = true;
        m_letters = 0;
        m_vowels = 0;
        m_odd = false;
    }

    double m_tokens = 0;
    std::size_t m_letters = 0; // of the word that is being read
    std::size_t m_vowels = 0;
    bool m_odd = false;
    bool m_afterWord = true;
};

double mostTokensOf(const std::vector<char32_t>& points)
{
    MostTokens count;
    for (const char32_t point : points)
        count.take(point);
    return count.end();
}

} // namespace

PassageSize& PassageSize::operator+=(const PassageSize& other)
{
    characters += other.characters;
    tokens += other.tokens;
    mostTokens += other.mostTokens;
    return *this;
}

PassageSize operator+(PassageSize left, const PassageSize& right)
{
    return left += right;
}

bool PassageSize::fits(const PassageLimits& limits, double share) const
{
    return static_cast<double>(characters) <= share * static_cast<double>(limits.characters) && tokens <= share * limits.tokens
        && mostTokens <= limits.mostTokens;
}

// Measured 4.2 characters a token in Latin script, 2.5 in other alphabets, 1.4 in ideographs and kana.
PassageSize sizeOf(std::string_view text)
{
    PassageSize size;
    std::vector<char32_t> points = text::codePoints(text);
    for (const char32_t point : points) {
        ++size.characters;
        size.tokens += point < 0x250 ? 1 / 4.2 : point < 0x2E80 ? 1 / 2.5 : 1 / 1.4;
    }
    if (std::ranges::any_of(points, mayGrow))
        points = text::codePoints(text::nfkc(text));
    size.mostTokens = mostTokensOf(points);
    return size;
}

std::string_view beginningWithin(std::string_view text, double mostTokens)
{
    while (!text.empty() && sizeOf(text).mostTokens > mostTokens) {
        text = text::truncate(text, text.size() * 7 / 8);
        const std::size_t space = text.find_last_of(" \t\n");
        if (space != std::string_view::npos && space > text.size() / 2)
            text = text.substr(0, space);
    }
    return text;
}

} // namespace tandem
