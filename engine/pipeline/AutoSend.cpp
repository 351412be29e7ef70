#include "pipeline/AutoSend.h"

#include "base/Text.h"

#include <algorithm>
#include <cmath>

namespace tandem {

double provenShare(const ReviewFigures& figures)
{
    if (figures.reviewed <= 0)
        return 0;
    constexpr double z = 1.959964;
    const double n = figures.reviewed;
    const double share = std::clamp((n - figures.wrong) / n, 0.0, 1.0);
    const double centre = share + z * z / (2 * n);
    const double spread = z * std::sqrt((share * (1 - share) + z * z / (4 * n)) / n);
    return std::max(0.0, (centre - spread) / (1 + z * z / n));
}

bool isProven(const ReviewFigures& figures, const AutoSendRules& rules)
{
    constexpr double digits = 10000;
    return rules.isOn && std::round(provenShare(figures) * digits) >= std::round(rules.bound * digits);
}

bool isUnlocked(const ReviewFigures& figures, double confidence, const AutoSendRules& rules)
{
    return confidence >= rules.confidence && isProven(figures, rules);
}

int missingReviews(const ReviewFigures& figures, const AutoSendRules& rules)
{
    constexpr int most = 100000; // a bound of 1 is never proven
    AutoSendRules on = rules;
    on.isOn = true;
    const auto provenAfter = [&](int more) { return isProven({figures.reviewed + more, figures.wrong}, on); };
    if (!provenAfter(most))
        return most;
    int few = -1; // not proven yet
    int enough = most;
    while (enough - few > 1) {
        const int middle = few + (enough - few) / 2;
        (provenAfter(middle) ? enough : few) = middle;
    }
    return enough;
}

AutoSendState autoSendState(Category category, std::string provider, const ReviewFigures& figures, const AutoSendRules& rules)
{
    AutoSendState state;
    state.category = category;
    state.provider = std::move(provider);
    state.figures = figures;
    state.proven = provenShare(figures);
    state.bound = rules.bound;
    state.confidence = rules.confidence;
    state.missing = missingReviews(figures, rules);
    state.isOn = rules.isOn;
    state.isUnlocked = isProven(figures, rules);
    return state;
}

bool isSampled(const TicketId& ticket, const AutoSendRules& rules)
{
    return rules.sample > 0 && text::hash64(ticket.value()) % static_cast<std::uint64_t>(rules.sample) == 0;
}

} // namespace tandem
