#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// An amount in the smallest unit of its currency, so that nothing is ever rounded: 38400 EUR cents.
struct Money {
    std::int64_t minor = 0;
    std::string currency; // ISO 4217, "EUR"
    friend bool operator==(const Money&, const Money&) = default;
};

inline constexpr std::int64_t mostMinor = 1'000'000'000'000; // no refund of a support desk is larger

// How many decimals the currency has (ISO 4217, list one of 2024); nullopt for a code that is no currency.
std::optional<int> currencyDigits(std::string_view currency);
// "384.00 EUR", "38400 JPY". Pure.
std::string moneyText(const Money& money);
// The same read back; decimals may be missing and must not be more than the currency has. nullopt: it is none, not above 0 or
// above mostMinor. Pure.
std::optional<Money> moneyFrom(std::string_view text);
// The nearest whole number of smallest units; nullopt as above, and where more decimals are given than the currency has. Pure.
std::optional<Money> moneyOf(double amount, std::string_view currency);

} // namespace tandem
