#pragma once

#include "base/Text.h"

#include <string_view>
#include <vector>

namespace tandem {

// Where HTML keeps text from people: comments, and what stands in an element that is not shown, too small, transparent, outside
// the page or of its background's colour (white where none is named). `lower`: ASCII letters in lower case. Ascending by begin,
// at most `most` of them. Linear in the length. Pure.
std::vector<text::Span> hiddenStretches(std::string_view lower, std::size_t most);

} // namespace tandem
