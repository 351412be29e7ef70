#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "model/Spend.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How much may be spent on language models, and when somebody is told. Pure.
namespace tandem {

struct Budget {
    std::int64_t dailyMicroDollars = 0; // of a day of UTC; 0 = no limit
    std::int64_t monthlyMicroDollars = 0; // of a month of UTC; 0 = no limit

    static Budget from(const Config& config);
};

enum class BudgetSpan : std::uint8_t { Day, Month };
std::string_view name(BudgetSpan span); // "day", "month"

// A day or month that has a limit.
struct BudgetPeriod {
    BudgetSpan span = BudgetSpan::Day;
    std::chrono::sys_days from;
    std::chrono::sys_days until; // the first day after it
    std::int64_t limit = 0; // micro-dollars
};

// Those around `now`; none without a budget.
std::vector<BudgetPeriod> periodsOf(const Budget& budget, TimePoint now);

// 80, 90 or 100: the highest percentage of `limit` that `spent` has reached; 0 below.
int levelOf(std::int64_t spent, std::int64_t limit);

// The same alert of the same budget in the same period has the same name: "day 2026-11-23 of 5.00 USD 80 %".
std::string alertName(const BudgetPeriod& period, int level);
// "The day's budget of 5.00 USD is spent; …"
std::string exhaustedText(const BudgetPeriod& period);

} // namespace tandem
