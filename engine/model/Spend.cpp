#include "model/Spend.h"

namespace tandem {

std::string dollars(std::int64_t microDollars)
{
    constexpr std::size_t places = 6;
    constexpr std::size_t fewestPlaces = 2;
    std::string fraction = std::to_string(microDollars % microDollarsPerDollar);
    fraction.insert(0, places - fraction.size(), '0');
    while (fraction.size() > fewestPlaces && fraction.back() == '0')
        fraction.pop_back();
    return std::to_string(microDollars / microDollarsPerDollar) + "." + fraction;
}

SpendFigures& SpendFigures::operator+=(const SpendFigures& other)
{
    calls += other.calls;
    unpricedCalls += other.unpricedCalls;
    input += other.input;
    cacheRead += other.cacheRead;
    cacheWrite += other.cacheWrite;
    cacheWriteHour += other.cacheWriteHour;
    output += other.output;
    microDollars += other.microDollars;
    return *this;
}

} // namespace tandem
