#include "ui/library/WordMatches.h"

#include "model/ContentWords.h"

#include <algorithm>
#include <string>

namespace tandem::ui {

namespace {

constexpr std::size_t longBeginning = 5; // code points

bool isIdentifier(const ContentWord& word)
{
    return word.shape == WordShape::Identifier || word.shape == WordShape::Number;
}

// "abbonamento", "abbonamenti"; not "contract", "contradict".
bool shareBeginning(std::string_view left, std::string_view right)
{
    const std::vector<char32_t> first = text::codePoints(left);
    const std::vector<char32_t> second = text::codePoints(right);
    const auto differ = std::ranges::mismatch(first, second);
    const auto shared = static_cast<std::size_t>(differ.in1 - first.begin());
    return shared >= longBeginning && 4 * shared > 3 * std::max(first.size(), second.size());
}

bool isAsked(const ContentWord& word, const std::vector<ContentWord>& asked)
{
    return std::ranges::any_of(asked, [&](const ContentWord& one) {
        return one.stem == word.stem || (!isIdentifier(one) && !isIdentifier(word) && shareBeginning(one.stem, word.stem));
    });
}

} // namespace

std::vector<Stretch> wordMatches(std::string_view text, std::string_view query)
{
    const std::vector<ContentWord> asked = contentWords(query);
    std::vector<text::Span> found;
    for (const ContentWord& word : contentWords(text)) {
        if (!isAsked(word, asked))
            continue;
        // Pairs of ideographs overlap.
        if (!found.empty() && word.span.begin <= found.back().end)
            found.back().end = std::max(found.back().end, word.span.end);
        else
            found.push_back(word.span);
    }
    const auto length = [&](std::size_t begin, std::size_t end) {
        return static_cast<int>(QString::fromUtf8(text.data() + begin, static_cast<qsizetype>(end - begin)).size());
    };
    std::vector<Stretch> stretches;
    std::size_t bytes = 0;
    int place = 0;
    for (const text::Span& span : found) {
        place += length(bytes, span.begin);
        const int size = length(span.begin, span.end);
        stretches.push_back({place, size});
        place += size;
        bytes = span.end;
    }
    return stretches;
}

} // namespace tandem::ui
