#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem {

// Words of the twelve languages that tell what is to be calculated.
enum class Cue : std::uint8_t {
    Price, // "how much", "cost"
    End, // "until when"
    Count, // "how many"
    Limit, // "at most"
    OtherPeriod, // "before", "every": the period does not begin at a date
    Per, // "per", "each"
    Pack, // sold whole only
};

// `folded` is text::foldAccents of a text.
bool holdsCue(std::string_view folded, Cue cue);
// People whom a price counts, one word for another: "What do 12 users cost?" at a price per seat. Takes a word's stem.
bool isPerson(const std::string& stem);
// 1 of a price a month, 12 of one a year, 0 when the text names neither or both.
double pricePeriod(std::string_view folded);

} // namespace tandem
