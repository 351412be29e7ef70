#pragma once

#include "base/Text.h"
#include "services/embedding/Embedder.h"

#include <atomic>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

namespace tandem {

// Stands in for the model where a test is not about meaning: counts hashed character triples, so that texts that share words are
// near one another. Not a model of language.
class HashedEmbedder final : public Embedder {
public:
    enum class TokenKind : std::uint8_t { Untold, Words };
    explicit HashedEmbedder(std::string modelId = "hashed-triples-1", TokenKind tokens = TokenKind::Untold)
        : m_modelId(std::move(modelId))
        , m_tokens(tokens)
    {
    }

    [[nodiscard]] const std::string& modelId() const override { return m_modelId; }
    [[nodiscard]] int dimension() const override { return 256; }
    [[nodiscard]] int embedded() const { return m_embedded; } // texts
    [[nodiscard]] int calls() const { return m_calls; } // in which they were
    // Is called, once, on the thread that embeds a text with `word` in it, before it is embedded.
    void when(std::string word, std::function<void()> happens)
    {
        m_word = std::move(word);
        m_happens = std::move(happens);
    }
    void failTokens() { m_failing = true; }
    void failAt(std::string word) { m_failingWord = std::move(word); } // in a text

    Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "stopped");
        ++m_calls;
        std::vector<Embedding> result;
        for (const std::string& text : texts) {
            if (text.empty())
                return failure(ErrorCode::InvalidArgument, "empty text");
            if (!m_failingWord.empty() && text::fold(text).find(m_failingWord) != std::string::npos)
                return failure(ErrorCode::Unavailable, "the model is busy");
            if (m_happens && text.find(m_word) != std::string::npos)
                std::exchange(m_happens, {})();
            result.push_back(vectorOf(text::fold(text)));
            ++m_embedded;
        }
        return result;
    }

    [[nodiscard]] bool tellsTokens() const override { return m_tokens == TokenKind::Words; }
    Result<std::vector<TokenVectors>> embedTokens(
        const std::vector<std::string>& texts, TextRole role, std::stop_token stop) override
    {
        if (m_failing.exchange(false))
            return failure(ErrorCode::Unavailable, "the model is busy");
        std::vector<TokenVectors> result = TRY(Embedder::embedTokens(texts, role, std::move(stop)));
        for (std::size_t i = 0; i < texts.size() && tellsTokens(); ++i) {
            const std::string folded = text::fold(texts[i]);
            for (const text::Span& word : text::words(folded)) {
                const Embedding row = vectorOf(std::string(word.of(folded)) + "  ");
                result[i].rows.insert(result[i].rows.end(), row.begin(), row.end());
                result[i].rarity.push_back(static_cast<float>(4 + word.of(folded).size()));
            }
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
    TokenKind m_tokens;
    std::atomic<int> m_embedded = 0;
    std::atomic<int> m_calls = 0;
    std::atomic<bool> m_failing = false;
    std::string m_word;
    std::string m_failingWord;
    std::function<void()> m_happens;
};

} // namespace tandem
