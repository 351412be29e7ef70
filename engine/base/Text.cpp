#include "base/Text.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <map>
#include <memory>

namespace tandem::text {

namespace {

std::string normalised(std::string_view text, const icu::Normalizer2* (*instance)(UErrorCode&))
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = instance(status);
    if (U_FAILURE(status) != 0)
        return std::string(text);
    const icu::UnicodeString source
        = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    icu::UnicodeString target;
    normalizer->normalize(source, target, status);
    std::string out;
    (U_FAILURE(status) != 0 ? source : target).toUTF8String(out);
    return out;
}

const icu::Normalizer2* nfkcInstance(UErrorCode& status)
{
    return icu::Normalizer2::getNFKCInstance(status);
}

const icu::Normalizer2* nfdInstance(UErrorCode& status)
{
    return icu::Normalizer2::getNFDInstance(status);
}

// Letters whose stroke is part of the letter and that NFD leaves alone.
char32_t withoutStroke(char32_t codePoint)
{
    switch (codePoint) {
    case U'ł': return U'l';
    case U'ø': return U'o';
    case U'đ': return U'd';
    case U'ı': return U'i';
    case U'æ': return U'a';
    default: return codePoint;
    }
}

bool isAscii(std::string_view text)
{
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0x80U) != 0)
            return false;
    }
    return true;
}

} // namespace

bool isValidUtf8(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    const auto length = static_cast<int64_t>(text.size());
    for (int64_t i = 0; i < length;) {
        if (bytes[i] < 0x80) {
            ++i;
            continue;
        }
        UChar32 codePoint = 0;
        U8_NEXT(bytes, i, length, codePoint);
        if (codePoint < 0)
            return false;
    }
    return true;
}

std::string repairUtf8(std::string_view text)
{
    if (isValidUtf8(text))
        return std::string(text);
    std::string out;
    out.reserve(text.size());
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    const auto length = static_cast<int64_t>(text.size());
    for (int64_t i = 0; i < length;) {
        UChar32 codePoint = 0;
        U8_NEXT(bytes, i, length, codePoint);
        appendCodePoint(out, codePoint < 0 ? U'\uFFFD' : static_cast<char32_t>(codePoint));
    }
    return out;
}

std::string nfkc(std::string_view text)
{
    if (isAscii(text))
        return std::string(text);
    return normalised(repairUtf8(text), nfkcInstance);
}

std::string fold(std::string_view text)
{
    if (isAscii(text)) {
        std::string out(text);
        for (char& c : out) {
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        }
        return out;
    }
    const std::string composed = nfkc(text);
    icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(composed);
    unicode.foldCase();
    std::string out;
    unicode.toUTF8String(out);
    return nfkc(out);
}

std::string foldAccents(std::string_view text)
{
    if (isAscii(text))
        return fold(text);
    const std::string decomposed = normalised(fold(text), nfdInstance);
    std::string kept;
    kept.reserve(decomposed.size());
    bool hadKana = false;
    for (const char32_t codePoint : codePoints(decomposed)) {
        const bool isMark = u_charType(static_cast<UChar32>(codePoint)) == U_NON_SPACING_MARK;
        // The voicing marks of kana make other letters (か, が): they stay.
        const bool isVoicing = codePoint == 0x3099 || codePoint == 0x309A;
        hadKana = hadKana || isVoicing;
        if (isMark && !isVoicing)
            continue;
        appendCodePoint(kept, withoutStroke(codePoint));
    }
    return hadKana ? nfkc(kept) : kept;
}

std::size_t codePointCount(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
            ++count;
    }
    return count;
}

std::vector<std::size_t> codePointOffsets(std::string_view text, const std::vector<std::size_t>& byteOffsets)
{
    std::vector<std::size_t> result;
    result.reserve(byteOffsets.size());
    std::size_t byte = 0;
    std::size_t count = 0;
    for (const std::size_t wanted : byteOffsets) {
        for (; byte < wanted && byte < text.size(); ++byte) {
            if ((static_cast<unsigned char>(text[byte]) & 0xC0U) != 0x80U)
                ++count;
        }
        result.push_back(count);
    }
    return result;
}

std::vector<char32_t> codePoints(std::string_view text)
{
    std::vector<char32_t> result;
    result.reserve(text.size());
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    const auto length = static_cast<int64_t>(text.size());
    for (int64_t i = 0; i < length;) {
        UChar32 codePoint = 0;
        U8_NEXT(bytes, i, length, codePoint);
        result.push_back(codePoint < 0 ? U'\uFFFD' : static_cast<char32_t>(codePoint));
    }
    return result;
}

void appendCodePoint(std::string& out, char32_t codePoint)
{
    uint8_t buffer[4];
    int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(codePoint));
    out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
}

std::string_view trim(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (;;) {
        const auto end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
        if (end == std::string_view::npos)
            return parts;
        begin = end + 1;
    }
}

std::vector<std::string_view> lines(std::string_view text)
{
    auto parts = split(text, '\n');
    for (auto& part : parts) {
        if (part.ends_with('\r'))
            part.remove_suffix(1);
    }
    if (!parts.empty() && parts.back().empty())
        parts.pop_back();
    return parts;
}

std::string_view truncate(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
        --bytes;
    return text.substr(0, bytes);
}

std::string collapseWhitespace(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool pending = false;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v') {
            pending = !out.empty();
            continue;
        }
        if (pending)
            out += ' ';
        pending = false;
        out += c;
    }
    return out;
}

std::uint64_t hash64(std::string_view text, std::uint64_t seed)
{
    std::uint64_t hash = seed;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    return hash;
}

} // namespace tandem::text
