#pragma once

#include "base/Error.h"
#include "services/vectors/CheckedFile.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tandem {

// The vectors as they were given, for the few products that must be exact: in memory until they are saved, then read from the
// file as they are needed. Rows are appended and never change. Not thread-safe;
// reading may run together.
class ExactVectors {
public:
    // A part of a saved file: rows of floats. Shared by all that read it.
    struct Saved {
        std::shared_ptr<const CheckedFile> file; // null: there is none
        std::size_t part = 0;
        std::size_t rows = 0;
    };

    explicit ExactVectors(int dimension);
    ExactVectors(int dimension, Saved saved);

    void append(std::span<const float> vector);
    [[nodiscard]] std::size_t rows() const { return m_slots.size(); }
    [[nodiscard]] std::size_t rowBytes() const { return m_dimension * sizeof(float); }
    // The exact product of a row and a vector. Io or Corrupt when the file can no longer be read.
    [[nodiscard]] Result<float> product(const float* vector, std::uint32_t row) const;
    // `into` holds one vector.
    Status read(std::uint32_t row, std::span<float> into) const;
    // These rows in this order. What is stored is shared, unless most of what is in memory would be kept for nothing.
    [[nodiscard]] ExactVectors selected(std::span<const std::uint32_t> rows) const;
    // From now on the first rows are read from this file, which holds them in the same order; their memory is released.
    Status adopt(Saved saved);
    // Places for vectors that memory is kept for.
    [[nodiscard]] std::size_t rowsInMemory() const { return m_blocks.size() * blockRows; }

private:
    static constexpr std::size_t blockRows = 1024;
    using Block = std::shared_ptr<float[]>;

    [[nodiscard]] const float* inMemory(std::uint32_t row) const; // null when it is in the file

    std::size_t m_dimension;
    std::vector<std::uint32_t> m_slots; // by row: in the file, and past its rows in the blocks
    Saved m_saved;
    std::vector<Block> m_blocks;
    std::size_t m_used = 0; // places in the blocks
};

} // namespace tandem
