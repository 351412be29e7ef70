#pragma once

#include "model/Language.h"
#include "model/facts/Facts.h"

#include <optional>
#include <string_view>
#include <vector>

namespace tandem {

// The periods that a text speaks of as recurring, without repeats: an hour, day or week of Dimension::Time, a month or year of
// Dimension::Months. "a month", "monthly", "/month", "im Monat", "每月" count, "within one month" does not.
std::vector<Measure> periodsIn(std::string_view text, Language language);

// The period that a price is for: the one named between it and the next price, or before the first price. nullopt when none is,
// or more than one. Pure.
std::optional<Measure> periodOfPrice(const FactText& text, const Fact& price, Language language);

bool samePeriod(const Measure& left, const Measure& right);

} // namespace tandem
