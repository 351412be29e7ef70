#pragma once

#include "model/Knowledge.h"

#include <vector>

namespace tandem {

// Raised when passages come out differently, so that an import chunks unchanged articles anew.
inline constexpr int chunkerVersion = 1;

// A document cut into passages of at most about 900 characters or 220 tokens. A passage never spans two headings; lists, tables
// and code stay whole where they fit; a longer section is cut between sentences, and the next passage starts with the last
// sentence of the one before (or the line that introduces the list). Every sentence of the body is in some passage. Pure.
std::vector<Passage> passagesOf(const Document& document);

} // namespace tandem
