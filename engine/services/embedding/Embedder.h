#pragma once

#include "base/Error.h"
#include "base/Text.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A unit-length vector (L2 norm 1), so that the dot product is the cosine.
using Embedding = std::vector<float>;

// e5 is trained with these two prefixes; the embedder adds them.
enum class TextRole : std::uint8_t { Query, Passage };

// A text's vector and those of parts of it.
struct TextVectors {
    Embedding whole;
    std::vector<Embedding> parts;
};

// A text's vector and those of its tokens: pieces of words, as the model reads them, without what it puts around a text.
struct TokenVectors {
    Embedding whole;
    std::vector<float> rarity; // by token: minus the logarithm of how often it stands in texts. Empty: the model tells no tokens
    std::vector<float> rows; // by token dimension() numbers of unit length: what it says where it stands
};

// Turns text into vectors. Thread-safe; calls from many threads share one pool of workers.
class Embedder {
public:
    Embedder() = default;
    Embedder(const Embedder&) = delete;
    Embedder& operator=(const Embedder&) = delete;
    virtual ~Embedder() = default;

    // Names weights and pooling: "multilingual-e5-small-q4_0@<first 12 hex of the file's SHA-256>". An index refuses vectors of
    // another id.
    [[nodiscard]] virtual const std::string& modelId() const = 0;
    [[nodiscard]] virtual int dimension() const = 0;
    // One vector a text, in order. Text past the model's 512 tokens is cut. Empty text is InvalidArgument; a requested stop is
    // Cancelled. Blocks the caller until all are done.
    virtual Result<std::vector<Embedding>> embed(const std::vector<std::string>& texts, TextRole role, std::stop_token stop) = 0;
    // The whole text's vector, as embed() gives it, and one for each part (bytes of the text, not empty): what it says where it
    // stands. A part past the model's 512 tokens has an empty vector. This one embeds each part as a text of its own.
    virtual Result<TextVectors> embedWithParts(
        const std::string& text, std::span<const text::Span> parts, TextRole role, std::stop_token stop);
    // The same as embed() with each text's tokens. This one knows no tokens.
    virtual Result<std::vector<TokenVectors>> embedTokens(
        const std::vector<std::string>& texts, TextRole role, std::stop_token stop);
    // Whether embedTokens() tells tokens.
    [[nodiscard]] virtual bool tellsTokens() const { return false; }
};

} // namespace tandem
