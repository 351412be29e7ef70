#pragma once

#include "pipeline/understand/PatternText.h"
#include "pipeline/understand/Tokens.h"
#include "pipeline/understand/VariantGraph.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem {

// Patterns of words: "*" at either end of a word stands for any letters, "…" for at most three words, "……" for at most eight.
// Finds all of them in one pass over a text; the words of one match lie in one sentence. Filled with add(), then finish(); from
// then on immutable and thread-safe.
class PatternGraph {
public:
    // Segments are cut at spaces. False, with nothing added, when a variant has no words, or too short a word with a star.
    bool add(const PatternSegments& segments, std::uint32_t pattern);
    void finish();

    // `literal`: bit i is set when word first + i is one of the pattern's, not of a gap.
    using Found = std::function<void(std::uint32_t pattern, std::size_t first, std::size_t last, std::uint64_t literal)>;
    // By ascending first word.
    void match(const Tokens& tokens, const Found& found) const;

private:
    enum class WordMatch : std::uint8_t { Whole, Start, End, Inside };
    struct Word {
        std::string text; // folded
        std::uint32_t index = 0;
    };
    using Words = std::vector<Word>;
    using Bucket = std::unordered_map<std::uint16_t, Words>; // by two bytes
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <typename Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
    struct Alternative { // of a segment
        VariantGraph::Items words;
        bool isReadable = true;
    };
    struct Text; // what is matched, and what of the patterns its words fit
    struct Walk;

    const Alternative& alternative(const std::string& plain);
    std::uint32_t wordIndex(const std::string& folded, WordMatch match);
    void addFitting(std::string_view word, std::vector<std::uint32_t>& indices) const;
    void visit(Walk& walk, std::uint32_t node, std::size_t word, std::uint64_t literal) const;

    VariantGraph m_graph;
    std::vector<std::uint32_t> m_widest; // gap before a word that follows, by node
    std::vector<std::vector<VariantGraph::Edge>> m_first; // edges that begin a pattern, by word
    ByText<std::uint32_t> m_whole;
    Bucket m_starts; // by their first bytes
    Bucket m_ends; // by their last bytes
    Words m_inside;
    ByText<Alternative> m_alternatives; // while it is filled
    ByText<std::uint32_t> m_known; // while it is filled: words by text and match
};

} // namespace tandem
