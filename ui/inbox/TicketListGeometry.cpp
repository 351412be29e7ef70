#include "ui/inbox/TicketListGeometry.h"

#include <algorithm>

namespace tandem::ui {

TicketListGeometry::TicketListGeometry(
    std::int64_t total, const std::array<std::int64_t, 3>& groups, int rowHeight, int headHeight)
    : m_total(total)
    , m_groups(groups)
    , m_rowHeight(std::max(1, rowHeight))
    , m_headHeight(headHeight)
{
}

int TicketListGeometry::headsAbove(std::int64_t row) const
{
    int heads = 0;
    std::int64_t begin = 0;
    for (const std::int64_t size : m_groups) {
        if (size > 0 && begin <= row)
            ++heads;
        begin += size;
    }
    return heads;
}

std::int64_t TicketListGeometry::height() const
{
    return m_total == 0 ? 0 : rowTop(m_total - 1) + m_rowHeight;
}

std::int64_t TicketListGeometry::rowTop(std::int64_t row) const
{
    return row * m_rowHeight + static_cast<std::int64_t>(headsAbove(row)) * m_headHeight;
}

std::int64_t TicketListGeometry::firstRowBelow(std::int64_t y) const
{
    // Without heads it would be y / rowHeight; heads push rows down, so it is that or a few before.
    std::int64_t row = std::clamp<std::int64_t>(y / m_rowHeight, 0, m_total);
    while (row > 0 && rowTop(row - 1) + m_rowHeight > y)
        --row;
    return row;
}

std::optional<std::int64_t> TicketListGeometry::rowAt(std::int64_t y) const
{
    const std::int64_t row = firstRowBelow(y);
    if (y < 0 || row >= m_total || y < rowTop(row))
        return std::nullopt;
    return row;
}

std::optional<std::int64_t> TicketListGeometry::headTop(std::size_t group) const
{
    if (m_groups[group] <= 0)
        return std::nullopt;
    std::int64_t begin = 0;
    for (std::size_t before = 0; before < group; ++before)
        begin += m_groups[before];
    return rowTop(begin) - m_headHeight;
}

} // namespace tandem::ui
