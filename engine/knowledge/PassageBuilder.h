#pragma once

#include "base/Error.h"
#include "knowledge/Cohesion.h"
#include "model/Knowledge.h"
#include "services/embedding/Embedder.h"
#include "services/store/Store.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

struct PreparedDocument {
    Document document; // content hash set
    std::string modelId; // as PassageBuilder::embeddedBy() has it
    std::vector<StoredPassage> passages;
};

// Of everything about a document that is indexed or decides about its validity, and of how it is cut. 32 hex digits.
std::string contentHashOf(const Document& document);

// Cuts documents into passages and embeds passages and sentences; an embedder that tells tokens gets no passage that is longer
// than it reads. Thread-safe when the embedder is.
class PassageBuilder {
public:
    // `embedder` may be null; it outlives the object. A document with more sentences than `mostSentences` gets no vectors of
    // them, and a section with more is cut by its words.
    PassageBuilder(Embedder* embedder, std::size_t mostSentences);

    // What a prepared document carries: the model's id, with a mark when passages keep their tokens; "" without a model.
    [[nodiscard]] std::string embeddedBy() const;
    // All documents' texts go to the embedder together, which likes many at once. A document without text has no passages.
    [[nodiscard]] Result<std::vector<PreparedDocument>> prepare(std::vector<Document> documents, std::stop_token stop) const;

private:
    // `density`: how much shorter than usual, 0 = as usual; the higher, the shorter.
    [[nodiscard]] Status cut(PreparedDocument& document, std::size_t density, const std::stop_token& stop) const;
    // For passagesOf(). Sets `embedded`, which outlives it, when sentences could not be embedded.
    [[nodiscard]] CohesionOf cohesion(Status& embedded, const std::stop_token& stop) const;
    // By document, whether it has a passage that is longer than the model reads: of such the end is not in the vectors.
    [[nodiscard]] Result<std::vector<bool>> embedPassages(
        std::span<PreparedDocument> prepared, std::size_t density, const std::stop_token& stop) const;
    [[nodiscard]] Status embedSentences(std::vector<PreparedDocument>& prepared, const std::stop_token& stop) const;

    Embedder* m_embedder;
    std::size_t m_mostSentences;
};

} // namespace tandem
