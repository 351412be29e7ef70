#pragma once

#include "services/vectors/CodeProduct.h"
#include "services/vectors/RowBlocks.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace tandem {

// Vectors as rows of bytes, a quarter of their floats: each number is a whole multiple, −127 to 127, of its row's step. What the
// rounding can do to a product is bounded, so that a search may leave out what cannot be among the best and score the rest
// exactly. Rows are appended and never change. Not thread-safe; reading may run together.
class VectorCodes {
public:
    explicit VectorCodes(int dimension);

    struct Query {
        std::vector<std::int8_t> code;
        float step = 0;
        float error = 0; // no estimate is further than this from the exact product
    };

    void append(std::span<const float> vector);
    [[nodiscard]] std::size_t rows() const { return m_rows.rows(); }
    [[nodiscard]] Query query(std::span<const float> vector) const;
    [[nodiscard]] Query rowAsQuery(std::uint32_t row) const;
    [[nodiscard]] float estimate(const Query& query, std::uint32_t row) const
    {
        const std::int8_t* code = at(row);
        return static_cast<float>(m_product(query.code.data(), code, m_dimension)) * query.step * step(code);
    }
    [[nodiscard]] float estimate(std::uint32_t left, std::uint32_t right) const
    {
        const std::int8_t* a = at(left);
        const std::int8_t* b = at(right);
        return static_cast<float>(m_product(a, b, m_dimension)) * step(a) * step(b);
    }
    void prefetch(std::uint32_t row) const { m_rows.prefetch(row); }
    void appendFrom(const VectorCodes& other, std::uint32_t row);

    // For files: rows of bytes, and the two numbers that bound the error.
    [[nodiscard]] std::size_t rowBytes() const { return m_rows.rowBytes(); }
    [[nodiscard]] std::string_view bytes(std::uint32_t row) const;
    void appendBytes(std::string_view row);
    [[nodiscard]] float worstError() const { return m_worstError; }
    [[nodiscard]] float longest() const { return m_longest; }
    void restoreBounds(float worstError, float longest);

private:
    [[nodiscard]] const std::int8_t* at(std::uint32_t row) const { return reinterpret_cast<const std::int8_t*>(m_rows.at(row)); }
    [[nodiscard]] float step(const std::int8_t* code) const
    {
        float value = 0;
        std::memcpy(&value, code + m_dimension, sizeof value);
        return value;
    }

    std::size_t m_dimension;
    CodeProduct m_product;
    RowBlocks m_rows; // the code and behind it the step
    float m_worstError = 0; // length of the largest rounding error of a row
    float m_longest = 0; // length of the longest vector
};

} // namespace tandem
