#pragma once

#include "pipeline/understand/Tokens.h"

#include <cstddef>
#include <cstdint>
#include <functional>
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

// Finds many word patterns in one pass over a text. Words of one match lie in one sentence. Thread-safe once filled.
class PatternTrie {
public:
    PatternTrie()
        : m_nodes(1)
    {
    }

    void add(const std::vector<PatternWord>& words, std::size_t pattern);
    // `literal`: bit i is set when word first + i is one of the pattern's, not of a gap.
    using Found = std::function<void(std::size_t pattern, std::size_t first, std::size_t last, std::uint64_t literal)>;
    // By ascending first word.
    void match(const Tokens& tokens, const Found& found) const;

private:
    struct Edge {
        PatternWord word;
        std::size_t node = 0;
    };
    struct Node {
        std::vector<Edge> edges;
        std::vector<std::size_t> patterns; // that end here
        std::size_t widestGap = 0; // of the edges
    };
    struct Visit;
    [[nodiscard]] std::size_t child(std::size_t node, const PatternWord& word) const;
    std::size_t addChild(std::size_t node, const PatternWord& word);
    void visit(const Visit& visit, std::size_t node, std::size_t word, std::uint64_t literal) const;
    void follow(const Visit& visit, const Edge& edge, std::size_t word, std::size_t gap, std::uint64_t literal) const;

    std::vector<Node> m_nodes;
    // The root's edges by the first two bytes of their word; "" holds words that match by their end or inside.
    std::unordered_map<std::string, std::vector<std::size_t>> m_first;
};

} // namespace tandem
