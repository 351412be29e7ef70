#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

enum class Dimension : std::uint8_t { None, Time, BusinessDays, BusinessHours, Months, Data, Percent, Money };

// What a number counts. Units of one dimension convert by `factor`: seconds, months, bytes, percent.
struct Measure {
    Dimension dimension = Dimension::None;
    double factor = 1;
    std::string_view currency; // ISO 4217 for Money, "" otherwise
};

// The unit that a folded word of any of the twelve languages names: "minutes", "tagen", "gb", "euro".
std::optional<Measure> measureOfWord(std::string_view folded);

struct LeadingMeasure {
    Measure measure;
    std::size_t bytes = 0; // of the unit
};
// The unit at the start of a text without word boundaries: "分钟可以", "営業日以内", "%".
std::optional<LeadingMeasure> leadingMeasure(std::string_view text);
// The currency sign or code that `text` ends with, right before a number: "€", "US$ ", "EUR "; bytes count the space too.
std::optional<LeadingMeasure> measureBefore(std::string_view text);

// "business", "ouvrés", "lavorativi": makes a day a business day.
bool isBusinessWord(std::string_view folded);
// "calendar", "consecutive": between number and unit without changing it.
bool isFillerWord(std::string_view folded);

// Equal amounts of one dimension: 24 hours and 1 day, 1 GB and 1000 or 1024 MB.
bool sameAmount(double left, const Measure& leftMeasure, double right, const Measure& rightMeasure);

} // namespace tandem
