#include "model/Egress.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem {

namespace {

constexpr auto outcomeNames = std::to_array<std::string_view>({"pending", "answered", "failed", "refused"});

} // namespace

std::string_view name(EgressOutcome outcome)
{
    return outcomeNames.at(std::to_underlying(outcome));
}

std::optional<EgressOutcome> egressOutcomeFrom(std::string_view text)
{
    const auto found = std::ranges::find(outcomeNames, text);
    if (found == outcomeNames.end())
        return std::nullopt;
    return static_cast<EgressOutcome>(found - outcomeNames.begin());
}

} // namespace tandem
