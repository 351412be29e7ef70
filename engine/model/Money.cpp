#include "model/Money.h"

#include "base/Text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tandem {

namespace {

constexpr std::string_view withoutDecimals = " BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
constexpr std::string_view withThree = " BHD IQD JOD KWD LYD OMR TND ";
constexpr std::string_view withTwo
    = " AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP "
      "CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
      "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN "
      "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD "
      "TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWL ";

bool holds(std::string_view list, std::string_view code)
{
    return list.find(" " + std::string(code) + " ") != std::string_view::npos;
}

std::int64_t scaleOf(int digits)
{
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i)
        scale *= 10;
    return scale;
}

bool areDigits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::optional<int> currencyDigits(std::string_view currency)
{
    if (currency.size() != 3 || !std::ranges::all_of(currency, [](char c) { return c >= 'A' && c <= 'Z'; }))
        return std::nullopt;
    if (holds(withTwo, currency))
        return 2;
    if (holds(withoutDecimals, currency))
        return 0;
    return holds(withThree, currency) ? std::optional(3) : std::nullopt;
}

std::string moneyText(const Money& money)
{
    const int digits = currencyDigits(money.currency).value_or(0);
    const std::int64_t scale = scaleOf(digits);
    std::string text = std::to_string(money.minor / scale);
    if (digits > 0) {
        const std::string rest = std::to_string(money.minor % scale);
        text += "." + std::string(static_cast<std::size_t>(digits) - std::min(rest.size(), std::size_t(digits)), '0') + rest;
    }
    return text + " " + money.currency;
}

std::optional<Money> moneyFrom(std::string_view text)
{
    const std::string_view trimmed = text::trim(text);
    const std::size_t space = trimmed.find(' ');
    if (space == std::string_view::npos)
        return std::nullopt;
    const std::string_view number = trimmed.substr(0, space);
    const std::string_view currency = text::trim(trimmed.substr(space));
    const auto digits = currencyDigits(currency);
    const std::size_t point = number.find('.');
    const std::string_view whole = number.substr(0, point);
    const std::string_view rest = point == std::string_view::npos ? "" : number.substr(point + 1);
    const bool isNumber = !whole.empty() && whole.size() <= 13 && areDigits(whole) && areDigits(rest)
        && (point == std::string_view::npos || !rest.empty());
    if (!digits || !isNumber || rest.size() > static_cast<std::size_t>(*digits))
        return std::nullopt;
    std::string joined = std::string(whole) + std::string(rest);
    joined.append(static_cast<std::size_t>(*digits) - rest.size(), '0');
    Money money{0, std::string(currency)};
    std::from_chars(joined.data(), joined.data() + joined.size(), money.minor); // at most 16 digits
    return money.minor > 0 && money.minor <= mostMinor ? std::optional(money) : std::nullopt;
}

std::optional<Money> moneyOf(double amount, std::string_view currency)
{
    const auto digits = currencyDigits(currency);
    if (!digits || !std::isfinite(amount))
        return std::nullopt;
    const double minor = amount * static_cast<double>(scaleOf(*digits));
    const double nearest = std::round(minor);
    if (nearest < 1 || nearest > static_cast<double>(mostMinor) || std::abs(minor - nearest) > 1e-3)
        return std::nullopt;
    return Money{static_cast<std::int64_t>(nearest), std::string(currency)};
}

} // namespace tandem
