#pragma once

#include "base/Clock.h"
#include "model/Language.h"

#include <optional>
#include <string_view>

namespace tandem {

// The day whose rules a message asks about: that of the order, purchase, payment or delivery it names in the same sentence ("I
// paid on 12 July 2026, can I get …"). nullopt when it names none, or one that has not come yet: then today's rules answer. A day
// without a year is the last such day; a month without a day stands for its middle. Pure.
std::optional<TimePoint> askedTime(std::string_view text, Language language, TimePoint now);

} // namespace tandem
