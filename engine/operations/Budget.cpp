#include "operations/Budget.h"

#include <array>
#include <cmath>

namespace tandem {

namespace {

std::int64_t microDollars(double dollars)
{
    return std::llround(dollars * static_cast<double>(microDollarsPerDollar));
}

std::string dayText(std::chrono::sys_days day)
{
    constexpr std::size_t length = 10; // 2026-11-23
    return formatTime(TimePoint(day)).substr(0, length);
}

} // namespace

Budget Budget::from(const Config& config)
{
    return {microDollars(config.number("budget.daily_usd")), microDollars(config.number("budget.monthly_usd"))};
}

std::string_view name(BudgetSpan span)
{
    return span == BudgetSpan::Day ? "day" : "month";
}

std::vector<BudgetPeriod> periodsOf(const Budget& budget, TimePoint now)
{
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(today);
    const auto month = date.year() / date.month();
    std::vector<BudgetPeriod> periods;
    if (budget.dailyMicroDollars > 0)
        periods.push_back({BudgetSpan::Day, today, today + std::chrono::days(1), budget.dailyMicroDollars});
    if (budget.monthlyMicroDollars > 0) {
        const auto next = month + std::chrono::months(1);
        periods.push_back({BudgetSpan::Month, month / 1, next / 1, budget.monthlyMicroDollars});
    }
    return periods;
}

int levelOf(std::int64_t spent, std::int64_t limit)
{
    constexpr std::int64_t whole = 100;
    for (const int level : std::array{100, 90, 80}) {
        if (limit > 0 && spent * whole >= limit * level)
            return level;
    }
    return 0;
}

std::string alertName(const BudgetPeriod& period, int level)
{
    return std::string(name(period.span)) + " " + dayText(period.from) + " of " + dollars(period.limit) + " USD "
        + std::to_string(level) + " %";
}

std::string exhaustedText(const BudgetPeriod& period)
{
    return "The " + std::string(name(period.span)) + "'s budget of " + dollars(period.limit)
        + " USD for language models is spent; they are asked again from " + dayText(period.until) + " (UTC) on.";
}

} // namespace tandem
