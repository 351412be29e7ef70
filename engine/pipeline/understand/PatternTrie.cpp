#include "pipeline/understand/PatternTrie.h"

#include <algorithm>

namespace tandem {

namespace {

std::string keyOf(std::string_view word)
{
    return std::string(word.substr(0, 2));
}

std::string rootKey(const PatternWord& word)
{
    return word.match == WordMatch::Whole || word.match == WordMatch::Start ? keyOf(word.text) : std::string();
}

bool fits(const PatternWord& pattern, std::string_view word)
{
    switch (pattern.match) {
    case WordMatch::Whole: return word == pattern.text;
    case WordMatch::Start: return word.starts_with(pattern.text);
    case WordMatch::End: return word.ends_with(pattern.text);
    case WordMatch::Inside: return word.contains(pattern.text);
    }
    return false;
}

} // namespace

struct PatternTrie::Visit {
    const Tokens& tokens;
    const Found& found;
    std::size_t first;
};

void PatternTrie::add(const std::vector<PatternWord>& words, std::size_t pattern)
{
    std::size_t node = 0;
    for (const PatternWord& word : words) {
        const std::size_t known = child(node, word);
        node = known != 0 ? known : addChild(node, word);
    }
    m_nodes[node].patterns.push_back(pattern);
}

// The node that `word` leads to, or 0.
std::size_t PatternTrie::child(std::size_t node, const PatternWord& word) const
{
    const std::vector<Edge>& edges = m_nodes[node].edges;
    const auto same = [&](const Edge& edge) {
        return edge.word.text == word.text && edge.word.match == word.match && edge.word.gap == word.gap;
    };
    if (node != 0) {
        const auto edge = std::find_if(edges.begin(), edges.end(), same);
        return edge == edges.end() ? 0 : edge->node;
    }
    const auto first = m_first.find(rootKey(word));
    if (first == m_first.end())
        return 0;
    const auto edge = std::find_if(first->second.begin(), first->second.end(), [&](std::size_t i) { return same(edges[i]); });
    return edge == first->second.end() ? 0 : edges[*edge].node;
}

std::size_t PatternTrie::addChild(std::size_t node, const PatternWord& word)
{
    const std::size_t next = m_nodes.size();
    if (node == 0)
        m_first[rootKey(word)].push_back(m_nodes[node].edges.size());
    m_nodes[node].edges.push_back({word, next});
    m_nodes[node].widestGap = std::max(m_nodes[node].widestGap, word.gap);
    m_nodes.emplace_back();
    return next;
}

void PatternTrie::match(const Tokens& tokens, const Found& found) const
{
    const Node& root = m_nodes.front();
    for (std::size_t first = 0; first < tokens.words.size(); ++first) {
        const Visit start{tokens, found, first};
        for (const std::string& key : {keyOf(tokens.words[first].folded), std::string()}) {
            const auto edges = m_first.find(key);
            if (edges == m_first.end())
                continue;
            for (const std::size_t edge : edges->second)
                follow(start, root.edges[edge], first, 0, 0);
        }
    }
}

void PatternTrie::visit(const Visit& visit, std::size_t node, std::size_t word, std::uint64_t literal) const
{
    const Node& here = m_nodes[node];
    for (const std::size_t pattern : here.patterns)
        visit.found(pattern, visit.first, word, literal);
    if (here.edges.empty())
        return;
    const std::vector<Token>& words = visit.tokens.words;
    for (std::size_t gap = 0; gap <= here.widestGap; ++gap) {
        const std::size_t next = word + 1 + gap;
        if (next >= words.size() || next - visit.first >= 64 || words[next].sentence != words[word].sentence)
            return;
        for (const Edge& edge : here.edges)
            follow(visit, edge, next, gap, literal);
    }
}

void PatternTrie::follow(const Visit& start, const Edge& edge, std::size_t word, std::size_t gap, std::uint64_t literal) const
{
    if (gap <= edge.word.gap && fits(edge.word, start.tokens.words[word].folded))
        visit(start, edge.node, word, literal | (1ULL << (word - start.first)));
}

} // namespace tandem
