#pragma once

#include <string>
#include <string_view>

namespace tandem {

// What stands in a text as base64, hexadecimal, binary or character escapes and reads like words, a line each; "" for nothing.
// Little more than 16 KiB. Linear in the length. Pure.
std::string decodedBlocks(std::string_view text);

} // namespace tandem
