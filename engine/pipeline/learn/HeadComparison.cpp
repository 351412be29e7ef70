#include "pipeline/learn/HeadComparison.h"

#include "pipeline/learn/LinearHead.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <unordered_map>

namespace tandem {

namespace {

constexpr int rounds = 1000; // of the bootstrap

// What the examples of one event gain together.
struct EventGain {
    double gain = 0; // weighted
    double weight = 0;
};

std::vector<double> probabilitiesOf(const Said& said, double temperature)
{
    std::vector<double> values = said.logits;
    for (double& each : values)
        each /= temperature;
    softmax(values);
    return values;
}

double lossOf(const Said& said, double temperature)
{
    return -std::log(std::max(probabilitiesOf(said, temperature)[said.label], 1e-12));
}

// Of the weighted mean, below which it lies with a probability of 1 in 20 (by drawing events anew).
double lowOf(const std::vector<EventGain>& events)
{
    std::mt19937 random(17);
    std::vector<double> means;
    for (int round = 0; round < rounds; ++round) {
        EventGain sum;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const EventGain& drawn = events[random() % events.size()];
            sum.gain += drawn.gain;
            sum.weight += drawn.weight;
        }
        means.push_back(sum.gain / sum.weight);
    }
    std::ranges::sort(means);
    return means[rounds / 20];
}

} // namespace

std::size_t guessOf(const Said& said)
{
    return static_cast<std::size_t>(std::ranges::max_element(said.logits) - said.logits.begin());
}

double likeliestTemperature(const std::vector<Said>& all)
{
    double chosen = 1;
    if (std::ranges::none_of(all, &Said::isLearned))
        return chosen;
    double best = 1e300;
    for (double temperature = 0.2; temperature < 6; temperature *= 1.03) {
        double loss = 0;
        for (const Said& said : all)
            loss += said.isLearned ? said.weight * lossOf(said, temperature) : 0;
        if (loss < best) {
            best = loss;
            chosen = temperature;
        }
    }
    return chosen;
}

HeadFigures figuresOf(const std::vector<Said>& all, double temperature)
{
    if (all.empty())
        return {};
    const std::size_t classes = all.front().logits.size();
    std::vector<double> both(classes);
    std::vector<double> either(classes);
    std::vector<bool> isLearned(classes);
    double total = 0;
    HeadFigures figures;
    for (const Said& said : all) {
        const std::size_t guess = guessOf(said);
        both[said.label] += guess == said.label ? said.weight : 0;
        either[said.label] += said.weight;
        either[guess] += said.weight;
        isLearned[said.label] = said.isLearned;
        total += said.weight;
        figures.accuracy += guess == said.label ? said.weight : 0;
        figures.logLoss += said.weight * lossOf(said, temperature);
    }
    figures.accuracy /= total;
    figures.logLoss /= total;
    double judged = 0;
    for (std::size_t c = 0; c < classes; ++c) {
        judged += isLearned[c] ? 1 : 0;
        figures.macroF1 += isLearned[c] ? 2 * both[c] / either[c] : 0;
    }
    figures.macroF1 /= std::max(1.0, judged);
    return figures;
}

HeadComparison::HeadComparison(const std::vector<Said>& before, const std::vector<Said>& after, double temperature)
    : known(figuresOf(before, 1))
    , learned(figuresOf(after, temperature))
    , gain(known.logLoss - learned.logLoss)
{
    std::vector<EventGain> events; // in the order of their first examples
    std::unordered_map<std::uint64_t, std::size_t> places;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto [place, isNew] = places.try_emplace(after[i].event, events.size());
        if (isNew)
            events.emplace_back();
        EventGain& event = events[place->second];
        event.gain += after[i].weight * (lossOf(before[i], 1) - lossOf(after[i], temperature));
        event.weight += after[i].weight;
    }
    gainLow = events.empty() ? 0 : lowOf(events);
}

} // namespace tandem
