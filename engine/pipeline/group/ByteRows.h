#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tandem {

// Unit vectors at a byte a component, one after another: a quarter of the memory that a scan has to read. The cosine of two is
// right to about 0.002. Not thread-safe.
class ByteRows {
public:
    // Of vectors of `dimension` components.
    explicit ByteRows(std::size_t dimension);

    [[nodiscard]] std::size_t size() const { return m_scales.size(); }
    [[nodiscard]] std::size_t dimension() const { return m_dimension; }
    // `vector` has `dimension` components, or none: then it is like no other.
    void append(std::span<const float> vector);
    // The last row takes the place of `row`.
    void remove(std::size_t row);
    // Cosines with every row, in their order.
    void similarities(std::span<const float> query, std::vector<float>& out) const;

private:
    std::size_t m_dimension;
    std::size_t m_stride; // bytes of a row
    std::vector<std::int8_t> m_bytes;
    std::vector<float> m_scales; // 0: a row without a vector
};

namespace detail {
using ByteDot = std::int32_t (*)(const std::int16_t* query, const std::int8_t* row, std::size_t count);
// For any processor, and what this one is fastest with; `count` is a multiple of 32. Apart so that a test can compare them.
std::int32_t byteDotPortable(const std::int16_t* query, const std::int8_t* row, std::size_t count);
ByteDot fastestByteDot();
} // namespace detail

} // namespace tandem
