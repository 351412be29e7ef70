#pragma once

#include <cstdint>

namespace tandem {

// Who writes a Han character.
enum class HanUse : std::uint8_t {
    Both, // Chinese in simplified characters, and Japanese
    Japanese, // common in Japanese; Chinese in simplified characters writes another form, or none
    Chinese, // not common in Japanese
};
HanUse hanUse(char32_t codePoint);

} // namespace tandem
