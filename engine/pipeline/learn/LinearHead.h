#pragma once

#include "pipeline/learn/TextFeatures.h"

#include <span>
#include <vector>

namespace tandem {

struct HeadShape {
    std::size_t classes = 0;
    std::size_t buckets = 0; // 0: takes no words
    std::size_t dimensions = 0; // 0: takes no vector
};

// One text with its label, as a head learns it.
struct HeadExample {
    WordFeatures words;
    std::vector<float> vector;
    std::size_t label = 0;
    double weight = 1;
};

struct HeadTraining {
    double wordPenalty = 1e-5; // L2, against the mean loss
    double vectorPenalty = 1e-5;
    int iterations = 150;
};

// Multinomial logistic regression on hashed words and a dense vector. Immutable after training and thread-safe.
class LinearHead {
public:
    LinearHead() = default;
    // Deterministic on one machine: one thread, fixed order. Examples' parts that the shape does not take are ignored.
    static LinearHead train(std::span<const HeadExample> examples, const HeadShape& shape, const HeadTraining& training);

    // Calibrated: sums to 1. A vector of another size than the shape's counts as zeros.
    [[nodiscard]] std::vector<double> probabilities(const WordFeatures& words, std::span<const float> vector) const;
    [[nodiscard]] std::vector<double> logits(const WordFeatures& words, std::span<const float> vector) const;
    // Chooses the temperature that makes held-back examples likeliest.
    void calibrate(std::span<const HeadExample> heldBack);
    [[nodiscard]] double temperature() const { return static_cast<double>(m_temperature); }
    void setTemperature(double temperature) { m_temperature = static_cast<float>(temperature); }

    [[nodiscard]] const HeadShape& shape() const { return m_shape; }

private:
    friend class HeadFile;
    HeadShape m_shape;
    std::vector<float> m_bias; // [class]
    std::vector<float> m_vectorWeights; // [dimension][class]
    std::vector<float> m_wordWeights; // [bucket][class]
    float m_temperature = 1;
};

// To the nearest value with 8 significant bits, as files hold weights.
float roundedToHalf(float value);
// In place: exp and division by the sum, safe against overflow.
void softmax(std::vector<double>& logits);

} // namespace tandem
