#pragma once

#include "model/facts/Facts.h"

#include <cstdint>
#include <optional>

namespace tandem {

// An exact fraction in lowest terms; the denominator is positive.
struct Fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    friend bool operator==(const Fraction&, const Fraction&) = default;
};

// The decimal number that a double was read from, up to six decimals; nullopt when it is larger than fits.
std::optional<Fraction> fractionOf(double value);
// The decimals it needs; nullopt when it has more than six ("1/3").
std::optional<int> decimalsOf(const Fraction& fraction);

enum class Rounding : std::uint8_t { Nearest, Up, Down };
// To so many decimals (0…6), halves away from zero; nullopt on overflow.
std::optional<Fraction> rounded(const Fraction& fraction, int decimals, Rounding rounding);

// What a calculation is made of: an amount with its unit, or a whole date.
struct Quantity {
    Fraction amount;
    Measure measure;
    std::optional<CalendarDate> date;
    std::optional<Measure> per = std::nullopt; // of a price: the time that it is for, "€12 a month"
};
// nullopt for what one cannot calculate with: a date without a year, a link.
std::optional<Quantity> quantityOf(const Fact& fact);

enum class Operation : std::uint8_t { Plus, Minus, Times, Over };
// nullopt when the units do not go together (two currencies, money times money, business days on a date, whose holidays nobody
// knows, a price of unknown or other time times a time, prices of different times added), and on overflow. "40 % of" is Times; €
// 100 + 21 % adds the share. Months are added as a calendar has them: 31 January
// + 1 month = the last of February.
std::optional<Quantity> calculated(const Quantity& left, Operation operation, const Quantity& right);

} // namespace tandem
