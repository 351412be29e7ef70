#include "pipeline/understand/PatternTrie.h"

#include <algorithm>
#include <bit>

namespace tandem {

namespace {

std::string keyOf(std::string_view word)
{
    return std::string(word.substr(0, 2));
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
        const bool anchored = word.match == WordMatch::Whole || word.match == WordMatch::Start;
        std::vector<Edge>& edges = m_nodes[node].edges[anchored ? keyOf(word.text) : std::string()];
        const auto same = std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) {
            return edge.word.text == word.text && edge.word.match == word.match && edge.word.gap == word.gap;
        });
        if (same != edges.end()) {
            node = same->node;
            continue;
        }
        const std::size_t next = m_nodes.size();
        edges.push_back({ word, next });
        m_nodes[node].widestGap = std::max(m_nodes[node].widestGap, word.gap);
        m_nodes.emplace_back();
        node = next;
    }
    m_nodes[node].patterns.push_back(pattern);
}

void PatternTrie::match(const Tokens& tokens, const Found& found) const
{
    for (std::size_t first = 0; first < tokens.words.size(); ++first) {
        const Visit start{ tokens, found, first };
        const std::string& word = tokens.words[first].folded;
        follow(start, m_nodes.front(), keyOf(word), first, 0);
        follow(start, m_nodes.front(), {}, first, 0);
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
        follow(visit, here, keyOf(words[next].folded), next, literal);
        follow(visit, here, {}, next, literal);
    }
}

void PatternTrie::follow(
    const Visit& start, const Node& node, std::string_view key, std::size_t word, std::uint64_t literal) const
{
    const auto edges = node.edges.find(std::string(key));
    if (edges == node.edges.end())
        return;
    // The highest literal word so far is the one before the gap.
    const std::size_t gap = literal == 0 ? 0 : word - start.first - static_cast<std::size_t>(std::bit_width(literal));
    for (const Edge& edge : edges->second) {
        if (gap <= edge.word.gap && fits(edge.word, start.tokens.words[word].folded))
            visit(start, edge.node, word, literal | (1ULL << (word - start.first)));
    }
}

} // namespace tandem
