#pragma once

#include "base/Error.h"
#include "model/Knowledge.h"
#include "services/embedding/Embedder.h"
#include "services/store/Store.h"

#include <cstddef>
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

// Cuts documents into passages and embeds passages and sentences. Thread-safe when the embedder is.
class PassageBuilder {
public:
    // `embedder` may be null; it outlives the object.
    PassageBuilder(Embedder* embedder, std::size_t mostSentences);

    // What a prepared document carries: the model's id, with a mark when passages keep their tokens; "" without a model.
    [[nodiscard]] std::string embeddedBy() const;
    // All documents' texts go to the embedder together, which likes many at once. A document without text has no passages.
    [[nodiscard]] Result<std::vector<PreparedDocument>> prepare(std::vector<Document> documents, std::stop_token stop) const;

private:
    [[nodiscard]] Status embedPassages(std::vector<PreparedDocument>& prepared, const std::stop_token& stop) const;
    [[nodiscard]] Status embedSentences(std::vector<PreparedDocument>& prepared, const std::stop_token& stop) const;

    Embedder* m_embedder;
    std::size_t m_mostSentences;
};

} // namespace tandem
