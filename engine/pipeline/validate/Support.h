#pragma once

#include <cstddef>

namespace tandem {

// How far evidence carries a sentence when no fact, negation or exchanged word speaks against it.
struct SupportFeatures {
    double coverage = 0; // share of the sentence's words in the window
    double single = 0; // in its best sentence alone
    double known = 0; // anywhere in the evidence
    std::size_t words = 0; // content words of the sentence
    bool foreign = false; // the evidence is in another language: words say nothing
    double meaning = 0; // foreign only: best cosine to a sentence of the evidence; 0 without a model
};

// 0…1; from 0.5 on the sentence counts as supported.
double supportScore(const SupportFeatures& features);

} // namespace tandem
