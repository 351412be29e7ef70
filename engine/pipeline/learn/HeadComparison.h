#pragma once

#include "model/LearnedHead.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// How two heads compare on the same examples.
namespace tandem {

// What a head says of one example.
struct Said {
    std::size_t example = 0;
    std::uint64_t event = 0; // examples of one event are held back together
    std::size_t label = 0;
    bool isLearned = true; // its class has enough examples
    double weight = 1;
    std::vector<double> logits;
};

std::size_t guessOf(const Said& said);
HeadFigures figuresOf(const std::vector<Said>& all, double temperature);
// Under which those whose class is learned are likeliest; 1 without any.
double likeliestTemperature(const std::vector<Said>& all);

// Whether `after` is better than `before`: of the same examples, in the same order.
struct HeadComparison {
    HeadFigures known;
    HeadFigures learned;
    double gainLow = 0; // 95 % sure: the log loss is lower by at least this, should other events come
    double gain = 0;

    HeadComparison(const std::vector<Said>& before, const std::vector<Said>& after, double temperature);
};

} // namespace tandem
