#include "services/embedding/Embedder.h"

#include <iterator>

namespace tandem {

Result<TextVectors> Embedder::embedWithParts(
    const std::string& text, std::span<const text::Span> parts, TextRole role, std::stop_token stop)
{
    std::vector<std::string> texts{text};
    for (const text::Span& part : parts)
        texts.emplace_back(part.of(text));
    std::vector<Embedding> vectors = TRY(embed(texts, role, std::move(stop)));
    return TextVectors{
        std::move(vectors.front()), {std::make_move_iterator(vectors.begin() + 1), std::make_move_iterator(vectors.end())}};
}

Result<std::vector<TokenVectors>> Embedder::embedTokens(
    const std::vector<std::string>& texts, TextRole role, std::stop_token stop)
{
    std::vector<TokenVectors> result;
    for (Embedding& vector : TRY(embed(texts, role, std::move(stop))))
        result.push_back({std::move(vector), {}, {}});
    return result;
}

} // namespace tandem
