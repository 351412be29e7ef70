#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace tandem {

// A hash table of numbers whose keys lie elsewhere: five to eleven bytes an entry. Not thread-safe.
class IndexTable {
public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    // `is(number)`: whether the key looked for is this number's. none when there is none.
    template <typename Is>
    [[nodiscard]] std::uint32_t find(std::size_t hash, const Is& is) const
    {
        if (m_cells.empty())
            return none;
        for (std::size_t cell = mixed(hash) & (m_cells.size() - 1);; cell = (cell + 1) & (m_cells.size() - 1)) {
            if (m_cells[cell] == none || is(m_cells[cell]))
                return m_cells[cell];
        }
    }
    // The key must not be there. `hashOf(number)` gives the hash of each that is; nullopt drops it.
    template <typename HashOf>
    void add(std::size_t hash, std::uint32_t number, const HashOf& hashOf)
    {
        if ((m_size + 1) * 4 > m_cells.size() * 3)
            grow(hashOf);
        place(hash, number);
        ++m_size;
    }
    [[nodiscard]] std::size_t bytes() const { return m_cells.capacity() * sizeof(std::uint32_t); }

private:
    // std::hash may leave the low bits alike.
    static std::size_t mixed(std::size_t hash) { return (hash * 0x9E3779B97F4A7C15ULL) >> 20U; }
    void place(std::size_t hash, std::uint32_t number)
    {
        std::size_t cell = mixed(hash) & (m_cells.size() - 1);
        while (m_cells[cell] != none)
            cell = (cell + 1) & (m_cells.size() - 1);
        m_cells[cell] = number;
    }
    template <typename HashOf>
    void grow(const HashOf& hashOf)
    {
        std::vector<std::uint32_t> old(m_cells.empty() ? 64 : m_cells.size() * 2, none);
        old.swap(m_cells);
        m_size = 0;
        for (const std::uint32_t number : old) {
            if (number == none)
                continue;
            if (const std::optional<std::size_t> hash = hashOf(number)) {
                place(*hash, number);
                ++m_size;
            }
        }
    }

    std::vector<std::uint32_t> m_cells; // a power of two
    std::size_t m_size = 0;
};

} // namespace tandem
