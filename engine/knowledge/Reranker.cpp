#include "knowledge/Reranker.h"

#include "knowledge/Spread.h"

#include <numeric>

namespace tandem::rerank {
namespace {

// By train_retrieval: 1,122 questions of the project's own text whose answer is among the candidates; a right passage comes first
// for 74 %, by fusion alone for 63 % (five-fold cross-validation by family of documents).
constexpr Features weights{1.6606, 0.3318, 0.4078, 1.3710};

} // namespace

std::vector<Features> features(std::span<const Candidate> candidates)
{
    std::vector<double> fused;
    std::vector<double> words;
    std::vector<double> similarities;
    for (const Candidate& candidate : candidates) {
        fused.push_back(candidate.fused);
        words.push_back(candidate.halves.words);
        if (candidate.similarity)
            similarities.push_back(*candidate.similarity);
    }
    const Spread fusedSpread = spreadOf(fused);
    const Spread wordSpread = spreadOf(words);
    const Spread similaritySpread = spreadOf(similarities);
    std::vector<Features> result;
    result.reserve(candidates.size());
    for (const Candidate& candidate : candidates) {
        const bool isOther = candidate.halves.language == fusion::LanguageMatch::Other;
        result.push_back({candidate.similarity ? similaritySpread.standardised(*candidate.similarity)
                                               : fusedSpread.standardised(candidate.fused),
            isOther ? 0.0 : wordSpread.standardised(candidate.halves.words), candidate.halves.identifiers,
            candidate.isArticle ? 1.0 : 0.0});
    }
    return result;
}

std::vector<double> scores(std::span<const Candidate> candidates)
{
    std::vector<double> result;
    result.reserve(candidates.size());
    for (const Features& each : features(candidates))
        result.push_back(std::inner_product(each.begin(), each.end(), weights.begin(), 0.0));
    return result;
}

} // namespace tandem::rerank
