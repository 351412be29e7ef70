#include "services/vectors/VectorCodes.h"

#include <algorithm>
#include <cmath>

namespace tandem {
namespace {

struct Rounding {
    float step = 0;
    float error = 0; // length of what was lost
    float length = 0;
};

// A vector of zeros has the step 0, and every estimate with it is 0.
Rounding rounded(std::span<const float> vector, std::int8_t* code)
{
    float largest = 0;
    for (const float number : vector)
        largest = std::max(largest, std::abs(number));
    const float step = largest / 127;
    const float perStep = std::isfinite(127 / largest) ? 127 / largest : 0;
    double lost = 0;
    double squares = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
        const float steps = std::clamp(std::nearbyint(vector[i] * perStep), -127.0F, 127.0F);
        code[i] = static_cast<std::int8_t>(steps);
        const double error = static_cast<double>(vector[i]) - static_cast<double>(steps) * static_cast<double>(step);
        lost += error * error;
        squares += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
    }
    return {step, static_cast<float>(std::sqrt(lost)), static_cast<float>(std::sqrt(squares))};
}

} // namespace

VectorCodes::VectorCodes(int dimension)
    : m_dimension(static_cast<std::size_t>(dimension))
    , m_product(fastestCodeProduct())
    , m_rows(m_dimension + sizeof(float))
{
}

void VectorCodes::append(std::span<const float> vector)
{
    std::byte* row = m_rows.append();
    const Rounding rounding = rounded(vector, reinterpret_cast<std::int8_t*>(row));
    std::memcpy(row + m_dimension, &rounding.step, sizeof rounding.step);
    m_worstError = std::max(m_worstError, rounding.error);
    m_longest = std::max(m_longest, rounding.length);
}

void VectorCodes::appendFrom(const VectorCodes& other, std::uint32_t row)
{
    appendBytes(other.bytes(row));
    m_worstError = std::max(m_worstError, other.m_worstError);
    m_longest = std::max(m_longest, other.m_longest);
}

std::string_view VectorCodes::bytes(std::uint32_t row) const
{
    return {reinterpret_cast<const char*>(m_rows.at(row)), rowBytes()};
}

void VectorCodes::appendBytes(std::string_view row)
{
    std::memcpy(m_rows.append(), row.data(), rowBytes());
}

void VectorCodes::restoreBounds(float worstError, float longest)
{
    m_worstError = worstError;
    m_longest = longest;
}

VectorCodes::Query VectorCodes::query(std::span<const float> vector) const
{
    Query query;
    query.code.resize(m_dimension);
    const Rounding rounding = rounded(vector, query.code.data());
    query.step = rounding.step;
    // q·v − q'·v' = q·(v − v') + (q − q')·v', and v' is at most as long as v and its error together.
    query.error = rounding.length * m_worstError + rounding.error * (m_longest + m_worstError);
    // Sums of floats are a little off themselves.
    query.error += 1e-5F * rounding.length * m_longest;
    return query;
}

VectorCodes::Query VectorCodes::rowAsQuery(std::uint32_t row) const
{
    const std::int8_t* code = at(row);
    return {std::vector<std::int8_t>(code, code + m_dimension), step(code), 0};
}

} // namespace tandem
