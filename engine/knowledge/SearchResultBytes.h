#pragma once

#include "model/Knowledge.h"

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// A search's result as bytes of this program's own form, for a cache.
std::string bytesOf(const SearchResult& result);
// nullopt for what is no such form.
std::optional<SearchResult> searchResultFrom(std::string_view bytes);

} // namespace tandem
