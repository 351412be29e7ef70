#pragma once

#include "services/embedding/Embedder.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Comparing a question with a passage token by token: each token of the question with the passage's token that is nearest to it.
// Pure functions; a passage's tokens are kept packed, at 4 bits a number.
namespace tandem::late {

// The tokens that count most, ready to be compared.
struct Question {
    std::size_t dimension = 0;
    std::vector<float> rows; // by token, of unit length
    std::vector<float> weights; // by token: the rarer, the more; their sum is 1
    [[nodiscard]] bool empty() const { return weights.empty(); }
};
Question questionOf(const TokenVectors& tokens);

// "" without tokens, or for an odd dimension.
std::string packed(const TokenVectors& tokens);

// By token of the question, in its order, the cosine of the passage's nearest one. Empty when one of them has no tokens, or the
// passage's are not of the question's dimension.
std::vector<float> nearest(const Question& question, std::string_view passage);

// The cosines that nearest() tells, weighted; nullopt for none.
std::optional<double> similarity(const Question& question, std::span<const float> nearest);
std::optional<double> similarity(const Question& question, std::string_view passage);

// How far they lie apart: their weighted standard deviation. It is large where a part of what is asked finds nothing.
double unevenness(const Question& question, std::span<const float> nearest);

} // namespace tandem::late
