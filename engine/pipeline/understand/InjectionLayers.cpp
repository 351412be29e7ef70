#include "pipeline/understand/InjectionLayers.h"

#include "base/Ascii.h"
#include "base/Text.h"
#include "base/Unseen.h"
#include "pipeline/learn/Characters.h"
#include "pipeline/understand/InjectionBlocks.h"

#include <algorithm>
#include <optional>
#include <ranges>

namespace tandem {

namespace {

constexpr std::size_t headBytes = 48U << 10U;
constexpr std::size_t tailBytes = 16U << 10U;
constexpr int fewestLeetWords = 2;
constexpr std::size_t fewestSpacedLetters = 8;

// Nothing is shown of it either.
bool isControl(char32_t c)
{
    return c < 0x09 || (c > 0x0D && c < 0x20) || c == 0x7F;
}

// Tag characters mirror ASCII and are never shown.
bool isTag(char32_t c)
{
    return c >= 0xE0020 && c <= 0xE007E;
}

// The ASCII letter that a full-width or mathematical letter stands for.
std::optional<char> plainForm(char32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E && ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A)))
        return static_cast<char>(c - 0xFEE0);
    if (c >= 0x1D400 && c <= 0x1D6A3) {
        const char32_t letter = (c - 0x1D400) % 52;
        return static_cast<char>(letter < 26 ? U'A' + letter : U'a' + letter - 26);
    }
    return std::nullopt;
}

// The Latin letter that a Cyrillic or Greek one looks like, or nothing.
std::optional<char> lookAlike(char32_t c)
{
    static constexpr std::u32string_view strange = U"асеіјорѕухАВЕІЈКМНОРСТХοαεινρτυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    static constexpr std::string_view plain = "aceijopsyxABEIJKMHOPCTXoaeivptukABEZHIKMNOPTYX";
    static_assert(strange.size() == plain.size());
    const std::size_t at = strange.find(c);
    return at == std::u32string_view::npos ? std::nullopt : std::optional(plain[at]);
}

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isLatinLetter(char32_t c)
{
    return (c < 0x80 && isAsciiLetter(static_cast<char>(c))) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7)
        || (c >= 0x1E00 && c <= 0x1EFF);
}

// How many bytes of tags behind a black flag make it the flag of a region, such as Scotland's; 0 where they spell something else.
std::size_t regionTags(std::string_view text, std::size_t at)
{
    std::string region;
    std::size_t end = at;
    while (end < text.size() && region.size() <= 6) {
        const Character character = characterAt(text, end);
        end += character.length;
        if (character.codePoint == 0xE007F)
            return region.starts_with("gb") || region.starts_with("us") ? end - at : 0;
        if (!isTag(character.codePoint))
            return 0;
        region += static_cast<char>(character.codePoint - 0xE0000);
    }
    return 0;
}

struct Visible {
    std::string text;
    int invisibles = 0;
    int tags = 0;
};

class VisibleReader {
public:
    Visible read(std::string_view text)
    {
        m_visible.text.reserve(text.size());
        for (std::size_t at = 0; at < text.size();) {
            const Character character = characterAt(text, at);
            const char32_t c = character.codePoint;
            const std::size_t next = at + character.length;
            if (isTag(c)) {
                addTag(c);
            } else if (text::isUnseen(c) || isControl(c)) {
                ++m_unseen;
            } else {
                const bool besideLatin = (!m_visible.text.empty() && isAsciiLetter(m_visible.text.back()))
                    || (next < text.size() && isAsciiLetter(text[next]));
                addSeen(text.substr(at, character.length), c, besideLatin);
            }
            m_inTags = isTag(c);
            at = next + (c == 0x1F3F4 ? regionTags(text, next) : 0);
        }
        return std::move(m_visible);
    }

private:
    void addTag(char32_t c)
    {
        if (!m_inTags && !m_visible.text.empty())
            m_visible.text += ' '; // a word of its own
        ++m_visible.tags;
        m_visible.text += static_cast<char>(c - 0xE0000);
    }

    // Joiners and marks of direction belong to the writing of many languages and to emoji: only between two Latin letters they
    // have no business.
    void addSeen(std::string_view bytes, char32_t c, bool besideLatin)
    {
        bool latin = isLatinLetter(c);
        if (const auto plain = plainForm(c)) {
            m_visible.text += *plain;
            latin = true;
        } else if (const auto alike = lookAlike(c); alike && besideLatin) {
            m_visible.text += *alike;
            latin = true;
        } else {
            m_visible.text += bytes;
        }
        m_visible.invisibles += latin && m_afterLatin ? m_unseen : 0;
        m_unseen = 0;
        m_afterLatin = latin;
    }

    Visible m_visible;
    int m_unseen = 0; // since the last that is seen
    bool m_afterLatin = false;
    bool m_inTags = false;
};

bool containsAny(std::string_view text, std::initializer_list<std::string_view> needles)
{
    return std::any_of(needles.begin(), needles.end(), [text](std::string_view needle) { return text.contains(needle); });
}

std::string backwards(std::string_view text)
{
    std::string result;
    for (const char32_t each : std::views::reverse(text::codePoints(text)))
        text::appendCodePoint(result, each);
    return result;
}

// Only where a word that such texts need shows in that disguise.
std::string turnedLetters(std::string_view text, std::string_view lower)
{
    // "ignore", "instructions", "system", "prompt", "password", "reveal", "answer", "assistant" by ROT13, then backwards
    if (containsAny(
            lower, {"vtaber", "vafgehpgvba", "flfgrz", "cebzcg", "cnffjbeq", "erirny", "nafjre", "nffvfgnag", "qvfertneq"})) {
        std::string plain(text);
        for (char& c : plain) {
            if (isAsciiLetter(c))
                c = static_cast<char>((c & 0x60) + ((c & 0x1F) - 1 + 13) % 26 + 1);
        }
        return plain;
    }
    if (containsAny(lower, {"erongi", "noitcurtsni", "metsys", "tpmorp", "drowssap", "laever", "rewsna", "tnatsissa"}))
        return backwards(text);
    return {};
}

char letterOfLeet(char c)
{
    static constexpr std::string_view leet = "013457@$!";
    static constexpr std::string_view plain = "oieastasi";
    const std::size_t at = leet.find(c);
    return at == std::string_view::npos ? c : plain[at];
}

bool isLeet(std::string_view word)
{
    const auto letters = std::count_if(word.begin(), word.end(), isAsciiLetter);
    const auto strange = std::count_if(word.begin(), word.end(), [](char c) { return letterOfLeet(c) != c; });
    return word.size() >= 3 && word.size() <= 20 && letters > 0 && strange > 0
        && letters + strange == static_cast<std::ptrdiff_t>(word.size());
}

// Lines in which many words mix letters with digits, spelt out.
std::string withoutLeet(std::string_view text)
{
    std::string plain;
    for (const std::string_view line : text::lines(text)) {
        std::string spelt(line);
        int words = 0;
        int leet = 0;
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t end = std::min(line.find_first_of(" \t.,;:", at), line.size());
            const std::string_view word = line.substr(at, end - at);
            words += word.empty() ? 0 : 1;
            if (isLeet(word)) {
                ++leet;
                std::transform(word.begin(), word.end(), spelt.begin() + static_cast<std::ptrdiff_t>(at), letterOfLeet);
            }
            at = end + 1;
        }
        if (leet >= fewestLeetWords && 3 * leet >= words)
            plain += spelt + '\n';
    }
    return plain;
}

// "i g n o r e  a l l": single letters with one separator between them, drawn together; wider gaps part the words.
std::string drawnTogether(std::string_view text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        std::string word;
        std::size_t next = at;
        while (next < text.size() && isAsciiLetter(text[next])) {
            const bool alone = next + 1 >= text.size() || !isAsciiLetter(text[next + 1]);
            if (!alone)
                break;
            word += text[next];
            std::size_t gap = next + 1;
            while (gap < text.size() && gap - next <= 3
                && (text[gap] == ' ' || text[gap] == '-' || text[gap] == '.' || text[gap] == '_'))
                ++gap;
            if (gap - next > 2)
                word += ' ';
            if (gap == next + 1)
                break;
            next = gap;
        }
        if (word.size() >= fewestSpacedLetters)
            plain += word + '\n';
        at = std::max(next, at + 1);
    }
    return plain;
}

} // namespace

std::string visibleText(std::string_view text)
{
    return VisibleReader().read(text).text;
}

InjectionLayers injectionLayers(std::string_view text)
{
    std::string bounded(text::truncate(text, headBytes));
    if (text.size() > headBytes)
        bounded += text.substr(std::max(bounded.size(), text.size() - std::min(text.size(), tailBytes)));
    Visible visible = VisibleReader().read(bounded);
    InjectionLayers result;
    result.invisibles = visible.invisibles;
    result.tags = visible.tags;
    std::vector<std::string> encoded{visibleText(decodedBlocks(visible.text)),
        turnedLetters(visible.text, text::lowerAscii(visible.text)), withoutLeet(visible.text), drawnTogether(visible.text)};
    result.layers.push_back({std::move(visible.text), ""});
    for (std::string& each : encoded) {
        if (!each.empty())
            result.layers.push_back({std::move(each), "encoded"});
    }
    return result;
}

} // namespace tandem
