#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

struct Range {
    char32_t first;
    char32_t last;
    CharacterKind kind;
};

// Everything from U+0080 on that is not named here counts as a letter.
constexpr std::array ranges{
    Range{0x80, 0x9F, CharacterKind::Space}, //
    Range{0xA0, 0xA0, CharacterKind::Space}, //
    Range{0xA1, 0xA9, CharacterKind::Punctuation}, //
    Range{0xAB, 0xB4, CharacterKind::Punctuation}, //
    Range{0xB6, 0xB9, CharacterKind::Punctuation}, //
    Range{0xBB, 0xBF, CharacterKind::Punctuation}, //
    Range{0xD7, 0xD7, CharacterKind::Punctuation}, //
    Range{0xF7, 0xF7, CharacterKind::Punctuation}, //
    Range{0x600, 0x605, CharacterKind::Punctuation}, //
    Range{0x606, 0x61F, CharacterKind::Punctuation}, //
    Range{0x660, 0x669, CharacterKind::Digit}, //
    Range{0x66A, 0x66D, CharacterKind::Punctuation}, //
    Range{0x6D4, 0x6D4, CharacterKind::Punctuation}, //
    Range{0x620, 0x6FF, CharacterKind::Arabic}, //
    Range{0x750, 0x77F, CharacterKind::Arabic}, //
    Range{0x1680, 0x1680, CharacterKind::Space}, //
    Range{0x2000, 0x200A, CharacterKind::Space}, //
    Range{0x200B, 0x200F, CharacterKind::Punctuation}, //
    Range{0x2018, 0x2019, CharacterKind::Apostrophe}, //
    Range{0x2010, 0x2027, CharacterKind::Punctuation}, //
    Range{0x2028, 0x2029, CharacterKind::Space}, //
    Range{0x202A, 0x202E, CharacterKind::Punctuation}, //
    Range{0x202F, 0x202F, CharacterKind::Space}, //
    Range{0x2030, 0x206F, CharacterKind::Punctuation}, //
    Range{0x20A0, 0x20CF, CharacterKind::Punctuation}, //
    Range{0x2100, 0x2BFF, CharacterKind::Punctuation}, //
    Range{0x3000, 0x3000, CharacterKind::Space}, //
    Range{0x3005, 0x3007, CharacterKind::Han}, //
    Range{0x3001, 0x303F, CharacterKind::Punctuation}, //
    Range{0x30FB, 0x30FB, CharacterKind::Punctuation}, //
    Range{0x3041, 0x30FF, CharacterKind::Kana}, //
    Range{0x31F0, 0x31FF, CharacterKind::Kana}, //
    Range{0x3400, 0x9FFF, CharacterKind::Han}, //
    Range{0xF900, 0xFAFF, CharacterKind::Han}, //
    Range{0xFB50, 0xFDFF, CharacterKind::Arabic}, //
    Range{0xFE00, 0xFE6F, CharacterKind::Punctuation}, //
    Range{0xFE70, 0xFEFE, CharacterKind::Arabic}, //
    Range{0xFEFF, 0xFEFF, CharacterKind::Punctuation}, //
    Range{0xFF01, 0xFF0F, CharacterKind::Punctuation}, //
    Range{0xFF10, 0xFF19, CharacterKind::Digit}, //
    Range{0xFF1A, 0xFF20, CharacterKind::Punctuation}, //
    Range{0xFF61, 0xFF65, CharacterKind::Punctuation}, //
    Range{0xFF66, 0xFF9F, CharacterKind::Kana}, //
    Range{0xFFF0, 0xFFFF, CharacterKind::Punctuation}, //
    Range{0x1F000, 0x1FAFF, CharacterKind::Punctuation}, //
    Range{0x20000, 0x3134F, CharacterKind::Han}, //
    Range{0xE0000, 0x10FFFF, CharacterKind::Punctuation}, //
};

CharacterKind asciiKind(char32_t codePoint)
{
    if (codePoint >= '0' && codePoint <= '9')
        return CharacterKind::Digit;
    const char32_t lower = codePoint | 0x20U;
    if (lower >= 'a' && lower <= 'z')
        return CharacterKind::Letter;
    if (codePoint == '\'')
        return CharacterKind::Apostrophe;
    return codePoint <= ' ' ? CharacterKind::Space : CharacterKind::Punctuation;
}

} // namespace

bool isLatin(char32_t codePoint)
{
    struct Block {
        char32_t first;
        char32_t last;
    };
    static constexpr std::array blocks{Block{'A', 'z'}, Block{0xAA, 0x2AF}, Block{0x300, 0x36F}, Block{0x1D00, 0x1DBF},
        Block{0x1E00, 0x1EFF}, Block{0x2C60, 0x2C7F}, Block{0xA720, 0xA7FF}, Block{0xAB30, 0xAB6F}, Block{0xFB00, 0xFB06},
        Block{0xFF21, 0xFF5A}, Block{0x1D400, 0x1D6A3}};
    return std::ranges::any_of(
        blocks, [codePoint](const Block& each) { return codePoint >= each.first && codePoint <= each.last; });
}

Character characterAt(std::string_view text, std::size_t position)
{
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[position + offset]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || position + length > text.size())
        return {0xFFFD, 1};
    char32_t codePoint = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return {0xFFFD, 1};
        codePoint = (codePoint << 6U) | (byte(i) & 0x3FU);
    }
    return {codePoint, length};
}

CharacterKind kindOf(char32_t codePoint)
{
    if (codePoint < 0x80)
        return asciiKind(codePoint);
    // The first range that holds it wins: exceptions stand before the block they are taken from.
    const auto* range = std::find_if(ranges.begin(), ranges.end(),
        [codePoint](const Range& each) { return codePoint >= each.first && codePoint <= each.last; });
    return range == ranges.end() ? CharacterKind::Letter : range->kind;
}

} // namespace tandem
