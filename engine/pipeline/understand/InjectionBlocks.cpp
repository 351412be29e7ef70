#include "pipeline/understand/InjectionBlocks.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <optional>

namespace tandem {

namespace {

constexpr std::size_t shortestBase64 = 20; // signs
constexpr std::size_t shortestPiece = 4; // of base64 that is broken into lines
constexpr std::size_t fewestBytes = 8;
constexpr std::size_t fewestBytesOfStretch = 16; // of a block that as a whole is no text
constexpr std::size_t fewestBytesOfHex = 12;
constexpr std::size_t longestRun = 8U << 10U;
constexpr std::size_t mostDecoded = 16U << 10U; // bytes of all blocks together
constexpr std::size_t widestGap = 4; // between groups of digits
constexpr int fewestEscapes = 3;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWordSign(char c)
{
    return isLetter(c) || isDigit(c);
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (isDigit(c))
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

int binaryValue(char c)
{
    return c == '0' ? 0 : c == '1' ? 1 : -1;
}

// Packs digits of `width` bits.
template <typename Value>
std::string unpacked(std::string_view run, unsigned width, Value value)
{
    std::string bytes;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const char c : run) {
        buffer = ((buffer << width) | static_cast<unsigned>(value(c))) & 0xFFFFU;
        bits += width;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((buffer >> bits) & 0xFFU);
        }
    }
    return bytes;
}

bool isShown(char32_t c)
{
    return c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c != 0xFFFD);
}

// The longest part in which every character can be shown.
std::string_view shownStretch(std::string_view bytes)
{
    std::string_view best;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= bytes.size();) {
        const Character character = at < bytes.size() ? characterAt(bytes, at) : Character{};
        if (at < bytes.size() && isShown(character.codePoint)) {
            at += character.length;
            continue;
        }
        if (at - begin > best.size())
            best = bytes.substr(begin, at - begin);
        at += character.length;
        begin = at;
    }
    return best;
}

// Words rather than a picture, a key or a row of numbers.
bool isReadable(std::string_view bytes)
{
    const auto letters = std::count_if(
        bytes.begin(), bytes.end(), [](char c) { return c == ' ' || isLetter(c) || static_cast<unsigned char>(c) >= 0x80; });
    return bytes.size() >= fewestBytes && 5 * static_cast<std::size_t>(letters) >= 2 * bytes.size()
        && shownStretch(bytes).size() == bytes.size() && text::isValidUtf8(bytes);
}

void addReadable(std::string_view bytes, std::string& decoded)
{
    if (!isReadable(bytes)) {
        bytes = shownStretch(bytes);
        if (bytes.size() < fewestBytesOfStretch || !isReadable(bytes))
            return;
    }
    decoded.append(bytes) += '\n';
}

// A run may begin with signs of something else, such as the path of an address, so that four beginnings are possible.
void addBase64Run(std::string_view run, std::string& decoded)
{
    std::string best;
    for (std::size_t begin = 0; begin < 4; ++begin) {
        std::string bytes = unpacked(run.substr(begin), 6, base64Value);
        if (isReadable(bytes)) {
            best = std::move(bytes);
            break;
        }
        const std::string_view stretch = shownStretch(bytes);
        if (stretch.size() > best.size() && stretch.size() >= fewestBytesOfStretch)
            best = stretch;
    }
    addReadable(best, decoded);
}

std::size_t base64End(std::string_view text, std::size_t at, std::size_t most)
{
    const std::size_t limit = std::min(text.size(), at + most);
    while (at < limit && base64Value(text[at]) >= 0)
        ++at;
    return at;
}

// Runs of base64; pieces of one length with white space between them, and a shorter one behind, are one run.
void addBase64(std::string_view text, std::string& decoded)
{
    for (std::size_t at = 0; at < text.size() && decoded.size() < mostDecoded;) {
        if (base64Value(text[at]) < 0) {
            ++at;
            continue;
        }
        std::size_t end = base64End(text, at, text.size());
        std::string run(text.substr(at, std::min(end - at, longestRun)));
        const std::size_t first = end - at;
        std::size_t last = first;
        while (last == first && first >= shortestPiece && run.size() < longestRun) {
            std::size_t next = end;
            while (next < text.size() && next - end < widestGap && (isSpace(text[next]) || text[next] == '>'))
                ++next;
            const std::size_t nextEnd = base64End(text, next, first + 1);
            last = nextEnd - next;
            if (next == end || last == 0 || last > first)
                break;
            run += text.substr(next, last);
            end = nextEnd;
        }
        if (run.size() >= shortestBase64)
            addBase64Run(run, decoded);
        at = end;
    }
}

std::size_t wordEnd(std::string_view text, std::size_t at)
{
    while (at < text.size() && isWordSign(text[at]))
        ++at;
    return at;
}

bool isBoundary(std::string_view text, std::size_t at)
{
    return at == 0 || !isWordSign(text[at - 1]);
}

// A group of digits that begins here, without what introduces it: whole bytes, and a word of its own.
std::optional<text::Span> groupAt(std::string_view text, std::size_t at, std::size_t digitsOfByte, int (*value)(char))
{
    const auto digitsOf = [&](std::size_t begin, std::size_t end) {
        return end > begin && (end - begin) % digitsOfByte == 0
            && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
                [value](char c) { return value(c) >= 0; });
    };
    if (digitsOfByte == 2 && (text[at] == '%' || text.substr(at).starts_with("\\x"))) {
        const std::size_t begin = at + (text[at] == '%' ? 1 : 2);
        const std::size_t end = std::min(begin + 2, text.size());
        return digitsOf(begin, end) ? std::optional(text::Span{begin, end}) : std::nullopt;
    }
    if (!isWordSign(text[at]) || !isBoundary(text, at))
        return std::nullopt;
    const bool introduced = digitsOfByte == 2 && text[at] == '0' && at + 1 < text.size() && (text[at + 1] | 0x20) == 'x';
    const std::size_t begin = introduced ? at + 2 : at;
    const std::size_t end = wordEnd(text, begin);
    return digitsOf(begin, end) ? std::optional(text::Span{begin, end}) : std::nullopt;
}

// Groups of digits, apart by little.
void addGroups(std::string_view text, unsigned width, int (*value)(char), std::size_t fewest, std::string& decoded)
{
    std::string digits;
    std::size_t gap = 0;
    const auto flush = [&] {
        if (digits.size() * width >= 8 * fewest)
            addReadable(unpacked(digits, width, value), decoded);
        digits.clear();
    };
    for (std::size_t at = 0; at < text.size() && decoded.size() < mostDecoded;) {
        if (const auto group = groupAt(text, at, 8 / width, value)) {
            digits += group->of(text).substr(0, longestRun - std::min(longestRun, digits.size()));
            gap = 0;
            at = group->end;
        } else if (isWordSign(text[at])) {
            flush();
            at = wordEnd(text, at);
        } else {
            const char c = text[at++];
            if (++gap > widestGap || !(isSpace(c) || c == ':' || c == ',' || c == ';' || c == '-'))
                flush();
        }
    }
    flush();
}

struct Escape {
    char32_t codePoint = 0; // below 0x100 by "%" and "\x": a byte
    std::size_t length = 0; // 0: none here
    bool isByte = false;
};

// The number of `digits` at `at`, at least one and at most `most` of them.
Escape numberAt(std::string_view text, std::size_t at, std::size_t most, unsigned base)
{
    Escape result;
    while (result.length < most && at + result.length < text.size()) {
        const char c = text[at + result.length];
        if (base == 16 ? hexValue(c) < 0 : !isDigit(c))
            break;
        result.codePoint = result.codePoint * base + static_cast<char32_t>(hexValue(c));
        ++result.length;
    }
    return result;
}

// "%49", "\x49", "\u0049", "&#73;" or "&#x49;".
Escape escapeAt(std::string_view text, std::size_t at)
{
    const std::string_view rest = text.substr(at, 12);
    const bool percent = rest.starts_with('%');
    if (percent || rest.starts_with("\\x")) {
        Escape const byte = numberAt(text, at + (percent ? 1 : 2), 2, 16);
        return byte.length == 2 ? Escape{byte.codePoint, percent ? 3U : 4U, true} : Escape{};
    }
    if (rest.starts_with("\\u")) {
        const Escape number = numberAt(text, at + 2, 4, 16);
        return number.length == 4 ? Escape{number.codePoint, 6, false} : Escape{};
    }
    if (!rest.starts_with("&#"))
        return {};
    const bool hex = rest.size() > 2 && (rest[2] | 0x20) == 'x';
    const std::size_t begin = hex ? 3 : 2;
    const Escape number = numberAt(text, at + begin, 7, hex ? 16 : 10);
    const std::size_t end = begin + number.length;
    return number.length > 0 && end < rest.size() && rest[end] == ';' ? Escape{number.codePoint, end + 1, false} : Escape{};
}

// Neighbouring words with escapes in them, spelt out.
void addEscapes(std::string_view text, std::string& decoded)
{
    std::string plain;
    int escapes = 0;
    const auto flush = [&] {
        if (escapes >= fewestEscapes)
            addReadable(plain, decoded);
        plain.clear();
        escapes = 0;
    };
    for (std::size_t at = 0; at < text.size() && decoded.size() < mostDecoded;) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        const int before = escapes;
        if (!plain.empty() && !word.empty())
            plain += ' ';
        for (std::size_t i = 0; i < word.size() && plain.size() < longestRun;) {
            const Escape escape = escapeAt(word, i);
            if (escape.length == 0)
                plain += word[i];
            else if (escape.isByte)
                plain += static_cast<char>(escape.codePoint);
            else if (isShown(escape.codePoint) && escape.codePoint < 0xD800)
                text::appendCodePoint(plain, escape.codePoint);
            escapes += escape.length > 0 ? 1 : 0;
            i += std::max<std::size_t>(escape.length, 1);
        }
        if (!word.empty() && escapes == before)
            flush();
        at = end + 1;
    }
    flush();
}

} // namespace

std::string decodedBlocks(std::string_view text)
{
    std::string decoded;
    addBase64(text, decoded);
    addGroups(text, 4, hexValue, fewestBytesOfHex, decoded);
    addGroups(text, 1, binaryValue, fewestBytes, decoded);
    addEscapes(text, decoded);
    return decoded;
}

} // namespace tandem
