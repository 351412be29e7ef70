#pragma once

#include "services/embedding/Embedder.h"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace tandem {

class EmbeddingCache;
class EmbeddingQueue;
class EncoderModel;

// Embeds on this machine's processor: one model shared by a few workers of one thread each.
// Calls share the workers in turn, so a ticket's single text does not wait behind an import of thousands.
class LocalEmbedder final : public Embedder {
public:
    struct Settings {
        std::filesystem::path modelFile; // GGUF, architecture bert
        unsigned workers = 0; // 0: one a processor
        std::size_t cacheEntries = 10'000; // 0: no cache; 1.7 KB each
        int dimension = 384; // a model of another dimension is refused; 0: any
    };

    // Unavailable when the build has no llama.cpp; NotFound without the file; Corrupt, naming file and reason, when the model
    // is damaged or of another kind. Takes 0.1 to 0.3 s. The threads it starts end with the object, which must outlive all calls.
    static Result<std::unique_ptr<Embedder>> create(const Settings& settings);
    ~LocalEmbedder() override;

    [[nodiscard]] const std::string& modelId() const override { return m_modelId; }
    [[nodiscard]] int dimension() const override { return m_dimension; }
    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override;
    // One pass over the text for all.
    Result<TextVectors> embedWithParts(
        const std::string& text, std::span<const text::Span> parts, TextRole role, std::stop_token stop) override;

    // Longer than embed() by what it takes to copy the tokens. Not cached.
    Result<std::vector<TokenVectors>> embedTokens(
        const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override;
    [[nodiscard]] bool tellsTokens() const override;

private:
    LocalEmbedder(std::string modelId, std::shared_ptr<const EncoderModel> model, std::unique_ptr<EmbeddingQueue> queue,
        std::size_t cacheEntries);

    const std::string m_modelId;
    const int m_dimension;
    const std::shared_ptr<const EncoderModel> m_model;
    const std::unique_ptr<EmbeddingCache> m_cache;
    const std::unique_ptr<EmbeddingQueue> m_queue;
};

} // namespace tandem
