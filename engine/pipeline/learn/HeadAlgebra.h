#pragma once

#include "pipeline/learn/TextFeatures.h"

#include <cstddef>
#include <span>
#include <vector>

// The sums that training, adapting and judging share. Weights stand by input, then by class.
namespace tandem {

template <typename Number>
void addVector(const Number* weights, std::span<const float> vector, std::vector<double>& logits)
{
    for (std::size_t d = 0; d < vector.size(); ++d, weights += logits.size())
        for (std::size_t c = 0; c < logits.size(); ++c)
            logits[c] += static_cast<double>(vector[d]) * weights[c];
}

template <typename Number>
void addWords(const Number* weights, const WordFeatures& words, std::vector<double>& logits)
{
    for (const WordFeature& word : words) {
        const Number* row = weights + word.bucket * logits.size();
        for (std::size_t c = 0; c < logits.size(); ++c)
            logits[c] += static_cast<double>(word.value) * row[c];
    }
}

// What each weight of the vector adds to the loss, given each class's error.
inline void addVectorGradient(std::span<const float> vector, const std::vector<double>& errors, double* slot)
{
    for (std::size_t d = 0; d < vector.size(); ++d, slot += errors.size())
        for (std::size_t c = 0; c < errors.size(); ++c)
            slot[c] += static_cast<double>(vector[d]) * errors[c];
}

// The same of the words' weights; `rows` is where bucket 0's stand.
inline void addWordGradient(const WordFeatures& words, const std::vector<double>& errors, double* rows)
{
    for (const WordFeature& word : words) {
        double* row = rows + word.bucket * errors.size();
        for (std::size_t c = 0; c < errors.size(); ++c)
            row[c] += static_cast<double>(word.value) * errors[c];
    }
}

} // namespace tandem
