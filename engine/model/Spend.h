#pragma once

#include "base/Clock.h"
#include "model/Ids.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace tandem {

inline constexpr std::int64_t microDollarsPerDollar = 1'000'000;

std::string dollars(std::int64_t microDollars); // "5.00", "0.000123": cents, or as many places as there are

// What calls of a language model took. Tokens as the provider counts them; the kinds of input do not overlap.
struct SpendFigures {
    std::int64_t calls = 0;
    std::int64_t unpricedCalls = 0; // of these; what they cost is not in microDollars
    std::int64_t input = 0;
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t cacheWriteHour = 0;
    std::int64_t output = 0;
    std::int64_t microDollars = 0; // millionths of a US dollar, by the price table of then

    SpendFigures& operator+=(const SpendFigures& other);
    bool operator==(const SpendFigures&) const = default;
};

// What one call took, or several of one kind.
struct Spend {
    TimePoint at{};
    TicketId ticket; // empty = no ticket's
    std::string provider; // "anthropic"
    std::string model; // as the provider names it
    SpendFigures figures;
};

struct DaysSpend {
    std::chrono::sys_days day; // of UTC
    std::string provider;
    std::string model;
    SpendFigures figures;
};

} // namespace tandem
