#pragma once

#include <cstddef>

namespace tandem {

inline constexpr double bytesPerToken = 3.5;

// Tokens that a text takes, about: its bytes by 3.5, which is near the mark for the twelve languages' UTF-8 and errs on the safe
// side for English (4 to 4.5 bytes a token). For what must fit a model, and for the books where a provider did not say.
constexpr int estimatedTokens(std::size_t bytes)
{
    return static_cast<int>(static_cast<double>(bytes) / bytesPerToken + 0.999);
}

} // namespace tandem
