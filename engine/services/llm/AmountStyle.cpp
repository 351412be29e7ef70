#include "services/llm/AmountStyle.h"

#include <cstdint>
#include <string_view>

namespace tandem {

namespace {

struct NumberStyle {
    std::string_view group;
    std::string_view decimal;
    bool currencyFirst;
};

NumberStyle styleOf(Language language)
{
    switch (language) {
    case Language::De:
    case Language::Es:
    case Language::It:
    case Language::Pt: return {".", ",", false};
    case Language::Nl:
    case Language::Tr: return {".", ",", true};
    case Language::Fr:
    case Language::Pl: return {"\u00A0", ",", false};
    case Language::En:
    case Language::Ar:
    case Language::Zh:
    case Language::Ja: break;
    }
    return {",", ".", true};
}

std::string_view signOf(std::string_view currency)
{
    return currency == "EUR" ? "€" : currency == "USD" ? "$" : currency == "GBP" ? "£" : std::string_view();
}

std::string_view unitOf(const Measure& measure)
{
    if (measure.dimension == Dimension::Percent)
        return "%";
    if (measure.dimension != Dimension::Data)
        return {};
    return measure.factor >= 1e12 ? " TB" : measure.factor >= 1e9 ? " GB" : measure.factor >= 1e6 ? " MB" : " KB";
}

} // namespace

std::string shownAmount(const Fraction& amount, const Measure& measure, Language language)
{
    const NumberStyle style = styleOf(language);
    int decimals = decimalsOf(amount).value_or(2);
    if (measure.dimension == Dimension::Money && decimals == 1)
        decimals = 2;
    std::int64_t power = 1;
    for (int i = 0; i < decimals; ++i)
        power *= 10;
    const std::int64_t scaled = amount.numerator * (power / amount.denominator);
    std::string whole = std::to_string(scaled / power);
    for (std::ptrdiff_t at = std::ssize(whole) - 3; at > 0; at -= 3)
        whole.insert(static_cast<std::size_t>(at), style.group);
    if (decimals > 0) {
        const std::string rest = std::to_string(scaled % power);
        whole += std::string(style.decimal) + std::string(static_cast<std::size_t>(decimals) - rest.size(), '0') + rest;
    }
    if (measure.dimension != Dimension::Money)
        return whole + std::string(unitOf(measure));
    const std::string_view sign = signOf(measure.currency);
    if (sign.empty())
        return whole + " " + std::string(measure.currency);
    return style.currencyFirst ? std::string(sign) + whole : whole + " " + std::string(sign);
}

} // namespace tandem
