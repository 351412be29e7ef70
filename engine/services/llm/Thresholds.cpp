#include "services/llm/Thresholds.h"

#include "services/llm/CountedThings.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

bool isAbove(Bound bound)
{
    return bound == Bound::Above || bound == Bound::AtLeast;
}

// Every amount of a text, those without a bound too.
std::vector<Threshold> amountsIn(std::string_view text, Language language)
{
    std::vector<Threshold> found;
    const FactText read = factsOf(text, language);
    const std::vector<ContentWord> words = contentWords(read.text);
    for (const Fact& fact : read.facts) {
        if (fact.kind != FactKind::Number || fact.article)
            continue;
        const Bound bound = boundOf(read, fact, language);
        found.push_back({fact.value * fact.measure.factor, fact.measure.currency, std::to_underlying(fact.measure.dimension),
            fact.measure.dimension == Dimension::None ? thingsCounted(read.text, words, fact) : std::vector<std::string>(),
            bound == Bound::About ? Bound::None : bound});
    }
    return found;
}

// Plain numbers count seats here and runs there; where one does not say what, it may be the other's.
bool areOfOneSort(const Threshold& left, const Threshold& right)
{
    const bool sameThings = left.things.empty() || right.things.empty() || nameTheSame(left.things, right.things);
    return left.dimension == right.dimension && left.currency == right.currency && sameThings;
}

// -1, 0 or 1: how what is asked lies to a threshold; "over 500" lies above 500.
int sideOf(const Threshold& asked, const Threshold& threshold)
{
    if (asked.amount != threshold.amount)
        return asked.amount < threshold.amount ? -1 : 1;
    if (asked.bound == Bound::Above)
        return 1;
    return asked.bound == Bound::Below ? -1 : 0;
}

} // namespace

std::vector<Threshold> thresholdsIn(std::string_view text, Language language)
{
    std::vector<Threshold> thresholds = amountsIn(text, language);
    std::erase_if(thresholds, [](const Threshold& amount) { return amount.bound == Bound::None; });
    return thresholds;
}

bool areOpposite(const Threshold& left, const Threshold& right)
{
    return left.amount == right.amount && areOfOneSort(left, right) && isAbove(left.bound) != isAbove(right.bound);
}

AskedAmounts::AskedAmounts(std::string_view question, Language language)
    : m_amounts(amountsIn(question, language))
{
}

bool AskedAmounts::fit(const Threshold& threshold) const
{
    bool anyOfSort = false;
    for (const Threshold& asked : m_amounts) {
        if (!areOfOneSort(asked, threshold))
            continue;
        anyOfSort = true;
        const int side = sideOf(asked, threshold);
        const bool isInclusive = threshold.bound == Bound::AtMost || threshold.bound == Bound::AtLeast;
        if (side == 0 ? isInclusive : (side > 0) == isAbove(threshold.bound))
            return true;
    }
    return !anyOfSort;
}

} // namespace tandem
