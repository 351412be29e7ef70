#include "pipeline/understand/ExplainedWords.h"

#include "pipeline/understand/WordAblation.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tandem {

namespace {

constexpr std::size_t mostFor = 6;
constexpr std::size_t mostAgainst = 4;
constexpr double worthShowing = 0.05; // of the strongest word's weight
constexpr std::size_t fewBuckets = 64; // only the words are wanted

std::string without(std::string_view text, const std::vector<text::Span>& places)
{
    std::string rest;
    std::size_t at = 0;
    for (const text::Span& place : places) {
        rest += text.substr(at, place.begin - at);
        at = place.end;
    }
    rest += text.substr(at);
    return rest;
}

} // namespace

double logOdds(double probability)
{
    const double bounded = std::clamp(probability, 1e-6, 1 - 1e-6);
    return std::log(bounded / (1 - bounded));
}

std::vector<ExplainedWord> strongestWords(std::vector<ExplainedWord> words, double least)
{
    std::ranges::stable_sort(words, [](const auto& a, const auto& b) { return std::abs(a.weight) > std::abs(b.weight); });
    const double floor = words.empty() ? 0 : std::max(least, worthShowing * std::abs(words.front().weight));
    std::vector<ExplainedWord> result;
    std::array<std::size_t, 2> room{mostAgainst, mostFor};
    for (ExplainedWord& word : words) {
        if (std::abs(word.weight) < floor)
            break;
        if (std::size_t& left = room[word.weight > 0 ? 1 : 0]; left > 0) {
            --left;
            result.push_back(std::move(word));
        }
    }
    return result;
}

std::vector<ExplainedWord> wordsByAsking(
    std::string_view text, std::size_t most, const std::function<double(std::string_view)>& score)
{
    const double whole = logOdds(score(text));
    const WordAblation ablation(text, fewBuckets);
    std::vector<ExplainedWord> words;
    for (const WordAblation::Word& word : ablation.words()) {
        if (words.size() == most)
            break;
        const double left = score(without(text, word.places));
        const text::Span place = word.places.front();
        words.push_back({std::string(place.of(text)), place, whole - logOdds(left), left});
    }
    return words;
}

} // namespace tandem
