#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tandem {

// What one word adds to a passage's score, for one average length. Frequencies and lengths are weighted by field and counted in
// halves, of which every field's weight is a multiple, so that they are whole numbers.
class Bm25 {
public:
    static constexpr double saturation = 1.2; // k1
    static constexpr double lengthShare = 0.75; // b
    static constexpr double most = saturation + 1; // that any passage can get

    explicit Bm25(double averageLength)
        : m_averageLength(std::max(averageLength, 1.0))
        , m_perLength(2 * saturation * lengthShare / m_averageLength)
    {
    }
    [[nodiscard]] double averageLength() const { return m_averageLength; }

    // 0 for a removed passage, whose length is infinite.
    template <typename Number>
    [[nodiscard]] Number contribution(std::uint32_t frequency, float length) const
    {
        const auto count = static_cast<Number>(static_cast<std::int32_t>(frequency)); // unsigned ones take several instructions
        return count * static_cast<Number>(most)
            / (count + static_cast<Number>(constant) + static_cast<Number>(m_perLength) * static_cast<Number>(length));
    }

    // `passages` of `all` hold the word.
    static double rarity(std::size_t passages, std::size_t all)
    {
        const auto with = static_cast<double>(passages);
        return std::log(1.0 + (static_cast<double>(all) - with + 0.5) / (with + 0.5));
    }

private:
    static constexpr double constant = 2 * saturation * (1 - lengthShare);
    double m_averageLength;
    double m_perLength;
};

} // namespace tandem
