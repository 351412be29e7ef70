#pragma once

#include "base/Error.h"
#include "services/embedding/Embedder.h"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace tandem {

// What a ticket is compared by: a vector, or its words where there is no model; neither when it says nothing.
struct Fingerprint {
    std::vector<float> vector; // unit length
    std::vector<std::uint32_t> words; // hashes of what its words mean, ascending, each once
};

// How likely it is that two tickets tell of the same. Cosines of e5 vectors lie between .75 and 1 whatever the texts say, because
// all vectors share a few directions: that it is a message to a help desk, its language, its length. These directions are
// taken out (they are the strongest of the project's own messages), and what is left is calibrated on pairs of messages.
// Immutable and thread-safe.
struct SimilarityModel {
    std::uint64_t dataHash = 0; // of everything it was made from
    std::vector<float> mean;
    std::vector<std::vector<float>> directions; // orthonormal
    // Log odds: bias + cosine · similarity. Words in common say nothing more once the vectors were looked at: people tell of the
    // same in different words and languages. Without vectors of the two: wordsBias + wordsOverlap · shared words.
    double bias = 0;
    double cosine = 0;
    double wordsBias = 0;
    double wordsOverlap = 0;

    // NotFound without the file; Corrupt when it is damaged or of another version.
    static Result<SimilarityModel> load(const std::filesystem::path& file);
    [[nodiscard]] Status save(const std::filesystem::path& file) const;

    // `vector`: the e5 query embedding, or empty. Of another length than the model's is as good as none. `text`: what was
    // embedded.
    [[nodiscard]] Fingerprint fingerprint(const Embedding& vector, std::string_view text) const;
    // `similarity`: the cosine of two fingerprints' vectors.
    [[nodiscard]] double probability(double similarity) const;
    [[nodiscard]] double similarityFor(double probability) const; // the other way round
    [[nodiscard]] double probabilityByWords(double shared) const; // of sharedWords
};

// The share of all their words that two tickets have in common, 0…1; 0 when one has more than twice as many.
double sharedWords(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right);

} // namespace tandem
