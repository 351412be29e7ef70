#include "pipeline/understand/VariantGraph.h"

#include <algorithm>

namespace tandem {

namespace {

void append(std::string& key, std::uint32_t value)
{
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

} // namespace

struct VariantGraph::Draft {
    struct Node {
        std::vector<Edge> edges; // `node` is of this draft
        bool ends = false;
    };
    std::vector<Node> nodes{1};

    void grow(std::size_t from, std::uint32_t gap, std::span<const Choice> segments)
    {
        if (segments.empty()) {
            nodes[from].ends = true;
            return;
        }
        for (const Items& items : segments.front()) {
            std::size_t at = from;
            std::uint32_t before = gap;
            for (const std::uint32_t item : items) {
                if (item >= gapItem) {
                    before = item - gapItem;
                    continue;
                }
                at = next(at, item, at == 0 ? 0 : before);
                before = 0;
            }
            grow(at, before, segments.subspan(1));
        }
    }

    std::size_t next(std::size_t from, std::uint32_t item, std::uint32_t gap)
    {
        for (const Edge& edge : nodes[from].edges) {
            if (edge.item == item && edge.gap == gap)
                return edge.node;
        }
        const std::size_t added = nodes.size();
        nodes[from].edges.push_back({item, gap, static_cast<std::uint32_t>(added)});
        nodes.emplace_back();
        return added;
    }
};

std::vector<VariantGraph::Edge> VariantGraph::add(const std::vector<Choice>& segments, std::uint32_t pattern)
{
    Draft draft;
    draft.grow(0, 0, segments);
    std::vector<Edge> first;
    for (const Edge& edge : draft.nodes.front().edges)
        first.push_back({edge.item, edge.gap, settle(draft, edge.node, pattern)});
    return first;
}

// Puts a node of the draft behind all that it leads to, or finds the one that is there already.
std::uint32_t VariantGraph::settle(const Draft& draft, std::size_t node, std::uint32_t pattern)
{
    const Draft::Node& from = draft.nodes[node];
    std::vector<Edge> edges;
    edges.reserve(from.edges.size());
    for (const Edge& edge : from.edges)
        edges.push_back({edge.item, edge.gap, settle(draft, edge.node, pattern)});
    std::ranges::stable_sort(edges, {}, &Edge::item);
    const Node settled{
        static_cast<std::uint32_t>(m_edges.size()), static_cast<std::uint32_t>(edges.size()), from.ends ? pattern : none};
    std::string key;
    key.reserve(sizeof settled.pattern + edges.size() * sizeof(Edge));
    append(key, settled.pattern);
    for (const Edge& edge : edges) {
        append(key, edge.item);
        append(key, edge.gap);
        append(key, edge.node);
    }
    const auto [known, isNew] = m_known.try_emplace(std::move(key), static_cast<std::uint32_t>(m_nodes.size()));
    if (isNew) {
        m_edges.insert(m_edges.end(), edges.begin(), edges.end());
        m_nodes.push_back(settled);
    }
    return known->second;
}

void VariantGraph::finish()
{
    m_known = {};
    m_nodes.shrink_to_fit();
    m_edges.shrink_to_fit();
}

} // namespace tandem
