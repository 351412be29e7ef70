#include "services/embedding/Encoder.h"

#include <cmath>

namespace tandem {

Result<Embedding> unitLength(Embedding vector)
{
    double squares = 0;
    for (const auto value : vector)
        squares += static_cast<double>(value) * static_cast<double>(value);
    if (!std::isfinite(squares) || squares <= 0)
        return failure(ErrorCode::Internal, "the embedding model gave a vector without a length");
    const auto scale = static_cast<float>(1.0 / std::sqrt(squares));
    for (auto& value : vector)
        value *= scale;
    return vector;
}

Result<std::vector<Embedding>> Encoder::encodeParts(const Tokens& sequence, std::span<const TokenRange> ranges)
{
    std::vector<Tokens> sequences{sequence};
    for (const TokenRange& range : ranges) {
        Tokens part{sequence.front()};
        part.insert(part.end(), sequence.begin() + static_cast<std::ptrdiff_t>(range.begin),
            sequence.begin() + static_cast<std::ptrdiff_t>(range.end));
        part.push_back(sequence.back());
        sequences.push_back(std::move(part));
    }
    return encode(sequences);
}

Result<std::vector<Embedding>> Encoder::encodeTokens(std::span<const Tokens>)
{
    return failure(ErrorCode::Unavailable, "the embedding model gives no vectors of single tokens");
}

std::vector<float> EncoderModel::rarity(std::span<const std::int32_t>) const
{
    return {};
}

} // namespace tandem
