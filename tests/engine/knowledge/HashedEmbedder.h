#pragma once

#include "base/Text.h"
#include "services/embedding/Embedder.h"

#include <atomic>
#include <cmath>
#include <string>

namespace tandem {

// Stands in for the model where a test is not about meaning: counts hashed character triples, so that texts that share words are
// near one another. Not a model of language.
class HashedEmbedder final : public Embedder {
public:
    explicit HashedEmbedder(std::string modelId = "hashed-triples-1")
        : m_modelId(std::move(modelId))
    {
    }

    [[nodiscard]] const std::string& modelId() const override { return m_modelId; }
    [[nodiscard]] int dimension() const override { return 256; }
    [[nodiscard]] int embedded() const { return m_embedded; }

    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "stopped");
        std::vector<Embedding> result;
        for (const std::string& text : texts) {
            if (text.empty())
                return failure(ErrorCode::InvalidArgument, "empty text");
            result.push_back(vectorOf(text::fold(text)));
            ++m_embedded;
        }
        return result;
    }

private:
    static Embedding vectorOf(const std::string& text)
    {
        Embedding vector(256, 0.01F);
        for (std::size_t i = 0; i + 3 <= text.size(); ++i)
            vector[text::hash64(std::string_view(text).substr(i, 3)) % 256] += 1;
        float squares = 0;
        for (const float value : vector)
            squares += value * value;
        for (float& value : vector)
            value /= std::sqrt(squares);
        return vector;
    }

    std::string m_modelId;
    std::atomic<int> m_embedded = 0;
};

} // namespace tandem
