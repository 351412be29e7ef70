#include "pipeline/understand/PatternGraph.h"

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

void append(std::string& key, std::uint32_t value)
{
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

} // namespace

struct PatternGraph::Draft {
    struct Node {
        std::vector<Edge> edges; // `node` is of this draft
        bool ends = false;
    };
    std::vector<Node> nodes{1};

    void add(const std::vector<std::uint32_t>& words)
    {
        std::size_t at = 0;
        for (const std::uint32_t word : words) {
            const auto known = std::ranges::find(nodes[at].edges, word, &Edge::word);
            if (known != nodes[at].edges.end()) {
                at = known->node;
                continue;
            }
            const auto next = static_cast<std::uint32_t>(nodes.size());
            nodes[at].edges.push_back({word, next});
            nodes.emplace_back();
            at = next;
        }
        nodes[at].ends = true;
    }
};

struct PatternGraph::Visit {
    const Tokens& tokens;
    const Found& found;
    std::size_t first;
};

std::uint32_t PatternGraph::wordIndex(const PatternWord& word)
{
    std::string key = word.text;
    key += static_cast<char>(word.match);
    append(key, static_cast<std::uint32_t>(word.gap));
    const auto [known, isNew] = m_knownWords.try_emplace(std::move(key), static_cast<std::uint32_t>(m_words.size()));
    if (isNew)
        m_words.push_back(word);
    return known->second;
}

void PatternGraph::add(const std::vector<std::vector<PatternWord>>& variants, std::size_t pattern)
{
    Draft draft;
    for (const std::vector<PatternWord>& variant : variants) {
        std::vector<std::uint32_t> words;
        words.reserve(variant.size());
        for (const PatternWord& word : variant)
            words.push_back(wordIndex(word));
        draft.add(words);
    }
    for (const Edge& edge : draft.nodes.front().edges)
        m_first[rootKey(m_words[edge.word])].push_back(
            {edge.word, settle(draft, edge.node, static_cast<std::uint32_t>(pattern))});
}

// Puts a node of the draft behind all that it leads to, or finds the one that is there already.
std::uint32_t PatternGraph::settle(const Draft& draft, std::size_t node, std::uint32_t pattern)
{
    const Draft::Node& from = draft.nodes[node];
    std::vector<Edge> edges;
    Node settled;
    settled.pattern = from.ends ? pattern : none;
    std::string key;
    append(key, settled.pattern);
    for (const Edge& edge : from.edges) {
        edges.push_back({edge.word, settle(draft, edge.node, pattern)});
        settled.widestGap = std::max(settled.widestGap, static_cast<std::uint32_t>(m_words[edge.word].gap));
        append(key, edge.word);
        append(key, edges.back().node);
    }
    const auto [known, isNew] = m_knownNodes.try_emplace(std::move(key), static_cast<std::uint32_t>(m_nodes.size()));
    if (isNew) {
        settled.firstEdge = static_cast<std::uint32_t>(m_edges.size());
        settled.edges = static_cast<std::uint32_t>(edges.size());
        m_edges.insert(m_edges.end(), edges.begin(), edges.end());
        m_nodes.push_back(settled);
    }
    return known->second;
}

void PatternGraph::finish()
{
    m_knownWords = {};
    m_knownNodes = {};
    m_words.shrink_to_fit();
    m_nodes.shrink_to_fit();
    m_edges.shrink_to_fit();
}

void PatternGraph::match(const Tokens& tokens, const Found& found) const
{
    for (std::size_t first = 0; first < tokens.words.size(); ++first) {
        const Visit start{tokens, found, first};
        for (const std::string& key : {keyOf(tokens.words[first].folded), std::string()}) {
            const auto edges = m_first.find(key);
            if (edges == m_first.end())
                continue;
            for (const Edge& edge : edges->second)
                follow(start, edge, first, 0, 0);
        }
    }
}

void PatternGraph::visit(const Visit& visit, const Node& here, std::size_t word, std::uint64_t literal) const
{
    if (here.pattern != none)
        visit.found(here.pattern, visit.first, word, literal);
    const std::vector<Token>& words = visit.tokens.words;
    for (std::size_t gap = 0; here.edges > 0 && gap <= here.widestGap; ++gap) {
        const std::size_t next = word + 1 + gap;
        if (next >= words.size() || next - visit.first >= 64 || words[next].sentence != words[word].sentence)
            return;
        for (std::uint32_t i = 0; i < here.edges; ++i)
            follow(visit, m_edges[here.firstEdge + i], next, gap, literal);
    }
}

void PatternGraph::follow(const Visit& start, const Edge& edge, std::size_t word, std::size_t gap, std::uint64_t literal) const
{
    const PatternWord& wanted = m_words[edge.word];
    if (gap <= wanted.gap && fits(wanted, start.tokens.words[word].folded))
        visit(start, m_nodes[edge.node], word, literal | (1ULL << (word - start.first)));
}

} // namespace tandem
