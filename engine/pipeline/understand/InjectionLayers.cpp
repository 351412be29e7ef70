#include "pipeline/understand/InjectionLayers.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace tandem {

namespace {

constexpr std::size_t headBytes = 48U << 10U;
constexpr std::size_t tailBytes = 16U << 10U;
constexpr std::size_t shortestBase64 = 20;
constexpr std::size_t shortestHex = 24; // digits
constexpr std::size_t longestRun = 8U << 10U;
constexpr std::size_t mostDecoded = 16U << 10U; // bytes of all blocks together
constexpr int fewestLeetWords = 2;
constexpr std::size_t fewestSpacedLetters = 8;

bool isInvisible(char32_t c)
{
    return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x180E || c == 0xAD || (c >= 0x2061 && c <= 0x2064)
        || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
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

struct Visible {
    std::string text;
    int invisibles = 0;
    int tags = 0;
};

Visible visibleOf(std::string_view text)
{
    Visible visible;
    visible.text.reserve(text.size());
    bool inTags = false;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        const char32_t c = character.codePoint;
        const std::size_t next = at + character.length;
        const bool besideLatin
            = (!visible.text.empty() && isAsciiLetter(visible.text.back())) || (next < text.size() && isAsciiLetter(text[next]));
        if (isInvisible(c)) {
            ++visible.invisibles;
        } else if (isTag(c)) {
            if (!inTags && !visible.text.empty())
                visible.text += ' '; // a word of its own
            ++visible.tags;
            visible.text += static_cast<char>(c - 0xE0000);
        } else if (const auto plain = plainForm(c)) {
            visible.text += *plain;
        } else if (const auto latin = lookAlike(c); latin && besideLatin) {
            visible.text += *latin;
        } else {
            visible.text += text.substr(at, character.length);
        }
        inTags = isTag(c);
        at = next;
    }
    return visible;
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Packs digits of `width` bits; whatever has no value is skipped.
template <typename Value>
std::string unpacked(std::string_view run, int width, Value value)
{
    std::string bytes;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : run) {
        const int digit = value(c);
        if (digit < 0)
            continue;
        buffer = ((buffer << static_cast<unsigned>(width)) | static_cast<unsigned>(digit)) & 0xFFFFU;
        bits += width;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((buffer >> static_cast<unsigned>(bits)) & 0xFFU);
        }
    }
    return bytes;
}

// Whether bytes are words rather than a picture or a key.
bool isReadable(std::string_view bytes)
{
    const auto letters = std::count_if(
        bytes.begin(), bytes.end(), [](char c) { return c == ' ' || isAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80; });
    return bytes.size() >= 8 && static_cast<double>(letters) > 0.8 * static_cast<double>(bytes.size())
        && text::isValidUtf8(bytes);
}

bool isSeparator(char c)
{
    return c == ' ' || c == ':' || c == ',' || c == '\\' || c == 'x' || c == '%';
}

// Runs of `value` digits, and of separators where they are allowed, decoded when they read like text.
template <typename Value>
void addRuns(std::string_view text, std::size_t shortest, int width, bool apart, Value value, std::string& decoded)
{
    for (std::size_t at = 0; at < text.size() && decoded.size() < mostDecoded;) {
        std::size_t end = at;
        std::size_t digits = 0;
        while (end < text.size() && (value(text[end]) >= 0 || (apart && digits > 0 && isSeparator(text[end])))) {
            digits += value(text[end]) >= 0 ? 1 : 0;
            ++end;
        }
        if (digits >= shortest) {
            const std::string plain = unpacked(text.substr(at, std::min(end - at, longestRun)), width, value);
            if (isReadable(plain))
                decoded += plain + '\n';
        }
        at = end + 1;
    }
}

std::string decodedBlocks(std::string_view text)
{
    std::string decoded;
    addRuns(text, shortestBase64, 6, false, base64Value, decoded);
    addRuns(text, shortestHex, 4, true, hexValue, decoded);
    addRuns(text, 8 * 8, 1, true, [](char c) { return c == '0' ? 0 : c == '1' ? 1 : -1; }, decoded);
    return decoded;
}

bool containsAny(std::string_view text, std::initializer_list<std::string_view> needles)
{
    return std::any_of(needles.begin(), needles.end(), [text](std::string_view needle) { return text.contains(needle); });
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(
        lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

std::string backwards(std::string_view text)
{
    std::string result;
    const std::vector<char32_t> characters = text::codePoints(text);
    for (auto each = characters.rbegin(); each != characters.rend(); ++each)
        text::appendCodePoint(result, *each);
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

InjectionLayers injectionLayers(std::string_view text)
{
    std::string bounded(text::truncate(text, headBytes));
    if (text.size() > headBytes)
        bounded += text.substr(std::max(bounded.size(), text.size() - std::min(text.size(), tailBytes)));
    Visible visible = visibleOf(bounded);
    InjectionLayers result;
    result.invisibles = visible.invisibles;
    result.tags = visible.tags;
    std::vector<std::string> encoded{decodedBlocks(visible.text), turnedLetters(visible.text, lowered(visible.text)),
        withoutLeet(visible.text), drawnTogether(visible.text)};
    result.layers.push_back({std::move(visible.text), ""});
    for (std::string& each : encoded) {
        if (!each.empty())
            result.layers.push_back({std::move(each), "encoded"});
    }
    return result;
}

} // namespace tandem
