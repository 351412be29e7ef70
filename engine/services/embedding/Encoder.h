#pragma once

#include "services/embedding/Embedder.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace tandem {

using Tokens = std::vector<std::int32_t>;

// Some of a sequence's tokens. Not empty.
struct TokenRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The vector at length 1. Internal when it has no finite length above zero.
Result<Embedding> unitLength(Embedding vector);

// What one thread needs to run an EncoderModel. Not thread-safe; the model outlives it.
class Encoder {
public:
    Encoder() = default;
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    virtual ~Encoder() = default;

    // How many tokens one call should carry; a longer single sequence is fine.
    [[nodiscard]] virtual std::size_t tokenBudget() const = 0;
    // One unit-length vector a sequence, mean-pooled; the sequences do not see one another.
    virtual Result<std::vector<Embedding>> encode(std::span<const Tokens> sequences) = 0;
    // The vector of the whole sequence, then one a range: the mean over its tokens as they stand in the sequence. This one
    // encodes each range as a sequence of its own.
    virtual Result<std::vector<Embedding>> encodeParts(const Tokens& sequence, std::span<const TokenRange> ranges);
    // One row of numbers a sequence: its vector as encode() gives it, then that of each of its tokens as it stands there, all of
    // unit length. Unavailable when the model's EncoderModel::rarity() is empty.
    virtual Result<std::vector<Embedding>> encodeTokens(std::span<const Tokens> sequences);
    // Nothing has been asked for a while: gives back working memory.
    virtual void rest() = 0;
};

// An encoder's weights and tokenizer. Immutable and thread-safe once loaded.
class EncoderModel {
public:
    EncoderModel() = default;
    EncoderModel(const EncoderModel&) = delete;
    EncoderModel& operator=(const EncoderModel&) = delete;
    virtual ~EncoderModel() = default;

    [[nodiscard]] virtual int dimension() const = 0;
    // The text with e5's prefix as the model reads it, cut at its limit of 512 tokens. `text` may be any bytes.
    [[nodiscard]] virtual Result<Tokens> tokens(std::string_view text, TextRole role) const = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<Encoder>> encoder() const = 0;
    // By token: minus the logarithm of how often it stands in texts. Empty when the encoders give no vectors of tokens.
    [[nodiscard]] virtual std::vector<float> rarity(std::span<const std::int32_t> tokens) const;
    [[nodiscard]] virtual bool tellsTokens() const { return false; }
};

} // namespace tandem
