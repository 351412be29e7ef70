#include "knowledge/Cohesion.h"

#include "knowledge/Terms.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <unordered_map>

namespace tandem {
namespace {

// Sentences before and after a place. Chosen on the project's own articles (`./dev evaluate chunking`, part "a").
constexpr std::size_t window = 2;

// To 0…1 over the section: only which places are weaker than others matters.
void spread(std::vector<double>& values)
{
    if (values.size() < 2)
        return;
    const auto [least, most] = std::minmax_element(values.begin() + 1, values.end());
    const double low = *least;
    const double range = *most - low;
    for (double& value : values)
        value = range > 0 ? (value - low) / range : 0.5;
    values.front() = 0;
}

using Weights = std::unordered_map<std::string, double>;

double length(const Weights& weights)
{
    double sum = 0;
    for (const auto& [term, weight] : weights)
        sum += weight * weight;
    return std::sqrt(sum);
}

double cosine(const Weights& left, const Weights& right)
{
    double sum = 0;
    for (const auto& [term, weight] : left) {
        const auto other = right.find(term);
        sum += other == right.end() ? 0 : weight * other->second;
    }
    const double lengths = length(left) * length(right);
    return lengths > 0 ? sum / lengths : 0;
}

} // namespace

std::vector<double> wordCohesion(const std::vector<std::string_view>& sentences)
{
    std::vector<Weights> counts;
    Weights holding; // sentences that hold a term
    for (const std::string_view sentence : sentences) {
        Weights& count = counts.emplace_back();
        for (const Term& term : termsOf(sentence))
            ++count[term.text];
        for (const auto& [term, number] : count)
            ++holding[term];
    }
    for (Weights& count : counts) {
        for (auto& [term, weight] : count)
            weight *= std::log((static_cast<double>(sentences.size()) + 1) / holding[term]);
    }
    const auto around = [&](std::size_t from, std::size_t to) {
        Weights sum;
        for (std::size_t i = from; i < to; ++i) {
            for (const auto& [term, weight] : counts[i])
                sum[term] += weight;
        }
        return sum;
    };
    std::vector<double> cohesion(sentences.size());
    for (std::size_t i = 1; i < sentences.size(); ++i)
        cohesion[i] = cosine(around(i - std::min(i, window), i), around(i, std::min(i + window, sentences.size())));
    spread(cohesion);
    return cohesion;
}

std::vector<double> vectorCohesion(const std::vector<std::vector<float>>& vectors)
{
    const bool alike = std::ranges::all_of(
        vectors, [&](const std::vector<float>& each) { return !each.empty() && each.size() == vectors.front().size(); });
    if (!alike)
        return {};
    const auto around = [&](std::size_t from, std::size_t to) {
        std::vector<double> sum(vectors.front().size());
        for (std::size_t i = from; i < to; ++i)
            std::ranges::transform(sum, vectors[i], sum.begin(), std::plus());
        return sum;
    };
    const auto dot = [](const std::vector<double>& left, const std::vector<double>& right) {
        return std::inner_product(left.begin(), left.end(), right.begin(), 0.0);
    };
    std::vector<double> cohesion(vectors.size());
    for (std::size_t i = 1; i < vectors.size(); ++i) {
        const auto before = around(i - std::min(i, window), i);
        const auto after = around(i, std::min(i + window, vectors.size()));
        const double lengths = std::sqrt(dot(before, before) * dot(after, after));
        cohesion[i] = lengths > 0 ? dot(before, after) / lengths : 0;
    }
    spread(cohesion);
    return cohesion;
}

} // namespace tandem
