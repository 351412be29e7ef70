#include "pipeline/understand/PatternGraph.h"

#include "base/Text.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::uint32_t narrowGap = 3; // words
constexpr std::uint32_t wideGap = 8;
constexpr std::size_t shortestOpen = 2; // bytes of a word with a star
constexpr std::size_t longestMatch = 64; // words
constexpr std::size_t mostSteps = 20000; // of patterns that begin at one word

std::uint16_t twoBytes(std::string_view text, std::size_t at)
{
    return static_cast<std::uint16_t>(static_cast<unsigned char>(text[at]) << 8U | static_cast<unsigned char>(text[at + 1]));
}

// Spaces around what stands for other words.
std::string spaced(std::string pattern)
{
    for (std::size_t at = pattern.find(patternGap); at != std::string::npos; at = pattern.find(patternGap, at)) {
        if (at > 0 && pattern[at - 1] != ' ' && !std::string_view(pattern).substr(0, at).ends_with(patternGap))
            pattern.insert(at++, " ");
        at += patternGap.size();
        const std::string_view after = std::string_view(pattern).substr(at);
        if (!after.empty() && !after.starts_with(patternGap) && after.front() != ' ')
            pattern.insert(at, " ");
    }
    return pattern;
}

} // namespace

struct PatternGraph::Text {
    const Tokens& tokens;
    std::vector<std::uint32_t> fitting; // of all tokens
    std::vector<std::size_t> ends; // in `fitting`, by token

    [[nodiscard]] std::span<const std::uint32_t> at(std::size_t word) const
    {
        const std::size_t begin = word == 0 ? 0 : ends[word - 1];
        return std::span(fitting).subspan(begin, ends[word] - begin);
    }
};

struct PatternGraph::Walk {
    const Text& text;
    const Found& found;
    std::size_t first;
    std::size_t steps = 0;
};

std::uint32_t PatternGraph::wordIndex(const std::string& folded, WordMatch match)
{
    const auto [known, isNew] = m_known.try_emplace(
        folded + static_cast<char>('0' + static_cast<char>(match)), static_cast<std::uint32_t>(m_first.size()));
    if (!isNew)
        return known->second;
    const std::uint32_t index = known->second;
    m_first.emplace_back();
    switch (match) {
    case WordMatch::Whole: m_whole.emplace(folded, index); break;
    case WordMatch::Start: m_starts[twoBytes(folded, 0)].push_back({folded, index}); break;
    case WordMatch::End: m_ends[twoBytes(folded, folded.size() - 2)].push_back({folded, index}); break;
    case WordMatch::Inside: m_inside.push_back({folded, index}); break;
    }
    return index;
}

const PatternGraph::Alternative& PatternGraph::alternative(const std::string& plain)
{
    const auto [known, isNew] = m_alternatives.try_emplace(plain);
    Alternative& read = known->second;
    if (!isNew)
        return read;
    const std::string text = spaced(plain);
    for (const std::string_view part : text::split(text, ' ')) {
        if (part.starts_with(patternGap)) {
            read.words.push_back(VariantGraph::gapItem + (part.size() > patternGap.size() ? wideGap : narrowGap));
            continue;
        }
        const bool openStart = part.starts_with('*');
        const bool openEnd = part.size() > 1 && part.ends_with('*');
        const Tokens tokens = tokensOf(part.substr(openStart ? 1 : 0, part.size() - (openStart ? 1 : 0) - (openEnd ? 1 : 0)));
        for (std::size_t i = 0; i < tokens.words.size(); ++i) {
            const bool start = openStart && i == 0;
            const bool end = openEnd && i + 1 == tokens.words.size();
            const WordMatch match = start && end ? WordMatch::Inside
                : start                          ? WordMatch::End
                : end                            ? WordMatch::Start
                                                 : WordMatch::Whole;
            const std::string& folded = tokens.words[i].folded;
            read.isReadable = read.isReadable && (match == WordMatch::Whole || folded.size() >= shortestOpen);
            if (read.isReadable)
                read.words.push_back(wordIndex(folded, match));
        }
    }
    return read;
}

bool PatternGraph::add(const PatternSegments& segments, std::uint32_t pattern)
{
    std::vector<VariantGraph::Choice> choices;
    bool hasWords = false; // in every variant
    for (const std::vector<std::string>& segment : segments) {
        VariantGraph::Choice choice;
        bool always = true;
        for (const std::string& plain : segment) {
            const Alternative& read = alternative(plain);
            if (!read.isReadable)
                return false;
            always = always && std::ranges::any_of(read.words, [](std::uint32_t word) { return word < VariantGraph::gapItem; });
            choice.push_back(read.words);
        }
        hasWords = hasWords || always;
        choices.push_back(std::move(choice));
    }
    if (!hasWords)
        return false;
    for (const VariantGraph::Edge& edge : m_graph.add(choices, pattern))
        m_first[edge.item].push_back(edge);
    return true;
}

void PatternGraph::finish()
{
    m_graph.finish();
    m_alternatives = {};
    m_known = {};
    m_widest.reserve(m_graph.size());
    for (std::uint32_t node = 0; node < m_graph.size(); ++node) {
        std::uint32_t widest = 0;
        for (const VariantGraph::Edge& edge : m_graph.edgesAt(node))
            widest = std::max(widest, edge.gap);
        m_widest.push_back(widest);
    }
}

// Indices of the patterns' words that a word of a text fits.
void PatternGraph::addFitting(std::string_view word, std::vector<std::uint32_t>& indices) const
{
    if (const auto whole = m_whole.find(word); whole != m_whole.end())
        indices.push_back(whole->second);
    if (word.size() < shortestOpen)
        return;
    if (const auto starts = m_starts.find(twoBytes(word, 0)); starts != m_starts.end()) {
        for (const Word& each : starts->second) {
            if (word.starts_with(each.text))
                indices.push_back(each.index);
        }
    }
    if (const auto ends = m_ends.find(twoBytes(word, word.size() - 2)); ends != m_ends.end()) {
        for (const Word& each : ends->second) {
            if (word.ends_with(each.text))
                indices.push_back(each.index);
        }
    }
    for (const Word& each : m_inside) {
        if (word.contains(each.text))
            indices.push_back(each.index);
    }
}

void PatternGraph::match(const Tokens& tokens, const Found& found) const
{
    Text text{tokens, {}, {}};
    text.ends.reserve(tokens.words.size());
    for (const Token& token : tokens.words) {
        addFitting(token.folded, text.fitting);
        text.ends.push_back(text.fitting.size());
    }
    for (std::size_t first = 0; first < tokens.words.size(); ++first) {
        Walk walk{text, found, first};
        for (const std::uint32_t word : text.at(first)) {
            for (const VariantGraph::Edge& edge : m_first[word])
                visit(walk, edge.node, first, 1);
        }
    }
}

void PatternGraph::visit(Walk& walk, std::uint32_t node, std::size_t word, std::uint64_t literal) const
{
    if (++walk.steps > mostSteps)
        return;
    if (const std::uint32_t pattern = m_graph.patternAt(node); pattern != VariantGraph::none)
        walk.found(pattern, walk.first, word, literal);
    const std::span<const VariantGraph::Edge> edges = m_graph.edgesAt(node);
    const std::vector<Token>& words = walk.text.tokens.words;
    for (std::uint32_t gap = 0; !edges.empty() && gap <= m_widest[node]; ++gap) {
        const std::size_t next = word + 1 + gap;
        if (next >= words.size() || next - walk.first >= longestMatch || words[next].sentence != words[word].sentence)
            return;
        for (const std::uint32_t fitting : walk.text.at(next)) {
            for (const VariantGraph::Edge& edge : std::ranges::equal_range(edges, fitting, {}, &VariantGraph::Edge::item)) {
                if (gap <= edge.gap)
                    visit(walk, edge.node, next, literal | 1ULL << (next - walk.first));
            }
        }
    }
}

} // namespace tandem
