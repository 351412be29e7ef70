#include "pipeline/learn/HeadAlgebra.h"
#include "pipeline/learn/Lbfgs.h"
#include "pipeline/learn/LinearHead.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tandem {

namespace {

constexpr double outOfTheQuestion = 1000; // less as a logit

// An example with its words numbered among those that occur in any, and what the known head says of it.
struct Known {
    std::span<const float> vector;
    WordFeatures words;
    std::vector<double> logits;
    std::size_t label = 0;
    double weight = 1;
};

std::vector<std::uint32_t> bucketsOf(std::span<const HeadExample> examples)
{
    std::vector<std::uint32_t> buckets;
    for (const HeadExample& each : examples)
        for (const WordFeature& word : each.words)
            buckets.push_back(word.bucket);
    std::ranges::sort(buckets);
    const auto repeated = std::ranges::unique(buckets);
    buckets.erase(repeated.begin(), repeated.end());
    return buckets;
}

WordFeatures numbered(const WordFeatures& words, const std::vector<std::uint32_t>& buckets)
{
    WordFeatures result;
    result.reserve(words.size());
    auto at = buckets.begin();
    for (const WordFeature& word : words) {
        at = std::lower_bound(at, buckets.end(), word.bucket);
        result.push_back({static_cast<std::uint32_t>(at - buckets.begin()), word.value});
    }
    return result;
}

// How far each parameter moves from the known head, in one flat point: bias, vector weights, weights of the words that occur.
class Moves {
public:
    Moves(const HeadShape& shape, HeadPrior prior, std::size_t words)
        : m_classes(shape.classes)
        , m_vectorStart(shape.classes)
        , m_wordStart(shape.classes * (1 + shape.dimensions))
        , m_size(shape.classes * (1 + shape.dimensions + words))
        , m_prior(std::move(prior))
    {
    }

    [[nodiscard]] bool isUntouched(std::size_t label) const
    {
        return label < m_prior.untouched.size() && m_prior.untouched[label];
    }
    [[nodiscard]] std::size_t vectorStart() const { return m_vectorStart; }
    [[nodiscard]] std::size_t wordStart() const { return m_wordStart; }
    [[nodiscard]] std::size_t size() const { return m_size; }

    void addTo(std::vector<double>& logits, const Known& example, const std::vector<double>& point) const
    {
        for (std::size_t c = 0; c < m_classes; ++c)
            logits[c] += point[c];
        addVector(point.data() + m_vectorStart, example.vector, logits);
        addWords(point.data() + m_wordStart, example.words, logits);
    }

    void addGradient(const Known& example, const std::vector<double>& errors, std::vector<double>& gradient) const
    {
        for (std::size_t c = 0; c < m_classes; ++c)
            gradient[c] += errors[c];
        addVectorGradient(example.vector, errors, gradient.data() + m_vectorStart);
        addWordGradient(example.words, errors, gradient.data() + m_wordStart);
    }

    // Begins the gradient with the prior's, and yields its loss.
    double penalty(const std::vector<double>& point, std::vector<double>& gradient) const
    {
        double loss = 0;
        for (std::size_t i = 0; i < point.size(); ++i) {
            const double precision = i < m_vectorStart ? m_prior.bias : i < m_wordStart ? m_prior.vector : m_prior.words;
            loss += 0.5 * precision * point[i] * point[i];
            gradient[i] = precision * point[i];
        }
        return loss;
    }

private:
    std::size_t m_classes;
    std::size_t m_vectorStart;
    std::size_t m_wordStart;
    std::size_t m_size;
    HeadPrior m_prior;
};

std::vector<double> bestMoves(const Moves& moves, const std::vector<Known>& examples, int iterations)
{
    const Objective objective = [&](const std::vector<double>& point, std::vector<double>& gradient) {
        double loss = moves.penalty(point, gradient);
        std::vector<double> values;
        for (const Known& example : examples) {
            values = example.logits;
            moves.addTo(values, example, point);
            softmax(values);
            loss -= example.weight * std::log(std::max(values[example.label], 1e-300));
            values[example.label] -= 1;
            for (std::size_t c = 0; c < values.size(); ++c)
                values[c] *= moves.isUntouched(c) ? 0 : example.weight;
            moves.addGradient(example, values, gradient);
        }
        return loss;
    };
    return minimise(objective, std::vector<double>(moves.size()), iterations);
}

} // namespace

LinearHead LinearHead::adapted(std::span<const HeadExample> examples, const HeadPrior& prior) const
{
    LinearHead head = *this;
    head.m_temperature = 1;
    const std::size_t classes = m_shape.classes;
    std::vector<float> scales(classes, static_cast<float>(prior.trust) / m_temperature);
    for (std::size_t c = 0; c < std::min(classes, prior.untouched.size()); ++c)
        scales[c] = prior.untouched[c] ? 1 / m_temperature : scales[c];
    for (std::vector<float>* part : {&head.m_bias, &head.m_vectorWeights, &head.m_wordWeights}) {
        for (std::size_t i = 0; i < part->size(); ++i)
            (*part)[i] *= scales[i % classes];
    }
    const std::vector<std::uint32_t> buckets = m_shape.buckets > 0 ? bucketsOf(examples) : std::vector<std::uint32_t>();
    const Moves moves(m_shape, prior, buckets.size());
    std::vector<Known> known;
    known.reserve(examples.size());
    for (const HeadExample& each : examples) {
        if (moves.isUntouched(each.label)) // it would push all others down for a class that is out of the question
            continue;
        Known& example = known.emplace_back();
        if (m_shape.dimensions > 0 && each.vector.size() == m_shape.dimensions)
            example.vector = each.vector;
        if (m_shape.buckets > 0)
            example.words = numbered(each.words, buckets);
        example.logits = head.logits(each.words, each.vector);
        for (std::size_t c = 0; c < prior.untouched.size(); ++c)
            example.logits[c] -= prior.untouched[c] ? outOfTheQuestion : 0;
        example.label = each.label;
        example.weight = each.weight;
    }
    const std::vector<double> best = bestMoves(moves, known, prior.iterations);
    for (std::size_t i = 0; i < moves.vectorStart(); ++i)
        head.m_bias[i] += static_cast<float>(best[i] + (moves.isUntouched(i) ? 0 : prior.gain));
    for (std::size_t i = moves.vectorStart(); i < moves.wordStart(); ++i)
        head.m_vectorWeights[i - moves.vectorStart()] += static_cast<float>(best[i]);
    for (std::size_t i = moves.wordStart(); i < moves.size(); ++i) {
        const std::size_t place = i - moves.wordStart();
        head.m_wordWeights[buckets[place / classes] * classes + place % classes] += static_cast<float>(best[i]);
    }
    // As train() does, so that a head and its file are the same.
    for (float& each : head.m_wordWeights)
        each = roundedToHalf(each);
    return head;
}

} // namespace tandem
