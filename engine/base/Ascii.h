#pragma once

#include <algorithm>
#include <string>
#include <string_view>

// For protocols and marks that are ASCII: other bytes stay as they are, so places in a text stay where they were. What people
// write is compared by text::fold. All functions are pure.
namespace tandem::text {

inline char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lowerAscii(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return lowerAscii(c); });
    return lower;
}

} // namespace tandem::text
