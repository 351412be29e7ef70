#pragma once

#include "model/ContentWords.h"
#include "model/facts/Facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// The content words from a place on that belong together, three at most: neither a sign nor a stop word stands between them, and
// none is a unit of measure. `words` are those of `text`.
std::vector<std::string> thingsFrom(std::string_view text, const std::vector<ContentWord>& words, std::size_t begin);
// What a number counts: "extra", "run" in "12,000 extra runs".
std::vector<std::string> thingsCounted(std::string_view text, const std::vector<ContentWord>& words, const Fact& number);
// Whether both name one thing. People are one for another: "What do 12 users cost?" at a price per seat.
bool nameTheSame(const std::vector<std::string>& left, const std::vector<std::string>& right);

} // namespace tandem
