#pragma once

#include <string_view>

namespace tandem {

// A sentence without the number of the evidence's sentence that small models write before what they take: "1.1: …", "[2.3] …". It
// says nothing, and stands in no evidence. Pure.
std::string_view withoutLabel(std::string_view sentence);

} // namespace tandem
