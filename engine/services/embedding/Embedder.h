#pragma once

#include "base/Error.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A unit-length vector (L2 norm 1), so that the dot product is the cosine.
using Embedding = std::vector<float>;

// e5 is trained with these two prefixes; the embedder adds them.
enum class TextRole : std::uint8_t { Query, Passage };

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
};

} // namespace tandem
