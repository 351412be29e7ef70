#pragma once

#include "base/Error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Unicode text on UTF-8 std::string, by ICU. All functions are pure and thread-safe. Offsets are bytes unless named
// otherwise; languages are BCP 47 codes ("en", "zh"), "" meaning unknown.
namespace tandem::text {

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0; // one past the last byte
    friend bool operator==(const Span&, const Span&) = default;
    [[nodiscard]] std::string_view of(std::string_view whole) const { return whole.substr(begin, end - begin); }
};

bool isValidUtf8(std::string_view text);
// Replaces every ill-formed sequence by U+FFFD.
std::string repairUtf8(std::string_view text);

// Unicode normalisation form KC. Ill-formed input is repaired first.
std::string nfkc(std::string_view text);
// Full case folding after NFKC: what two texts are compared by.
std::string fold(std::string_view text);
// fold, then accents removed (NFD without marks of Latin, Greek and Arabic); ł ø ß ı mapped to l o ss i.
std::string foldAccents(std::string_view text);

// Sentence spans without surrounding white space. Abbreviations (Dr., z. B., e.g.), decimals, list items and line breaks
// are respected; line breaks end a sentence when the line is a list item, heading or followed by an empty line.
std::vector<Span> sentences(std::string_view text, std::string_view language = "");
// Word-like tokens (letters, digits, ideographs by ICU's dictionary), without punctuation and space.
std::vector<Span> words(std::string_view text, std::string_view language = "");

std::size_t codePointCount(std::string_view text);
// byte offsets → code point offsets, in one pass; offsets must be ascending.
std::vector<std::size_t> codePointOffsets(std::string_view text, const std::vector<std::size_t>& byteOffsets);
std::vector<char32_t> codePoints(std::string_view text);
void appendCodePoint(std::string& out, char32_t codePoint);

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> lines(std::string_view text);
// At most `bytes` bytes, cut at a code point boundary.
std::string_view truncate(std::string_view text, std::size_t bytes);
// Collapses runs of white space to one space and trims.
std::string collapseWhitespace(std::string_view text);

// 64-bit FNV-1a; stable across machines and versions (stored in files).
std::uint64_t hash64(std::string_view text, std::uint64_t seed = 14695981039346656037ULL);

} // namespace tandem::text
