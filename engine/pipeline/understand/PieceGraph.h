#pragma once

#include "pipeline/understand/PatternText.h"
#include "pipeline/understand/VariantGraph.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem {

// Patterns of texts without spaces between words: pieces that are found anywhere, at most twelve characters of one sentence
// between one and the next. Of a piece that stands there several times the nearest counts. Finds all patterns in one pass over a
// text. Filled with add(), then finish(); from then on immutable and thread-safe.
class PieceGraph {
public:
    // Segments are cut at ellipses. False, with nothing added, when a variant has no pieces.
    bool add(const PatternSegments& segments, std::uint32_t pattern);
    void finish();

    using Found = std::function<void(std::uint32_t pattern, std::size_t begin, std::size_t end)>; // bytes
    // `lower`: with ASCII letters in lower case. By ascending begin.
    void match(std::string_view lower, const Found& found) const;

private:
    struct Place {
        std::uint32_t begin = 0;
        std::uint32_t piece = 0;
    };
    struct Text; // what is matched, and where pieces stand in it
    struct Walk;

    std::uint32_t pieceIndex(const std::string& piece);
    void addPlaces(std::string_view lower, std::vector<Place>& places) const;
    void visit(const Walk& walk, std::uint32_t node, std::size_t end) const;

    static constexpr std::uint32_t noPiece = ~0U;
    struct Step {
        std::uint32_t next = 0; // letters that are read
        std::uint32_t piece = noPiece; // that ends here
    };

    VariantGraph m_graph;
    std::vector<std::vector<VariantGraph::Edge>> m_first; // edges that begin a pattern, by piece
    std::vector<std::uint32_t> m_lengths; // bytes, by piece
    // The pieces' characters as a tree: what has been read (0: nothing) and the next character lead on.
    std::unordered_map<std::uint64_t, Step> m_steps;
    std::uint32_t m_reads = 1;
};

} // namespace tandem
