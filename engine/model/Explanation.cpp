#include "model/Explanation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem {

namespace {

constexpr std::array<std::string_view, 6> kindNames{"category", "urgency", "sentiment", "language", "signal", "injection"};
constexpr std::array<std::string_view, 7> shareNames{"words", "form", "meaning", "rules", "earlier", "customer", "script"};

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text)
{
    const auto at = std::ranges::find(names, text);
    return at == names.end() ? std::nullopt : std::optional(static_cast<Enum>(at - names.begin()));
}

} // namespace

std::string_view name(ExplainedKind kind)
{
    return kindNames[std::to_underlying(kind)];
}

std::string_view name(ShareKind kind)
{
    return shareNames[std::to_underlying(kind)];
}

std::optional<ExplainedKind> explainedKindFrom(std::string_view text)
{
    return find<ExplainedKind>(kindNames, text);
}

std::optional<ShareKind> shareKindFrom(std::string_view text)
{
    return find<ShareKind>(shareNames, text);
}

} // namespace tandem
