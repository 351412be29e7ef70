// The public names of the desk's own enums.
#include "desk/Feed.h"
#include "desk/Inbox.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr auto viewNames
    = std::to_array<std::string_view>({"mine", "unassigned", "all_open", "approvals", "escalated", "resolved", "all"});
constexpr auto orderNames = std::to_array<std::string_view>({"due", "waiting", "newest"});
constexpr auto changeNames = std::to_array<std::string_view>({"ticket", "approval", "knowledge"});
static_assert(viewNames.size() == inboxViewCount);

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text)
{
    const auto found = std::ranges::find(names, text);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

} // namespace

std::string_view name(InboxView view)
{
    return viewNames.at(std::to_underlying(view));
}

std::optional<InboxView> inboxViewFrom(std::string_view text)
{
    return find<InboxView>(viewNames, text);
}

std::string_view name(InboxOrder order)
{
    return orderNames.at(std::to_underlying(order));
}

std::optional<InboxOrder> inboxOrderFrom(std::string_view text)
{
    return find<InboxOrder>(orderNames, text);
}

std::string_view name(ChangeKind kind)
{
    return changeNames.at(std::to_underlying(kind));
}

std::optional<ChangeKind> changeKindFrom(std::string_view text)
{
    return find<ChangeKind>(changeNames, text);
}

} // namespace tandem
