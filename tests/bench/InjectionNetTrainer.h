#pragma once

#include "base/DotProduct.h"
#include "pipeline/understand/InjectionNet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

// Trains the network on vectors by steps of Adam over small batches. Each input is shaken a little every time it is seen, so that
// what is learned holds around a text and not for it alone. One thread, seeded: a second run on one machine gives the same
// weights. Programs of this folder only.
namespace tandem::bench {

struct NetExample {
    const std::vector<float>* vector = nullptr; // owned by whoever trains
    bool attack = false;
    double weight = 1;
};

struct NetTraining {
    int epochs = 15;
    double rate = 0.002; // falls to nothing over the epochs
    double decay = 0.1; // of the weights, a step's rate
    double noise = 0.8; // standard deviation, where the inputs' is 1
    std::size_t networks = 3; // whose log-odds are averaged
};

class InjectionNetTrainer {
public:
    static constexpr std::size_t units = 64; // of one network
    static constexpr std::size_t dimensions = InjectionNet::dimensions;

    InjectionNetTrainer(const std::vector<NetExample>& examples, const NetTraining& training)
        : m_examples(examples)
        , m_training(training)
    {
        standardise();
        fillNoise();
    }

    // All networks as one, with the scale of the inputs in its weights.
    InjectionNet train()
    {
        InjectionNet::Weights all;
        for (std::size_t i = 0; i < m_training.networks; ++i)
            append(trainedNetwork(static_cast<unsigned>(i) + 1), all);
        return InjectionNet(std::move(all));
    }

private:
    static constexpr std::size_t batch = 64;
    static constexpr std::size_t noises = 1U << 16U;
    // One flat point: hidden [unit][dimension], its bias, output [unit], its bias.
    static constexpr std::size_t hiddenBias = units * dimensions;
    static constexpr std::size_t output = hiddenBias + units;
    static constexpr std::size_t outputBias = output + units;
    static constexpr std::size_t size = outputBias + 1;
    using Input = std::array<float, dimensions>;

    void standardise()
    {
        std::vector<double> sum(dimensions);
        std::vector<double> squares(dimensions);
        for (const NetExample& each : m_examples) {
            for (std::size_t d = 0; d < dimensions; ++d) {
                const auto value = static_cast<double>((*each.vector)[d]);
                sum[d] += value;
                squares[d] += value * value;
            }
            m_meanWeight += each.weight / static_cast<double>(m_examples.size());
        }
        const auto count = static_cast<double>(m_examples.size());
        for (std::size_t d = 0; d < dimensions; ++d) {
            const double mean = sum[d] / count;
            m_mean[d] = static_cast<float>(mean);
            m_scale[d] = static_cast<float>(1 / std::sqrt(std::max(squares[d] / count - mean * mean, 1e-8)));
        }
    }

    static double uniform(std::mt19937& random) { return (static_cast<double>(random() >> 8U) + 0.5) / (1U << 24U); }

    // Normal values, taken from a random place on.
    void fillNoise()
    {
        std::mt19937 random(99);
        m_noise.resize(noises + dimensions);
        for (float& each : m_noise) {
            const double radius = std::sqrt(-2 * std::log(uniform(random)));
            each = static_cast<float>(m_training.noise * radius * std::cos(2 * std::numbers::pi * uniform(random)));
        }
    }

    static std::vector<float> startingPoint(std::mt19937& random)
    {
        std::vector<float> point(size);
        const auto fill = [&](std::size_t begin, std::size_t end, double bound) {
            for (std::size_t i = begin; i < end; ++i)
                point[i] = static_cast<float>((2 * uniform(random) - 1) * bound);
        };
        fill(0, hiddenBias, std::sqrt(6.0 / (dimensions + units)));
        fill(output, outputBias, std::sqrt(6.0 / (units + 1)));
        return point;
    }

    [[nodiscard]] Input inputOf(const NetExample& example, std::size_t noise) const
    {
        Input input;
        for (std::size_t d = 0; d < dimensions; ++d)
            input[d] = ((*example.vector)[d] - m_mean[d]) * m_scale[d] + m_noise[noise + d];
        return input;
    }

    void addGradient(
        const NetExample& example, const Input& input, const std::vector<float>& point, std::vector<float>& gradient) const
    {
        std::array<float, units> hidden;
        for (std::size_t u = 0; u < units; ++u)
            hidden[u]
                = std::max(0.0F, point[hiddenBias + u] + dotProduct(point.data() + u * dimensions, input.data(), dimensions));
        const auto logOdds = static_cast<double>(point[outputBias] + dotProduct(point.data() + output, hidden.data(), units));
        const double wrong = 1 / (1 + std::exp(-logOdds)) - (example.attack ? 1 : 0);
        const auto error = static_cast<float>(wrong * example.weight / m_meanWeight / batch);
        gradient[outputBias] += error;
        for (std::size_t u = 0; u < units; ++u) {
            if (hidden[u] <= 0)
                continue;
            gradient[output + u] += error * hidden[u];
            const float back = error * point[output + u];
            gradient[hiddenBias + u] += back;
            float* row = gradient.data() + u * dimensions;
            for (std::size_t d = 0; d < dimensions; ++d)
                row[d] += back * input[d];
        }
    }

    [[nodiscard]] std::vector<float> trainedNetwork(unsigned seed) const
    {
        std::mt19937 random(seed);
        std::vector<float> point = startingPoint(random);
        std::vector<float> gradient(size);
        std::vector<float> first(size);
        std::vector<float> second(size);
        std::vector<std::size_t> order(m_examples.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        const std::size_t steps = (order.size() + batch - 1) / batch * static_cast<std::size_t>(m_training.epochs);
        std::size_t step = 0;
        for (int epoch = 0; epoch < m_training.epochs; ++epoch) {
            for (std::size_t i = order.size(); i > 1; --i)
                std::swap(order[i - 1], order[random() % i]);
            for (std::size_t at = 0; at < order.size(); at += batch) {
                std::fill(gradient.begin(), gradient.end(), 0.0F);
                for (std::size_t i = at; i < std::min(order.size(), at + batch); ++i)
                    addGradient(m_examples[order[i]], inputOf(m_examples[order[i]], random() % noises), point, gradient);
                move(point, gradient, first, second, step++, steps);
            }
        }
        return point;
    }

    // Adam, with the decay apart from the gradient.
    void move(std::vector<float>& point, const std::vector<float>& gradient, std::vector<float>& first,
        std::vector<float>& second, std::size_t step, std::size_t steps) const
    {
        constexpr float memory = 0.9F;
        constexpr float longMemory = 0.999F;
        const double now = static_cast<double>(step) + 1;
        const double rate = m_training.rate * (1 - static_cast<double>(step) / static_cast<double>(steps));
        const auto scale = static_cast<float>(rate / (1 - std::pow(0.9, now)));
        const auto correction = static_cast<float>(1 / (1 - std::pow(0.999, now)));
        const auto kept = static_cast<float>(1 - rate * m_training.decay);
        for (std::size_t i = 0; i < point.size(); ++i) {
            first[i] = memory * first[i] + (1 - memory) * gradient[i];
            second[i] = longMemory * second[i] + (1 - longMemory) * gradient[i] * gradient[i];
            point[i] = kept * point[i] - scale * first[i] / (std::sqrt(second[i] * correction) + 1e-8F);
        }
    }

    void append(const std::vector<float>& trained, InjectionNet::Weights& all) const
    {
        const auto share = 1.0F / static_cast<float>(m_training.networks);
        for (std::size_t u = 0; u < units; ++u) {
            double bias = static_cast<double>(trained[hiddenBias + u]);
            for (std::size_t d = 0; d < dimensions; ++d) {
                const float weight = trained[u * dimensions + d] * m_scale[d];
                all.hidden.push_back(weight);
                bias -= static_cast<double>(weight) * static_cast<double>(m_mean[d]);
            }
            all.hiddenBias.push_back(static_cast<float>(bias));
            all.output.push_back(share * trained[output + u]);
        }
        all.outputBias += share * trained[outputBias];
    }

    const std::vector<NetExample>& m_examples;
    NetTraining m_training;
    std::array<float, dimensions> m_mean{};
    std::array<float, dimensions> m_scale{};
    std::vector<float> m_noise;
    double m_meanWeight = 0;
};

} // namespace tandem::bench
