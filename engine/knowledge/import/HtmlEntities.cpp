#include "knowledge/import/HtmlEntities.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace tandem {
namespace {

struct Entity {
    std::string_view name;
    char32_t point;
};

constexpr std::array<Entity, 90> entities{{
    {"amp", '&'},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"nbsp", ' '},
    {"ensp", ' '},
    {"emsp", ' '},
    {"thinsp", ' '},
    {"iexcl", 0xA1},
    {"cent", 0xA2},
    {"pound", 0xA3},
    {"yen", 0xA5},
    {"sect", 0xA7},
    {"copy", 0xA9},
    {"laquo", 0xAB},
    {"reg", 0xAE},
    {"deg", 0xB0},
    {"plusmn", 0xB1},
    {"sup2", 0xB2},
    {"micro", 0xB5},
    {"para", 0xB6},
    {"middot", 0xB7},
    {"raquo", 0xBB},
    {"frac12", 0xBD},
    {"iquest", 0xBF},
    {"Agrave", 0xC0},
    {"Aacute", 0xC1},
    {"Acirc", 0xC2},
    {"Atilde", 0xC3},
    {"Auml", 0xC4},
    {"Aring", 0xC5},
    {"AElig", 0xC6},
    {"Ccedil", 0xC7},
    {"Egrave", 0xC8},
    {"Eacute", 0xC9},
    {"Ecirc", 0xCA},
    {"Iacute", 0xCD},
    {"Ntilde", 0xD1},
    {"Oacute", 0xD3},
    {"Ouml", 0xD6},
    {"times", 0xD7},
    {"Oslash", 0xD8},
    {"Uacute", 0xDA},
    {"Uuml", 0xDC},
    {"szlig", 0xDF},
    {"agrave", 0xE0},
    {"aacute", 0xE1},
    {"acirc", 0xE2},
    {"atilde", 0xE3},
    {"auml", 0xE4},
    {"aring", 0xE5},
    {"aelig", 0xE6},
    {"ccedil", 0xE7},
    {"egrave", 0xE8},
    {"eacute", 0xE9},
    {"ecirc", 0xEA},
    {"euml", 0xEB},
    {"igrave", 0xEC},
    {"iacute", 0xED},
    {"icirc", 0xEE},
    {"iuml", 0xEF},
    {"ntilde", 0xF1},
    {"ograve", 0xF2},
    {"oacute", 0xF3},
    {"ocirc", 0xF4},
    {"otilde", 0xF5},
    {"ouml", 0xF6},
    {"oslash", 0xF8},
    {"ugrave", 0xF9},
    {"uacute", 0xFA},
    {"ucirc", 0xFB},
    {"uuml", 0xFC},
    {"oelig", 0x153},
    {"scaron", 0x161},
    {"ndash", 0x2013},
    {"mdash", 0x2014},
    {"lsquo", 0x2018},
    {"rsquo", 0x2019},
    {"sbquo", 0x201A},
    {"ldquo", 0x201C},
    {"rdquo", 0x201D},
    {"bdquo", 0x201E},
    {"bull", 0x2022},
    {"hellip", 0x2026},
    {"lsaquo", 0x2039},
    {"rsaquo", 0x203A},
    {"euro", 0x20AC},
    {"trade", 0x2122},
    {"rarr", 0x2192},
}};

std::optional<char32_t> pointOf(std::string_view entity)
{
    if (!entity.starts_with('#')) {
        const auto found = std::ranges::find(entities, entity, &Entity::name);
        return found == entities.end() ? std::nullopt : std::optional(found->point);
    }
    const bool hexadecimal = entity.starts_with("#x") || entity.starts_with("#X");
    const std::string_view digits = entity.substr(hexadecimal ? 2 : 1);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || value < 0x20 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return std::nullopt;
    return value == 0xA0 ? char32_t{' '} : char32_t{value};
}

} // namespace

std::string withoutEntities(std::string_view html)
{
    std::string text;
    text.reserve(html.size());
    for (std::size_t i = 0; i < html.size(); ++i) {
        const std::size_t end = html[i] == '&' ? html.substr(0, i + 12).find(';', i) : std::string_view::npos;
        const auto point = end == std::string_view::npos ? std::nullopt : pointOf(html.substr(i + 1, end - i - 1));
        if (point) {
            text::appendCodePoint(text, *point);
            i = end;
        } else {
            text += html[i];
        }
    }
    return text;
}

} // namespace tandem
