#pragma once

#include <cstddef>
#include <optional>

namespace tandem {

class ComparedArticle;

// Whether two articles say the same, in other words too. Pure functions.
namespace duplicate {

// What speaks for it and against it, each the same in both orders.
struct Features {
    double pairs = 0; // of their pairs of neighbouring words, the share that both have
    double contrast = 0; // how often, a sentence, each says a word that the other one never says: "PDF" here and "CSV" there
    std::optional<double> whole; // cosine of two articles of one passage each; nullopt for longer ones, and without vectors
};

// nullopt when one of them says too little to be compared.
std::optional<Features> featuresOf(const ComparedArticle& left, const ComparedArticle& right);
// 0…1.
double likeness(const Features& features);

inline constexpr double repeats = 0.6; // likeness from which an article is said to repeat another

} // namespace duplicate

} // namespace tandem
