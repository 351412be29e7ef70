#include "services/vectors/PassageRows.h"

#include "base/Bytes.h"
#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>

namespace tandem {
namespace {

constexpr std::size_t mostRows = std::numeric_limits<std::uint32_t>::max() / 4;

std::unexpected<Error> damaged(const char* why)
{
    return failure(ErrorCode::Corrupt, std::string("the list of passages ") + why);
}

} // namespace

std::string_view PassageRows::passage(std::uint32_t row) const
{
    const std::uint32_t begin = row == 0 ? 0 : m_ends[row - 1];
    return std::string_view(m_text).substr(begin, m_ends[row] - begin);
}

std::size_t PassageRows::startOf(std::string_view passage) const
{
    return text::hash64(passage) & (m_table.size() - 1);
}

std::optional<std::uint32_t> PassageRows::find(std::string_view wanted) const
{
    if (m_table.empty())
        return std::nullopt;
    for (std::size_t at = startOf(wanted); m_table[at] != 0; at = (at + 1) & (m_table.size() - 1)) {
        const std::uint32_t row = m_table[at] - 1;
        if (!removed(row) && passage(row) == wanted)
            return row;
    }
    return std::nullopt;
}

void PassageRows::enter(std::uint32_t row)
{
    std::size_t at = startOf(passage(row));
    while (m_table[at] != 0)
        at = (at + 1) & (m_table.size() - 1);
    m_table[at] = row + 1;
    ++m_entered;
}

// Leaves it between a third and two thirds full.
void PassageRows::growTable()
{
    m_table.assign(std::bit_ceil(std::max<std::size_t>(16, m_size * 3 / 2)), 0);
    m_entered = 0;
    for (std::uint32_t row = 0; row < rows(); ++row) {
        if (!removed(row))
            enter(row);
    }
}

Result<std::uint32_t> PassageRows::append(std::string_view passage)
{
    if (rows() >= mostRows || m_text.size() + passage.size() > std::numeric_limits<std::uint32_t>::max())
        return failure(ErrorCode::TooLarge, "the vector index is full; split the knowledge into several workspaces");
    const auto row = static_cast<std::uint32_t>(rows());
    m_text.append(passage);
    m_ends.push_back(static_cast<std::uint32_t>(m_text.size()));
    m_removed.push_back(0);
    ++m_size;
    if ((m_entered + 1) * 5 > m_table.size() * 4)
        growTable();
    else
        enter(row);
    return row;
}

void PassageRows::remove(std::uint32_t row)
{
    if (removed(row))
        return;
    m_removed[row] = 1;
    --m_size;
}

std::string PassageRows::serialized() const
{
    ByteWriter writer;
    writer.text(m_text);
    writer.values(std::span<const std::uint32_t>(m_ends));
    writer.values(std::span<const std::uint8_t>(m_removed));
    return writer.written();
}

Result<PassageRows> PassageRows::restored(std::string_view bytes)
{
    ByteReader reader(bytes);
    PassageRows result;
    result.m_text = reader.text();
    result.m_ends = reader.values<std::uint32_t>();
    result.m_removed = reader.values<std::uint8_t>();
    if (!reader.good() || !reader.atEnd() || result.m_ends.size() != result.m_removed.size() || result.rows() > mostRows)
        return damaged("is cut short");
    if (!std::ranges::is_sorted(result.m_ends) || (result.rows() == 0 ? 0 : result.m_ends.back()) != result.m_text.size())
        return damaged("does not fit its text");
    result.m_size = static_cast<std::size_t>(std::ranges::count(result.m_removed, 0));
    result.m_table.assign(std::bit_ceil(std::max<std::size_t>(16, result.m_size * 3 / 2)), 0);
    for (std::uint32_t row = 0; row < result.rows(); ++row) {
        if (result.removed(row))
            continue;
        if (result.passage(row).empty() || result.find(result.passage(row)))
            return damaged("holds a passage twice");
        result.enter(row);
    }
    return result;
}

} // namespace tandem
