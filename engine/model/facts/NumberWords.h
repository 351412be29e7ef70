#pragma once

#include "model/Language.h"
#include "model/facts/Measures.h"

#include <optional>
#include <string_view>

namespace tandem {

// The value of a folded number word of a language: "two" 2, "vierzehn" 14; nullopt otherwise. Words that are rather articles
// ("one", "ein", "un") are 1.
std::optional<double> numberOfWord(std::string_view folded, Language language);

struct NamedAmount {
    double value = 0;
    Measure measure;
};
// One word that is a number and its unit: "fortnight", "يومين".
std::optional<NamedAmount> namedAmount(std::string_view folded);

struct IdeographicNumber {
    double value = 0;
    std::size_t bytes = 0;
};
// The number that ideographs at the start of `text` write: "三十天" 30 in 6 bytes. 0 bytes when there is none.
IdeographicNumber ideographicNumber(std::string_view text);

} // namespace tandem
