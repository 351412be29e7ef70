#include "model/Spend.h"

namespace tandem {

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
