#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tandem {

// Rows of equally many bytes, reached in any order. They are appended and never move: growing copies nothing, so it never takes
// long. Not thread-safe; reading may run together.
class RowBlocks {
public:
    explicit RowBlocks(std::size_t rowBytes)
        : m_rowBytes(rowBytes)
    {
    }

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t rowBytes() const { return m_rowBytes; }
    [[nodiscard]] const std::byte* at(std::size_t row) const
    {
        return m_blocks[row >> blockShift].get() + (row & blockMask) * m_rowBytes;
    }
    [[nodiscard]] std::byte* at(std::size_t row) { return m_blocks[row >> blockShift].get() + (row & blockMask) * m_rowBytes; }
    // The new row, to be filled.
    std::byte* append();
    // Brings a row near the processor before it is asked for.
    void prefetch(std::size_t row) const
    {
        const std::byte* bytes = at(row);
        for (std::size_t i = 0; i < m_rowBytes; i += 64)
            __builtin_prefetch(bytes + i);
    }

private:
    static constexpr std::size_t blockShift = 14; // 16,384 rows
    static constexpr std::size_t blockMask = (std::size_t{1} << blockShift) - 1;
    struct Release {
        void operator()(std::byte* block) const;
    };

    std::size_t m_rowBytes;
    std::size_t m_rows = 0;
    std::vector<std::unique_ptr<std::byte, Release>> m_blocks;
};

} // namespace tandem
