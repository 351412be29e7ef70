#include "pipeline/understand/Tokens.h"

#include "base/Ascii.h"
#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

constexpr std::size_t headBytes = 48U << 10U;
constexpr std::size_t tailBytes = 16U << 10U;
constexpr std::size_t longestToken = 200; // bytes; longer runs are no words

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// Letters that are written in several ways become one; the article and joined particles go, so that "والمحامي" and
// "محامي" are one word. Letters take two bytes.
std::string foldedArabic(std::string word)
{
    replaceAll(word, "ى", "ي");
    replaceAll(word, "ة", "ه");
    replaceAll(word, "ـ", "");
    static constexpr std::array<std::string_view, 6> prefixes{"وال", "بال", "كال", "فال", "لل", "ال"};
    for (const std::string_view prefix : prefixes) {
        if (word.starts_with(prefix) && word.size() >= prefix.size() + 6)
            return word.substr(prefix.size());
    }
    if (word.starts_with("و") && word.size() >= 10)
        return word.substr(2);
    return word;
}

// English endings that belong to the word before the apostrophe: don't, I'd, we've, they're, I'll, I'm, it's.
bool isContraction(std::string_view lower)
{
    static constexpr std::array<std::string_view, 7> endings{"t", "d", "ve", "re", "ll", "m", "s"};
    return std::find(endings.begin(), endings.end(), lower) != endings.end();
}

bool endsSentence(char32_t codePoint)
{
    return codePoint == '.' || codePoint == '!' || codePoint == '?' || codePoint == '\n' || codePoint == U'。'
        || codePoint == U'！' || codePoint == U'？' || codePoint == U'؟' || codePoint == U'…';
}

bool endsClause(char32_t codePoint)
{
    return codePoint == ',' || codePoint == ';' || codePoint == ':' || codePoint == '(' || codePoint == ')' || codePoint == U'，'
        || codePoint == U'、' || codePoint == U'；' || codePoint == U'：' || codePoint == U'،' || codePoint == U'؛'
        || codePoint == U'—' || codePoint == U'–';
}

class Tokeniser {
public:
    explicit Tokeniser(Tokens& tokens)
        : m_tokens(tokens)
    {
    }

    void run(std::size_t from, std::size_t to)
    {
        for (std::size_t at = from; at < to;) {
            const Character character = characterAt(m_tokens.text, at);
            take(character, at);
            at += character.length;
        }
        close(to);
        ++m_clause;
        ++m_sentence;
    }

private:
    void take(const Character& character, std::size_t at)
    {
        const CharacterKind kind = kindOf(character.codePoint);
        if (isWordKind(kind)) {
            const bool ideographic = isIdeographic(kind);
            m_tokens.hasIdeographs = m_tokens.hasIdeographs || ideographic;
            if (m_open && ideographic != m_ideographic)
                close(at);
            if (!m_open) {
                m_begin = at;
                m_open = true;
                m_ideographic = ideographic;
            }
            return;
        }
        // Vowel marks and soft hyphens stand inside a word.
        if (m_open && (character.codePoint == 0xAD || character.codePoint == 0x200C || character.codePoint == 0x200D))
            return;
        close(at);
        if (kind == CharacterKind::Apostrophe) {
            m_apostropheAt = at + character.length;
        } else if (isSentenceEnd(character.codePoint, at)) {
            ++m_sentence;
            ++m_clause;
        } else if (endsClause(character.codePoint)) {
            ++m_clause;
        }
    }

    // A full stop inside a number or an address ends nothing.
    [[nodiscard]] bool isSentenceEnd(char32_t codePoint, std::size_t at) const
    {
        if (!endsSentence(codePoint))
            return false;
        return codePoint != '.' || at + 1 >= m_tokens.text.size()
            || kindOf(static_cast<unsigned char>(m_tokens.text[at + 1])) == CharacterKind::Space
            || static_cast<unsigned char>(m_tokens.text[at + 1]) >= 0x80;
    }

    void close(std::size_t end)
    {
        if (!m_open)
            return;
        m_open = false;
        const std::string_view raw = m_tokens.text.substr(m_begin, end - m_begin);
        if (raw.size() > longestToken && !m_ideographic)
            return;
        std::string folded = m_ideographic ? std::string(raw) : foldedWord(raw);
        if (folded.empty()) // nothing but marks
            return;
        if (m_apostropheAt == m_begin && !m_tokens.words.empty() && isContraction(folded)) {
            m_tokens.words.back().folded += folded;
            m_tokens.words.back().end = end;
            return;
        }
        m_tokens.words.push_back({m_begin, end, std::move(folded), m_clause, m_sentence});
    }

    Tokens& m_tokens;
    std::size_t m_begin = 0;
    std::size_t m_apostropheAt = std::string::npos; // where a word would begin that follows an apostrophe
    std::uint32_t m_clause = 0;
    std::uint32_t m_sentence = 0;
    bool m_open = false;
    bool m_ideographic = false;
};

} // namespace

std::string foldedWord(std::string_view word)
{
    if (isAscii(word))
        return text::lowerAscii(word);
    std::string folded = text::foldAccents(word);
    const bool arabic = kindOf(characterAt(word, 0).codePoint) == CharacterKind::Arabic;
    return arabic ? foldedArabic(std::move(folded)) : folded;
}

Tokens tokensOf(std::string_view text)
{
    Tokens tokens;
    tokens.text = text;
    tokens.lower = text::lowerAscii(text);
    Tokeniser tokeniser(tokens);
    if (text.size() <= headBytes + tailBytes) {
        tokeniser.run(0, text.size());
        return tokens;
    }
    const std::size_t head = text::truncate(text, headBytes).size();
    tokeniser.run(0, head);
    const std::size_t tail = text::truncate(text, text.size() - tailBytes).size();
    tokeniser.run(tail, text.size());
    return tokens;
}

} // namespace tandem
