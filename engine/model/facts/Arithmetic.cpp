#include "model/facts/Arithmetic.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

namespace tandem {

namespace {

constexpr std::array<std::int64_t, 7> powersOfTen{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
constexpr double secondsOfDay = 86400;

std::optional<Fraction> reduced(std::int64_t numerator, std::int64_t denominator)
{
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    if (denominator == 0 || numerator == lowest || denominator == lowest)
        return std::nullopt;
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    const std::int64_t divisor = std::gcd(numerator, denominator);
    return Fraction{numerator / divisor, denominator / divisor};
}

std::optional<std::int64_t> product(std::int64_t left, std::int64_t right)
{
    std::int64_t result = 0;
    if (__builtin_mul_overflow(left, right, &result))
        return std::nullopt;
    return result;
}

std::optional<Fraction> times(const Fraction& left, const Fraction& right)
{
    const auto numerator = product(left.numerator, right.numerator);
    const auto denominator = product(left.denominator, right.denominator);
    return numerator && denominator ? reduced(*numerator, *denominator) : std::nullopt;
}

std::optional<Fraction> over(const Fraction& left, const Fraction& right)
{
    if (right.numerator == 0)
        return std::nullopt;
    const auto inverse = reduced(right.denominator, right.numerator);
    return inverse ? times(left, *inverse) : std::nullopt;
}

std::optional<Fraction> plus(const Fraction& left, const Fraction& right)
{
    const auto first = product(left.numerator, right.denominator);
    const auto second = product(right.numerator, left.denominator);
    const auto denominator = product(left.denominator, right.denominator);
    std::int64_t sum = 0;
    if (!first || !second || !denominator || __builtin_add_overflow(*first, *second, &sum))
        return std::nullopt;
    return reduced(sum, *denominator);
}

Fraction negative(const Fraction& fraction)
{
    return {-fraction.numerator, fraction.denominator};
}

bool isPercent(const Quantity& quantity)
{
    return quantity.measure.dimension == Dimension::Percent;
}

bool isPlain(const Quantity& quantity)
{
    return quantity.measure.dimension == Dimension::None;
}

bool isMoney(const Quantity& quantity)
{
    return quantity.measure.dimension == Dimension::Money;
}

std::optional<Quantity> with(
    const std::optional<Fraction>& amount, const Measure& measure, const std::optional<Measure>& per = std::nullopt)
{
    return amount ? std::optional(Quantity{*amount, measure, std::nullopt, per}) : std::nullopt;
}

// The right amount in the left one's unit: 90 minutes beside hours is 1.5.
std::optional<Fraction> inUnitOf(const Quantity& left, const Quantity& right)
{
    const bool sameKind = left.measure.dimension == right.measure.dimension && left.measure.currency == right.measure.currency;
    const auto from = fractionOf(right.measure.factor);
    const auto to = fractionOf(left.measure.factor);
    if (!sameKind || !from || !to)
        return std::nullopt;
    const auto base = times(right.amount, *from);
    return base ? over(*base, *to) : std::nullopt;
}

std::optional<Quantity> movedDate(const CalendarDate& date, const Quantity& period, bool back)
{
    using namespace std::chrono;
    const auto factor = fractionOf(period.measure.factor);
    const auto total = factor ? times(period.amount, *factor) : std::nullopt;
    if (!total || total->denominator != 1 || std::abs(total->numerator) > 400LL * 366 * 86400)
        return std::nullopt;
    const std::int64_t amount = back ? -total->numerator : total->numerator;
    const year_month_day start{year{date.year}, month{static_cast<unsigned>(date.month)}, day{static_cast<unsigned>(date.day)}};
    year_month_day end = start;
    if (period.measure.dimension == Dimension::Months) {
        end = start + months{amount};
        if (!end.ok())
            end = end.year() / end.month() / last;
    } else if (period.measure.dimension == Dimension::Time && amount % static_cast<std::int64_t>(secondsOfDay) == 0) {
        end = sys_days{start} + days{amount / static_cast<std::int64_t>(secondsOfDay)};
    } else {
        return std::nullopt;
    }
    Quantity moved;
    moved.date = CalendarDate{static_cast<int>(end.year()), static_cast<int>(static_cast<unsigned>(end.month())),
        static_cast<int>(static_cast<unsigned>(end.day())), 0, false};
    return moved;
}

std::optional<Quantity> onDates(const Quantity& left, Operation operation, const Quantity& right)
{
    const bool moves = operation == Operation::Plus || operation == Operation::Minus;
    if (!left.date || right.date || !moves)
        return std::nullopt;
    return movedDate(*left.date, right, operation == Operation::Minus);
}

std::optional<Quantity> sum(const Quantity& left, const Quantity& right, bool minus)
{
    if (isPercent(right) && !isPercent(left)) {
        const auto share = times(right.amount, {1, 100});
        const auto whole = share ? plus({1, 1}, minus ? negative(*share) : *share) : std::nullopt;
        return whole ? with(times(left.amount, *whole), left.measure, left.per) : std::nullopt;
    }
    const bool differ
        = left.per && right.per && (left.per->dimension != right.per->dimension || left.per->factor != right.per->factor);
    const auto other = differ ? std::nullopt : inUnitOf(left, right);
    return other ? with(plus(left.amount, minus ? negative(*other) : *other), left.measure, left.per ? left.per : right.per)
                 : std::nullopt;
}

// €12 a month × 2 years: one price for each month of them.
std::optional<Quantity> priceOfTime(const Quantity& price, const Quantity& time)
{
    const bool isTime = time.measure.dimension == Dimension::Months || time.measure.dimension == Dimension::Time;
    if (!price.per || !isTime)
        return std::nullopt;
    const auto count = inUnitOf(Quantity{{1, 1}, *price.per, std::nullopt}, time);
    auto whole = count ? with(times(price.amount, *count), price.measure, price.per) : std::nullopt;
    if (whole)
        whole->per->factor *= static_cast<double>(count->numerator) / static_cast<double>(count->denominator);
    return whole;
}

std::optional<Quantity> productOf(const Quantity& left, const Quantity& right)
{
    if (isPercent(left) && isPercent(right))
        return std::nullopt;
    const auto per = left.per ? left.per : right.per;
    if (isPercent(left) || isPercent(right)) {
        const auto amount = times(left.amount, right.amount);
        return amount ? with(times(*amount, {1, 100}), isPercent(left) ? right.measure : left.measure, per) : std::nullopt;
    }
    if (isPlain(left) || isPlain(right))
        return with(times(left.amount, right.amount), isPlain(left) ? right.measure : left.measure, per);
    if (isMoney(left) == isMoney(right))
        return std::nullopt;
    return isMoney(left) ? priceOfTime(left, right) : priceOfTime(right, left);
}

std::optional<Quantity> quotientOf(const Quantity& left, const Quantity& right)
{
    if (isPercent(right))
        return std::nullopt;
    if (isPlain(right))
        return with(over(left.amount, right.amount), left.measure, left.per);
    const auto other = inUnitOf(left, right);
    return other ? with(over(left.amount, *other), Measure{}) : std::nullopt;
}

} // namespace

std::optional<Fraction> fractionOf(double value)
{
    constexpr double largest = 9e12; // a double still holds it with three decimals
    if (!std::isfinite(value) || std::abs(value) > largest)
        return std::nullopt;
    for (const std::int64_t power : powersOfTen) {
        const double scaled = value * static_cast<double>(power);
        const double whole = std::round(scaled);
        if (std::abs(whole) < 9e15 && std::abs(scaled - whole) <= 1e-9 + 5e-16 * std::abs(scaled))
            return reduced(static_cast<std::int64_t>(whole), power);
    }
    return std::nullopt;
}

std::optional<int> decimalsOf(const Fraction& fraction)
{
    for (std::size_t i = 0; i < powersOfTen.size(); ++i) {
        if (powersOfTen[i] % fraction.denominator == 0)
            return static_cast<int>(i);
    }
    return std::nullopt;
}

std::optional<Fraction> rounded(const Fraction& fraction, int decimals, Rounding rounding)
{
    const std::int64_t power = powersOfTen.at(static_cast<std::size_t>(decimals));
    const auto scaled = times(fraction, {power, 1});
    if (!scaled)
        return std::nullopt;
    std::int64_t floor = scaled->numerator / scaled->denominator;
    std::int64_t rest = scaled->numerator % scaled->denominator;
    if (rest < 0) {
        --floor;
        rest += scaled->denominator;
    }
    const bool half = rest >= scaled->denominator - rest;
    const bool up = rounding == Rounding::Up ? rest > 0 : rounding == Rounding::Nearest && half && rest > 0;
    return reduced(floor + (up ? 1 : 0), power);
}

std::optional<Quantity> quantityOf(const Fact& fact)
{
    Quantity quantity;
    if (fact.kind == FactKind::Date) {
        const CalendarDate& date = fact.date;
        const std::chrono::year_month_day day{std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
            std::chrono::day{static_cast<unsigned>(date.day)}};
        if (date.year == 0 || date.dayMonthUnsure || !day.ok())
            return std::nullopt;
        quantity.date = date;
        return quantity;
    }
    const auto amount = fact.kind == FactKind::Number ? fractionOf(fact.value) : std::nullopt;
    if (!amount)
        return std::nullopt;
    quantity.amount = *amount;
    quantity.measure = fact.measure;
    return quantity;
}

std::optional<Quantity> calculated(const Quantity& left, Operation operation, const Quantity& right)
{
    if (left.date || right.date)
        return onDates(left, operation, right);
    switch (operation) {
    case Operation::Plus: return sum(left, right, false);
    case Operation::Minus: return sum(left, right, true);
    case Operation::Times: return productOf(left, right);
    case Operation::Over: return quotientOf(left, right);
    }
    return std::nullopt;
}

} // namespace tandem
