#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

// The two small models of train_retrieval: which of a question's candidates is right, and whether any is. Newton's method, no
// chance.
namespace tandem::bench {

inline constexpr std::size_t allFolds = std::numeric_limits<std::size_t>::max(); // leaves none out

using Vector = std::vector<double>;

inline double dot(const Vector& left, const Vector& right)
{
    return std::inner_product(left.begin(), left.end(), right.begin(), 0.0);
}

// Solves a symmetric positive system by elimination.
inline Vector solved(std::vector<Vector> matrix, Vector right)
{
    const std::size_t n = right.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = i + 1; k < n; ++k) {
            const double factor = matrix[k][i] / matrix[i][i];
            for (std::size_t j = i; j < n; ++j)
                matrix[k][j] -= factor * matrix[i][j];
            right[k] -= factor * right[i];
        }
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t j = i + 1; j < n; ++j)
            right[i] -= matrix[i][j] * right[j];
        right[i] /= matrix[i][i];
    }
    return right;
}

// Newton's method; `add` adds one example's gradient and curvature for the weights and says how many examples it stands for.
template <typename Example, typename Add>
Vector fitted(const std::vector<const Example*>& examples, std::size_t width, double ridge, const Add& add)
{
    Vector weights(width);
    for (int step = 0; step < 40; ++step) {
        Vector gradient(width);
        std::vector<Vector> curvature(width, Vector(width));
        for (const Example* example : examples)
            add(*example, weights, gradient, curvature);
        const auto n = static_cast<double>(examples.size());
        for (std::size_t i = 0; i < width; ++i) {
            gradient[i] = gradient[i] / n + ridge * weights[i];
            for (std::size_t j = 0; j < width; ++j)
                curvature[i][j] = curvature[i][j] / n + (i == j ? ridge + 1e-9 : 0);
        }
        const Vector move = solved(curvature, gradient);
        for (std::size_t i = 0; i < width; ++i)
            weights[i] -= std::clamp(move[i], -2.0, 2.0);
    }
    return weights;
}

// One question's candidates; the right ones against the others, by softmax.
struct Choice {
    std::vector<Vector> features;
    std::vector<bool> right;
    std::size_t fold = 0;
};

inline void addChoice(const Choice& choice, const Vector& weights, Vector& gradient, std::vector<Vector>& curvature)
{
    const std::size_t width = weights.size();
    Vector shares;
    double all = 0;
    double right = 0;
    for (std::size_t i = 0; i < choice.features.size(); ++i) {
        shares.push_back(std::exp(std::clamp(dot(weights, choice.features[i]), -30.0, 30.0)));
        all += shares.back();
        right += choice.right[i] ? shares.back() : 0;
    }
    Vector mean(width);
    for (std::size_t i = 0; i < choice.features.size(); ++i) {
        const double share = shares[i] / all;
        const double wanted = choice.right[i] ? shares[i] / right : 0;
        for (std::size_t j = 0; j < width; ++j) {
            mean[j] += share * choice.features[i][j];
            gradient[j] += (share - wanted) * choice.features[i][j];
            for (std::size_t k = 0; k < width; ++k)
                curvature[j][k] += share * choice.features[i][j] * choice.features[i][k];
        }
    }
    for (std::size_t j = 0; j < width; ++j) {
        for (std::size_t k = 0; k < width; ++k)
            curvature[j][k] -= mean[j] * mean[k];
    }
}

// One search and whether an answer is behind its first three passages. The first feature is 1.
struct Verdict {
    Vector features;
    bool right = false;
    std::size_t fold = 0;
    double weight = 1;
};

inline void addVerdict(const Verdict& verdict, const Vector& weights, Vector& gradient, std::vector<Vector>& curvature)
{
    const double share = 1 / (1 + std::exp(-dot(weights, verdict.features)));
    for (std::size_t j = 0; j < weights.size(); ++j) {
        gradient[j] += verdict.weight * (share - (verdict.right ? 1 : 0)) * verdict.features[j];
        for (std::size_t k = 0; k < weights.size(); ++k)
            curvature[j][k] += verdict.weight * share * (1 - share) * verdict.features[j] * verdict.features[k];
    }
}

template <typename Example>
std::vector<const Example*> outside(const std::vector<Example>& examples, std::size_t fold)
{
    std::vector<const Example*> result;
    for (const Example& example : examples) {
        if (example.fold != fold)
            result.push_back(&example);
    }
    return result;
}

inline constexpr double verdictRidge = 1e-3;

// Logistic regression. Features lie on scales from hundredths to tens: they are brought to one, and the weights back again.
inline Vector fittedVerdicts(const std::vector<const Verdict*>& verdicts)
{
    const std::size_t width = verdicts.front()->features.size();
    Vector mean(width);
    Vector deviation(width, 1.0);
    const auto n = static_cast<double>(verdicts.size());
    for (std::size_t i = 1; i < width; ++i) {
        for (const Verdict* verdict : verdicts)
            mean[i] += verdict->features[i] / n;
        double squares = 0;
        for (const Verdict* verdict : verdicts)
            squares += (verdict->features[i] - mean[i]) * (verdict->features[i] - mean[i]) / n;
        deviation[i] = squares > 1e-12 ? std::sqrt(squares) : 1.0;
    }
    std::vector<Verdict> scaled;
    for (const Verdict* verdict : verdicts) {
        scaled.push_back(*verdict);
        for (std::size_t i = 1; i < width; ++i)
            scaled.back().features[i] = (verdict->features[i] - mean[i]) / deviation[i];
    }
    Vector weights = fitted(outside(scaled, allFolds), width, verdictRidge, addVerdict);
    for (std::size_t i = 1; i < width; ++i) {
        weights[i] /= deviation[i];
        weights[0] -= weights[i] * mean[i];
    }
    return weights;
}

} // namespace tandem::bench
