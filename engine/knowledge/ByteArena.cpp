#include "knowledge/ByteArena.h"

#include <algorithm>

namespace tandem {

std::size_t ByteArena::capacityOf(std::size_t size)
{
    std::size_t step = unit;
    if (size > 32)
        step = size > 128 ? 64 : 16;
    return std::max<std::size_t>((size + step - 1) / step * step, unit);
}

std::uint32_t ByteArena::allocate(std::size_t size)
{
    const std::size_t capacity = capacityOf(size);
    if (std::vector<std::uint32_t>& free = m_free[capacity / unit]; !free.empty()) {
        const std::uint32_t place = free.back();
        free.pop_back();
        return place;
    }
    if (m_used + capacity > pageSize) {
        m_pages.push_back(std::make_unique<std::uint8_t[]>(pageSize + readable));
        m_used = 0;
    }
    const std::size_t place = (m_pages.size() - 1) * unitsAPage + m_used / unit;
    m_used += capacity;
    return static_cast<std::uint32_t>(place);
}

void ByteArena::release(std::uint32_t place, std::size_t size)
{
    m_free[capacityOf(size) / unit].push_back(place);
}

} // namespace tandem
