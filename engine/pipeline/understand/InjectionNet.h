#pragma once

#include "base/Error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

namespace tandem {

// The judge of what a text's vector says: one layer of hidden units between vector and judgement, because what steers an
// assistant lies in no half-space of what texts mean. Immutable and thread-safe.
class InjectionNet {
public:
    static constexpr std::size_t dimensions = 384;

    struct Weights {
        std::vector<float> hidden; // [unit][dimension]
        std::vector<float> hiddenBias; // [unit]
        std::vector<float> output; // [unit]
        float outputBias = 0;
    };

    // Judges nothing.
    InjectionNet() = default;
    explicit InjectionNet(Weights weights)
        : m_weights(std::move(weights))
    {
    }
    // models/injection.net. Missing, damaged or unfit is an error that names it.
    static Result<InjectionNet> load(const std::filesystem::path& models);
    // `dataHash`: of everything it was trained on.
    [[nodiscard]] Status save(const std::filesystem::path& models, std::uint64_t dataHash) const;

    // The probability of a steering text; 0 for a vector of another size than `dimensions`.
    [[nodiscard]] double attack(std::span<const float> vector) const;

private:
    Weights m_weights;
};

} // namespace tandem
