#pragma once

#include "pipeline/learn/TextFeatures.h"

#include <cstdint>
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

// How firmly what is learned stays by what was known: the precision of a normal prior around each parameter of the known head,
// against the sum of the examples' losses, so that many examples outweigh it and few do not.
struct HeadPrior {
    double trust = 1; // what the known head says is believed this much: its calibrated logits are multiplied by it first
    double words = 0.1;
    double vector = 0.1;
    double bias = 0.1;
    int iterations = 100;
    // Classes that stay as they are, believed in full: only how the others differ is learned, and examples of them are left out.
    // By class; empty = none.
    std::vector<bool> untouched = {};
    double gain = 0; // of all others on the untouched, added to their logits
};

// Multinomial logistic regression on hashed words and a dense vector. Immutable after training and thread-safe.
class LinearHead {
public:
    LinearHead() = default;
    // Deterministic on one machine: one thread, fixed order. Examples' parts that the shape does not take are ignored.
    static LinearHead train(std::span<const HeadExample> examples, const HeadShape& shape, const HeadTraining& training);
    // The likeliest head given the examples, around this one: without examples and with full trust it is this one. At temperature
    // 1. Deterministic as train() is.
    [[nodiscard]] LinearHead adapted(std::span<const HeadExample> examples, const HeadPrior& prior) const;

    // Calibrated: sums to 1. A vector of another size than the shape's counts as zeros.
    [[nodiscard]] std::vector<double> probabilities(const WordFeatures& words, std::span<const float> vector) const;
    [[nodiscard]] std::vector<double> logits(const WordFeatures& words, std::span<const float> vector) const;
    // Chooses the temperature that makes held-back examples likeliest.
    void calibrate(std::span<const HeadExample> heldBack);
    [[nodiscard]] double temperature() const { return static_cast<double>(m_temperature); }
    void setTemperature(double temperature) { m_temperature = static_cast<float>(temperature); }

    [[nodiscard]] const HeadShape& shape() const { return m_shape; }
    // What a word's bucket adds to each class's logit, a unit of its value; empty when the shape takes no words.
    [[nodiscard]] std::span<const float> wordWeights(std::uint32_t bucket) const
    {
        if (bucket >= m_shape.buckets)
            return {};
        return std::span(m_wordWeights).subspan(bucket * m_shape.classes, m_shape.classes);
    }

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
