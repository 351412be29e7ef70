#pragma once

#include "model/Language.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem {

// Words that tell what is to be calculated, or that nothing is.
enum class Cue : std::uint8_t {
    Price, // "what does … cost", "how much is"
    End, // "until when"
    Extra, // "extra", "additional": beside what is there already
    More, // Extra, "more" and "another"
    OtherPeriod, // "before", "every", "end of": the period does not begin at a date
    Since, // "of", "after": what comes next is what a period begins with
    Pack, // sold whole only
    Denial, // "not", "no longer"
};

// `folded` is text::foldAccents of a FactText::text, or of a part of it, in `language`.
bool holdsCue(std::string_view folded, Cue cue, Language language);
bool beginsWithCue(std::string_view folded, Cue cue, Language language);
// Whether what is asked for the number of stands right between these two: "how many" | files, | files "は いくつ".
bool asksForNumber(std::string_view foldedBefore, std::string_view foldedAfter, Language language);
// Of a word that says only that something has a price: "cost", "kosten". Takes a stem.
bool isPriceWord(const std::string& stem);

} // namespace tandem
