#include "services/vectors/ExactVectors.h"

#include "base/DotProduct.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tandem {

ExactVectors::ExactVectors(int dimension)
    : m_dimension(static_cast<std::size_t>(dimension))
{
}

ExactVectors::ExactVectors(int dimension, Saved saved)
    : m_dimension(static_cast<std::size_t>(dimension))
    , m_slots(saved.rows)
    , m_saved(std::move(saved))
{
    std::iota(m_slots.begin(), m_slots.end(), 0U);
}

void ExactVectors::append(std::span<const float> vector)
{
    const std::size_t inBlock = m_used % blockRows;
    if (inBlock == 0)
        m_blocks.emplace_back(new float[blockRows * m_dimension]);
    std::ranges::copy(vector, m_blocks.back().get() + inBlock * m_dimension);
    m_slots.push_back(static_cast<std::uint32_t>(m_saved.rows + m_used));
    ++m_used;
}

const float* ExactVectors::inMemory(std::uint32_t row) const
{
    if (m_slots[row] < m_saved.rows)
        return nullptr;
    const std::size_t slot = m_slots[row] - m_saved.rows;
    return m_blocks[slot / blockRows].get() + slot % blockRows * m_dimension;
}

Status ExactVectors::read(std::uint32_t row, std::span<float> into) const
{
    if (const float* vector = inMemory(row)) {
        std::copy_n(vector, m_dimension, into.begin());
        return {};
    }
    return m_saved.file->readAt(m_saved.part, m_slots[row] * rowBytes(), {reinterpret_cast<char*>(into.data()), rowBytes()});
}

Result<float> ExactVectors::product(const float* vector, std::uint32_t row) const
{
    if (const float* stored = inMemory(row))
        return dotProduct(vector, stored, m_dimension);
    thread_local std::vector<float> buffer;
    buffer.resize(m_dimension);
    TRY(read(row, buffer));
    return dotProduct(vector, buffer.data(), m_dimension);
}

ExactVectors ExactVectors::selected(std::span<const std::uint32_t> rows) const
{
    const auto kept
        = static_cast<std::size_t>(std::ranges::count_if(rows, [this](std::uint32_t row) { return inMemory(row) != nullptr; }));
    const bool share = rowsInMemory() <= 2 * (kept + blockRows);
    ExactVectors result(static_cast<int>(m_dimension));
    result.m_saved = m_saved;
    if (share) {
        result.m_blocks = m_blocks;
        // This one goes on filling its last block; the other's own rows begin in a block of their own.
        result.m_used = rowsInMemory();
    }
    for (const std::uint32_t row : rows) {
        const float* vector = share ? nullptr : inMemory(row);
        if (vector != nullptr)
            result.append({vector, m_dimension});
        else
            result.m_slots.push_back(m_slots[row]);
    }
    return result;
}

Status ExactVectors::adopt(Saved saved)
{
    if (saved.rows > rows())
        return failure(ErrorCode::Internal, "a saved file holds more vectors than the index");
    ExactVectors all(static_cast<int>(m_dimension), std::move(saved));
    std::vector<float> vector(m_dimension);
    for (auto row = static_cast<std::uint32_t>(all.rows()); row < rows(); ++row) {
        TRY(read(row, vector));
        all.append(vector);
    }
    *this = std::move(all);
    return {};
}

} // namespace tandem
