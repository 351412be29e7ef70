#pragma once

#include "model/facts/FactTokens.h"
#include "model/facts/Facts.h"

#include <optional>
#include <string_view>
#include <vector>

namespace tandem {

struct TokenFact {
    Fact fact;
    std::size_t tokens = 0; // how many it takes
};

// A date, month with year, or weekday that starts at a token.
std::optional<TokenFact> dateAt(std::string_view text, const std::vector<FactToken>& tokens, std::size_t at);
// "14:30", "9 am", "9.30 Uhr", "14h30" starting at a token.
std::optional<TokenFact> timeAt(std::string_view text, const std::vector<FactToken>& tokens, std::size_t at);

// A date of an answer says no more than one of the evidence and nothing else.
bool sameDate(const CalendarDate& answer, const CalendarDate& evidence);

} // namespace tandem
