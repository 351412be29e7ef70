#pragma once

#include <cstdint>
#include <string_view>

// Just enough Unicode for the hot loops of understanding a message: one pass over UTF-8, no allocation.
namespace tandem {

enum class CharacterKind : std::uint8_t { Space, Letter, Digit, Arabic, Han, Kana, Apostrophe, Punctuation };

struct Character {
    char32_t codePoint = 0;
    std::size_t length = 1; // bytes; 1 for an ill-formed byte
};

// The character that starts at `position`, which must lie inside the text.
Character characterAt(std::string_view text, std::size_t position);
CharacterKind kindOf(char32_t codePoint);

// Whether a Letter is of the Latin script, or a mark on one. Letters of all other scripts but Arabic, Han and Kana are not.
bool isLatin(char32_t codePoint);

inline bool isWordKind(CharacterKind kind)
{
    return kind == CharacterKind::Letter || kind == CharacterKind::Digit || kind == CharacterKind::Arabic
        || kind == CharacterKind::Han || kind == CharacterKind::Kana;
}
inline bool isIdeographic(CharacterKind kind)
{
    return kind == CharacterKind::Han || kind == CharacterKind::Kana;
}

} // namespace tandem
