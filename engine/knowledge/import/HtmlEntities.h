#pragma once

#include <string>
#include <string_view>

namespace tandem {

// "&amp;", "&#228;", "&#xE4;" and the common named ones become what they stand for; anything else stays as it is.
std::string withoutEntities(std::string_view html);

} // namespace tandem
