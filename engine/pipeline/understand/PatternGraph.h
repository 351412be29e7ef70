#pragma once

#include "pipeline/understand/Tokens.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem {

enum class WordMatch : std::uint8_t { Whole, Start, End, Inside };

// One word of a pattern.
struct PatternWord {
    std::string text; // folded
    WordMatch match = WordMatch::Whole;
    std::size_t gap = 0; // how many words may stand before it
};

// Finds many word patterns in one pass over a text. Words of one match lie in one sentence. The variants of a pattern share the
// nodes that go on alike, so that choices that multiply do not multiply its size. Filled with add(), then finish(); from then on
// immutable and thread-safe.
class PatternGraph {
public:
    // The variants of one pattern, each a sequence of words, none empty.
    void add(const std::vector<std::vector<PatternWord>>& variants, std::size_t pattern);
    void finish();

    // `literal`: bit i is set when word first + i is one of the pattern's, not of a gap.
    using Found = std::function<void(std::size_t pattern, std::size_t first, std::size_t last, std::uint64_t literal)>;
    // By ascending first word.
    void match(const Tokens& tokens, const Found& found) const;

private:
    static constexpr std::uint32_t none = ~0U;

    struct Edge {
        std::uint32_t word = 0; // of m_words
        std::uint32_t node = 0;
    };
    struct Node {
        std::uint32_t firstEdge = 0;
        std::uint32_t edges = 0;
        std::uint32_t pattern = none; // that ends here
        std::uint32_t widestGap = 0; // of the edges
    };
    struct Draft; // a pattern's variants as a tree
    struct Visit;

    std::uint32_t wordIndex(const PatternWord& word);
    std::uint32_t settle(const Draft& draft, std::size_t node, std::uint32_t pattern);
    void visit(const Visit& visit, const Node& here, std::size_t word, std::uint64_t literal) const;
    void follow(const Visit& visit, const Edge& edge, std::size_t word, std::size_t gap, std::uint64_t literal) const;

    std::vector<PatternWord> m_words;
    std::vector<Node> m_nodes;
    std::vector<Edge> m_edges;
    // Edges that begin a pattern, by the first two bytes of their word; "" holds words that match by their end or inside.
    std::unordered_map<std::string, std::vector<Edge>> m_first;
    // While it is filled: where a word and a node of this content are.
    std::unordered_map<std::string, std::uint32_t> m_knownWords;
    std::unordered_map<std::string, std::uint32_t> m_knownNodes;
};

} // namespace tandem
