#include "knowledge/import/DocxSymbols.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <span>

namespace tandem {
namespace {

struct Sign {
    unsigned char code = 0;
    char32_t shown = 0;
};

// What people put into texts; the rest of these fonts are ornaments.
constexpr auto wingdings = std::to_array<Sign>(
    {{0x28, U'☎'}, {0x2A, U'✉'}, {0x46, U'☞'}, {0x4A, U'☺'}, {0x4C, U'☹'}, {0x6C, U'●'}, {0x6E, U'■'}, {0x6F, U'□'}, {0x71, U'❑'},
        {0x76, U'❖'}, {0x9F, U'•'}, {0xA7, U'▪'}, {0xA8, U'◻'}, {0xD8, U'➢'}, {0xDF, U'←'}, {0xE0, U'→'}, {0xE1, U'↑'},
        {0xE2, U'↓'}, {0xE8, U'➔'}, {0xF0, U'⇨'}, {0xFB, U'✗'}, {0xFC, U'✓'}, {0xFD, U'☒'}, {0xFE, U'☑'}});
constexpr auto wingdings2
    = std::to_array<Sign>({{0x4F, U'✗'}, {0x50, U'✓'}, {0x51, U'☒'}, {0x52, U'☑'}, {0x53, U'☒'}, {0x54, U'☒'}, {0xA3, U'☐'}});
constexpr auto symbol = std::to_array<Sign>({{0x22, U'∀'}, {0x2D, U'−'}, {0x44, U'Δ'}, {0x53, U'Σ'}, {0x57, U'Ω'}, {0x61, U'α'},
    {0x62, U'β'}, {0x63, U'χ'}, {0x64, U'δ'}, {0x65, U'ε'}, {0x67, U'γ'}, {0x6C, U'λ'}, {0x6D, U'μ'}, {0x70, U'π'}, {0x71, U'θ'},
    {0x72, U'ρ'}, {0x73, U'σ'}, {0x74, U'τ'}, {0x77, U'ω'}, {0xA0, U'€'}, {0xA3, U'≤'}, {0xA5, U'∞'}, {0xAB, U'↔'}, {0xAC, U'←'},
    {0xAD, U'↑'}, {0xAE, U'→'}, {0xAF, U'↓'}, {0xB0, U'°'}, {0xB1, U'±'}, {0xB3, U'≥'}, {0xB4, U'×'}, {0xB7, U'•'}, {0xB8, U'÷'},
    {0xB9, U'≠'}, {0xBB, U'≈'}, {0xD2, U'®'}, {0xD3, U'©'}, {0xD4, U'™'}, {0xD6, U'√'}, {0xE5, U'∑'}});

std::span<const Sign> signsOf(std::string_view font)
{
    if (font == "Symbol")
        return symbol;
    if (font == "Wingdings 2")
        return wingdings2;
    return font.starts_with("Wingdings") ? std::span<const Sign>(wingdings) : std::span<const Sign>();
}

constexpr char32_t privateArea = 0xF000; // where Word keeps the codes of such fonts

} // namespace

bool isSymbolFont(std::string_view font)
{
    return font == "Symbol" || font.starts_with("Wingdings") || font == "Webdings";
}

std::string docxSymbol(std::string_view font, char32_t code)
{
    const bool isPrivate = code >= 0xE000 && code <= 0xF8FF;
    std::string text;
    if (!isSymbolFont(font) && !isPrivate) {
        text::appendCodePoint(text, code);
        return text;
    }
    const char32_t low = code >= privateArea && code <= privateArea + 0xFF ? code - privateArea : code;
    const auto signs = signsOf(font);
    const auto sign = std::ranges::find(signs, low, &Sign::code);
    if (sign != signs.end())
        text::appendCodePoint(text, sign->shown);
    else if (font == "Symbol" && low >= 0x20 && low < 0x7F) // digits, points and what looks like a letter
        text += static_cast<char>(low);
    else if (low > 0xFF && !isPrivate)
        text::appendCodePoint(text, low);
    return text;
}

} // namespace tandem
