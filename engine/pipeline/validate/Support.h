#pragma once

namespace tandem {

// How far evidence carries a sentence without hard facts, polarity or exchanged words speaking against it.
struct SupportFeatures {
    double coverage = 0; // by the window's words
    double single = 0; // by the best sentence alone
    double meaning = 0; // best cosine to a sentence of the evidence; 0 without a model
    bool foreign = false; // the evidence is in another language: words say nothing
};

// 0…1; from 0.5 on the sentence counts as supported. Fitted on public data, see tests/bench/EvaluateGrounding.cpp.
double supportScore(const SupportFeatures& features);

} // namespace tandem
