#pragma once

#include "base/Text.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace tandem::text {

// Whether nothing is shown of a character wherever it stands: what Unicode calls default ignorable (joiners, marks of direction,
// variation selectors, soft hyphens, fillers, tags). People do not see it, machines read it. Pure.
constexpr bool isUnseen(char32_t c)
{
    if (c < 0x200B)
        return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5
            || (c >= 0x180B && c <= 0x180F);
    return c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFF8)
        || (c >= 0x1BCA0 && c <= 0x1BCA3) || (c >= 0x1D173 && c <= 0x1D17A) || (c >= 0xE0000 && c <= 0xE0FFF);
}

// What people see of a text. Pure.
inline std::string withoutUnseen(std::string_view text)
{
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(text);
    std::string seen;
    seen.reserve(text.size());
    for (const char32_t c : codePoints(text)) {
        if (!isUnseen(c))
            appendCodePoint(seen, c);
    }
    return seen;
}

} // namespace tandem::text
