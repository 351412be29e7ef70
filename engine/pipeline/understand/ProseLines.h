#pragma once

#include <string>
#include <string_view>

namespace tandem {

// What somebody wrote, without the lines of program code, logs and stack traces that were pasted into it: these speak English, or
// nothing, whoever pastes them. A text that is nothing else, or has no such lines, comes back whole. Pure.
std::string withoutCode(std::string_view text);

} // namespace tandem
