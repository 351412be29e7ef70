#pragma once

#include "model/Language.h"

#include <cstdint>
#include <string_view>

namespace tandem {

// What a translation says that its source does not.
enum class AddedFact : std::uint8_t { None, Number, Link, Placeholder };

// Compares a translation, with everything in its place again, with what it was made of: its numbers, links, addresses,
// placeholders, tags and code must be the source's, in any order and no more often. Numbers are compared by value, whatever
// separators and digits a language writes them with ("1.234,56" is "1,234.56"); one that the source writes as a word ("two") may
// be written in digits. Number words of the translation are not looked at. Pure.
AddedFact addedFact(std::string_view source, Language from, std::string_view translation);

} // namespace tandem
