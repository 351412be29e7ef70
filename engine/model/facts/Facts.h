#pragma once

#include "base/Text.h"
#include "model/Language.h"
#include "model/facts/Measures.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class FactKind : std::uint8_t { Link, Email, Identifier, MenuPath, Date, TimeOfDay, Number, Name };

struct CalendarDate {
    int year = 0; // 0 = not said; so are month, day and weekday
    int month = 0;
    int day = 0;
    int weekday = 0; // 1 = Monday
    bool dayMonthUnsure = false; // 03/04: either may be the day
};

// Something in a sentence that must stand in the evidence as it is.
struct Fact {
    FactKind kind = FactKind::Number;
    text::Span span; // of FactText::text
    std::string shown; // as it is written
    std::string key; // normalised: link, address, identifier, name stem, "steps" of a menu path joined by " > "
    double value = 0; // Number; minutes of the day for TimeOfDay
    Measure measure; // Number
    bool article = false; // a number word that is rather an article: "one", "ein"
    CalendarDate date; // Date
};

// A text and its hard facts. Digits of other scripts and typographic spaces are written in ASCII in `text`.
struct FactText {
    std::string text;
    std::vector<Fact> facts;
};

// The language decides which words are numbers. Pure.
FactText factsOf(std::string_view text, Language language);

// "30 days", a link, a code: names alone make no fact of a courtesy ("Hello Ms Finch,").
bool holdsHardFact(std::string_view text, Language language);
// Whether a fact of an answer is the same as one of the evidence, whatever way it is written.
bool sameFact(const Fact& answer, const Fact& evidence);
// Both say how much, how long or when of the same sort, so that one may have been mistaken for the other.
bool sameSort(const Fact& left, const Fact& right);

} // namespace tandem
