#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace tandem {

// A text identifier that cannot be confused with another kind's: a TicketId is not a CustomerId.
template <typename Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string value)
        : m_value(std::move(value))
    {
    }

    [[nodiscard]] const std::string& value() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string m_value;
};

} // namespace tandem

template <typename Tag>
struct std::hash<tandem::Id<Tag>> {
    std::size_t operator()(const tandem::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value()); }
};
