#pragma once

#include <string_view>

namespace tandem {

// 1…12 for a folded month name of the twelve languages, 0 otherwise.
int monthOfWord(std::string_view folded);
// A month's name that is also an ordinary word ("may", "mars"): a month only beside a day or year.
bool isDoubtfulMonth(std::string_view folded);
// 1 (Monday)…7 for a folded weekday name, 0 otherwise.
int weekdayOfWord(std::string_view folded);

} // namespace tandem
