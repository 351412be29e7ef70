#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem {

// The variants of many patterns, each a sequence of items with gaps between them, as a graph. A pattern is a row of segments,
// each a choice of sequences; its variants share the nodes that go on alike, so that choices that multiply do not multiply its
// size. Filled with add(), then finish(); from then on immutable and thread-safe.
class VariantGraph {
public:
    // What is not below `gapItem` says how wide the gap before the next item is: gapItem + 1, gapItem + 2 and so on.
    using Items = std::vector<std::uint32_t>;
    using Choice = std::vector<Items>; // alternatives of one segment
    static constexpr std::uint32_t none = ~0U;
    static constexpr std::uint32_t gapItem = 1U << 31U;

    struct Edge {
        std::uint32_t item = 0;
        std::uint32_t gap = 0; // before it
        std::uint32_t node = 0;
    };

    // Gives the edges that begin the pattern. Every variant has an item.
    std::vector<Edge> add(const std::vector<Choice>& segments, std::uint32_t pattern);
    void finish();

    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }
    // The pattern that ends at a node, or none.
    [[nodiscard]] std::uint32_t patternAt(std::uint32_t node) const { return m_nodes[node].pattern; }
    // Ascending by item.
    [[nodiscard]] std::span<const Edge> edgesAt(std::uint32_t node) const
    {
        return std::span(m_edges).subspan(m_nodes[node].firstEdge, m_nodes[node].edges);
    }

private:
    struct Node {
        std::uint32_t firstEdge = 0;
        std::uint32_t edges = 0;
        std::uint32_t pattern = none;
    };
    struct Draft; // a pattern's variants as a tree

    std::uint32_t settle(const Draft& draft, std::size_t node, std::uint32_t pattern);

    std::vector<Node> m_nodes;
    std::vector<Edge> m_edges;
    std::unordered_map<std::string, std::uint32_t> m_known; // while it is filled: nodes by what they hold
};

} // namespace tandem
