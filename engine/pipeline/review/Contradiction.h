#pragma once

#include "model/Language.h"
#include "pipeline/review/SentenceValues.h"

#include <optional>
#include <string>
#include <string_view>

// Whether two sentences of different documents say different things of the same. Pure functions.
namespace tandem::contradiction {

// A sentence taken apart, with what stands above it.
struct Statement {
    Statement(std::string_view text, std::string_view heading, Language language);

    ReadSentence read;
    ReadSentence heading; // title and headings
    SentenceValues values;
};

struct Conflict {
    std::string first; // what the first says: "14 days"; the sentence's own words for something denied
    std::string second;
    bool denied = false; // one of them denies what the other one says
};

// The values in which two statements differ, or what one of them denies; nullopt when nothing differs, or when they
// plainly speak of different things (opposite bounds, different times, several values that differ). `topic` below decides the
// rest.
std::optional<Conflict> differenceOf(const Statement& left, const Statement& right);

// 0…1: how much both speak of the same, so that a difference is a contradiction: the smaller share of a sentence's words that the
// other one or its heading holds. 0 when each has a word of its own, when one names what the other does not, or when their
// vectors lie apart. `cosine` of the two sentences; nullopt without a model.
double likeness(const Statement& left, const Statement& right, std::optional<double> cosine, bool denied);

// How much a word tells of what a sentence is about: 0 of one that only joins a thing with its value.
double weightOf(const ContentWord& word);
// Forms of one word, or a word and a compound that begins or ends with it.
bool isSameWord(std::string_view word, std::string_view other);

inline constexpr double contradicts = 0.6; // likeness from which a difference is told

} // namespace tandem::contradiction
