#pragma once

#include "base/Error.h"
#include "model/Explanation.h"
#include "services/embedding/Embedder.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tandem {

// Messages that the classifiers learned from, chosen to cover their categories and languages, to be shown beside a judgement.
// Immutable after load and thread-safe.
class ExampleShelf {
public:
    static constexpr std::size_t dimensions = 384;
    static constexpr std::size_t longestText = 160; // characters of an example

    // For making one. `vectors`: the texts' query embeddings; `examples` give text and labels. Deterministic.
    static ExampleShelf of(std::vector<NearExample> examples, const std::vector<Embedding>& vectors);

    // A missing or damaged file is an error that names it.
    static Result<ExampleShelf> load(const std::filesystem::path& file);
    // Written beside the target and renamed into place.
    [[nodiscard]] Status save(const std::filesystem::path& file) const;

    [[nodiscard]] std::size_t size() const { return m_examples.size(); }
    // Text and labels of each.
    [[nodiscard]] const std::vector<NearExample>& examples() const { return m_examples; }
    // The query embedding of one, nearly: of unit length, as one is.
    [[nodiscard]] Embedding vector(std::size_t example) const;
    // The `count` examples nearest to a text by its query embedding, nearest first, with the cosine of what sets texts apart:
    // what those in one language share is taken out, so that one in another language can be the nearest; of two that are about as
    // near the one in the text's language is taken. None without an embedding of the right size.
    [[nodiscard]] std::vector<NearExample> nearest(const Embedding& vector, Language language, std::size_t count) const;

private:
    [[nodiscard]] std::string bytes() const;
    static bool read(std::string_view bytes, ExampleShelf& shelf);

    std::vector<NearExample> m_examples; // similarity 0
    std::vector<std::vector<float>> m_means; // by Language; of all examples where there is none in it
    std::vector<std::int8_t> m_rows; // centred vectors of unit length, times 127 over their largest part
    std::vector<float> m_scales; // of each row, back to unit length
};

} // namespace tandem
