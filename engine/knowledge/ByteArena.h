#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tandem {

// Many small pieces of bytes without a header each, addressed by 32 bits. A piece that is given back serves the next one of its
// size. Not thread-safe.
class ByteArena {
public:
    static constexpr std::size_t largestPiece = 1024;
    static constexpr std::size_t readable = 8; // bytes that may be read past the end of a piece

    // The bytes that a piece of `size` really has.
    static std::size_t capacityOf(std::size_t size);

    // `size` ≤ largestPiece.
    std::uint32_t allocate(std::size_t size);
    void release(std::uint32_t place, std::size_t size);
    [[nodiscard]] std::uint8_t* at(std::uint32_t place) { return m_pages[place / unitsAPage].get() + place % unitsAPage * unit; }
    [[nodiscard]] const std::uint8_t* at(std::uint32_t place) const
    {
        return m_pages[place / unitsAPage].get() + place % unitsAPage * unit;
    }
    [[nodiscard]] std::size_t bytes() const { return m_pages.size() * (pageSize + readable); }

private:
    static constexpr std::size_t unit = 4;
    static constexpr std::size_t pageSize = 65'536;
    static constexpr std::size_t unitsAPage = pageSize / unit;

    std::vector<std::unique_ptr<std::uint8_t[]>> m_pages;
    std::size_t m_used = pageSize; // of the newest page
    std::array<std::vector<std::uint32_t>, largestPiece / unit + 1> m_free; // by capacity
};

} // namespace tandem
