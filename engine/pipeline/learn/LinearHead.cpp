#include "pipeline/learn/LinearHead.h"

#include "pipeline/learn/HeadAlgebra.h"
#include "pipeline/learn/Lbfgs.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tandem {

namespace {

// Where each part of the parameters stands in one flat point: bias, vector weights, word weights.
struct Layout {
    HeadShape shape;
    [[nodiscard]] std::size_t vectorStart() const { return shape.classes; }
    [[nodiscard]] std::size_t wordStart() const { return shape.classes * (1 + shape.dimensions); }
    [[nodiscard]] std::size_t size() const { return shape.classes * (1 + shape.dimensions + shape.buckets); }
};

bool takesVector(const HeadShape& shape, std::span<const float> vector)
{
    return shape.dimensions > 0 && vector.size() == shape.dimensions;
}

void addGradient(
    const Layout& layout, const HeadExample& example, const std::vector<double>& errors, std::vector<double>& gradient)
{
    for (std::size_t c = 0; c < errors.size(); ++c)
        gradient[c] += errors[c];
    if (takesVector(layout.shape, example.vector))
        addVectorGradient(example.vector, errors, gradient.data() + layout.vectorStart());
    if (layout.shape.buckets > 0)
        addWordGradient(example.words, errors, gradient.data() + layout.wordStart());
}

double addPenalty(
    const Layout& layout, const HeadTraining& training, const std::vector<double>& point, std::vector<double>& gradient)
{
    double penalty = 0;
    for (std::size_t i = layout.vectorStart(); i < point.size(); ++i) {
        const double strength = i < layout.wordStart() ? training.vectorPenalty : training.wordPenalty;
        penalty += 0.5 * strength * point[i] * point[i];
        gradient[i] += strength * point[i];
    }
    return penalty;
}

} // namespace

float roundedToHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) & 0xFFFF0000U);
}

void softmax(std::vector<double>& logits)
{
    const double highest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (double& each : logits) {
        each = std::exp(each - highest);
        sum += each;
    }
    for (double& each : logits)
        each /= sum;
}

LinearHead LinearHead::train(std::span<const HeadExample> examples, const HeadShape& shape, const HeadTraining& training)
{
    const Layout layout{shape};
    double total = 0;
    for (const HeadExample& each : examples)
        total += each.weight;
    const Objective objective = [&](const std::vector<double>& point, std::vector<double>& gradient) {
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double loss = 0;
        std::vector<double> values(shape.classes);
        for (const HeadExample& example : examples) {
            std::copy_n(point.begin(), shape.classes, values.begin());
            if (takesVector(shape, example.vector))
                addVector(point.data() + layout.vectorStart(), example.vector, values);
            if (shape.buckets > 0)
                addWords(point.data() + layout.wordStart(), example.words, values);
            softmax(values);
            const double share = example.weight / total;
            loss -= share * std::log(std::max(values[example.label], 1e-300));
            values[example.label] -= 1;
            for (double& each : values)
                each *= share;
            addGradient(layout, example, values, gradient);
        }
        return loss + addPenalty(layout, training, point, gradient);
    };
    const std::vector<double> best = minimise(objective, std::vector<double>(layout.size()), training.iterations);
    LinearHead head;
    head.m_shape = shape;
    const auto part = [&](std::size_t first, std::size_t last) {
        std::vector<float> values(last - first);
        for (std::size_t i = first; i < last; ++i)
            values[i - first] = static_cast<float>(best[i]);
        return values;
    };
    head.m_bias = part(0, layout.vectorStart());
    head.m_vectorWeights = part(layout.vectorStart(), layout.wordStart());
    head.m_wordWeights = part(layout.wordStart(), layout.size());
    // Stored as 16 bits; rounding now makes a trained head and a loaded one the same.
    for (float& each : head.m_wordWeights)
        each = roundedToHalf(each);
    return head;
}

std::vector<double> LinearHead::logits(const WordFeatures& words, std::span<const float> vector) const
{
    std::vector<double> result(m_bias.begin(), m_bias.end());
    if (takesVector(m_shape, vector))
        addVector(m_vectorWeights.data(), vector, result);
    if (m_shape.buckets > 0)
        addWords(m_wordWeights.data(), words, result);
    return result;
}

std::vector<double> LinearHead::probabilities(const WordFeatures& words, std::span<const float> vector) const
{
    std::vector<double> result = logits(words, vector);
    for (double& each : result)
        each /= static_cast<double>(m_temperature);
    softmax(result);
    return result;
}

void LinearHead::calibrate(std::span<const HeadExample> heldBack)
{
    std::vector<std::vector<double>> all;
    all.reserve(heldBack.size());
    for (const HeadExample& each : heldBack)
        all.push_back(logits(each.words, each.vector));
    double best = 1e300;
    for (double temperature = 0.2; temperature < 6; temperature *= 1.05) {
        double loss = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::vector<double> values = all[i];
            for (double& each : values)
                each /= temperature;
            softmax(values);
            loss -= heldBack[i].weight * std::log(std::max(values[heldBack[i].label], 1e-300));
        }
        if (loss < best) {
            best = loss;
            m_temperature = static_cast<float>(temperature);
        }
    }
}

} // namespace tandem
