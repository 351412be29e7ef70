#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tandem::text {

// The entries of a list by commas, in order, without the white space around them; empty ones are left out. Pure.
std::vector<std::string> listOf(std::string_view byCommas);

} // namespace tandem::text
