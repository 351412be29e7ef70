#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace tandem::ui {

// Where rows and group heads of a list stand, in px from its top. A group without rows has no head; without groups there are no
// heads at all.
class TicketListGeometry {
public:
    TicketListGeometry() = default;
    TicketListGeometry(std::int64_t total, const std::array<std::int64_t, 3>& groups, int rowHeight, int headHeight);

    [[nodiscard]] std::int64_t height() const;
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] std::int64_t rowTop(std::int64_t row) const;
    [[nodiscard]] std::optional<std::int64_t> rowAt(std::int64_t y) const;
    // The first row whose foot lies below `y`; the number of rows when there is none.
    [[nodiscard]] std::int64_t firstRowBelow(std::int64_t y) const;
    // Top of the head of `group`; nothing when it has none.
    [[nodiscard]] std::optional<std::int64_t> headTop(std::size_t group) const;
    [[nodiscard]] std::int64_t groupSize(std::size_t group) const { return m_groups[group]; }

private:
    [[nodiscard]] int headsAbove(std::int64_t row) const;

    std::int64_t m_total = 0;
    std::array<std::int64_t, 3> m_groups{};
    int m_rowHeight = 1;
    int m_headHeight = 0;
};

} // namespace tandem::ui
