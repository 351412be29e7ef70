#pragma once

#include "knowledge/PostingCursor.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace tandem {

// The passages that score best, by block-max MaxScore: the lists are walked a window of slots at a time. In each, words that
// together cannot lift a passage among the best are only looked up for passages that others have lifted near; where all words
// together cannot, nothing is unpacked. One search of one thread.
class BestSlots {
public:
    using Accepts = std::function<bool(std::uint32_t slot)>; // empty = all

    struct Asked {
        std::uint32_t list = 0;
        float factor = 0;
    };

    // All but `asked` outlive the object.
    BestSlots(const PostingLists& lists, const PostingCursor::Weighing& weighing, const std::vector<Asked>& asked,
        std::size_t count, const Accepts& accepts);

    // Holds the best `count`, and perhaps some that nearly were; ascending. Sums of floats decide what is near: who wants the
    // very order sums again.
    [[nodiscard]] std::vector<std::uint32_t> find();

private:
    struct Word {
        PostingCursor cursor;
        float most = 0;
        PostingCursor::Stretch here{}; // in the window
        float mostUpToHere = 0; // with all words before it, which weigh less
    };
    struct Candidate {
        std::uint32_t slot = 0;
        float sum = 0;
    };

    [[nodiscard]] std::uint32_t nextWindow(std::uint32_t from);
    void searchWindow(std::uint32_t begin);
    [[nodiscard]] std::size_t optionalWords() const;
    void collect(std::uint32_t begin, float above);
    void addOptional(std::size_t words);
    void offer(const Candidate& candidate);

    std::vector<Word> m_words;
    std::vector<Word*> m_order; // the least first
    const std::size_t m_count;
    const Accepts& m_accepts;
    const float m_tolerance; // of float sums
    float m_bar = 0; // a passage must have more to be of interest
    std::vector<float> m_sums; // of the window; all 0 between windows
    std::vector<Candidate> m_candidates; // of the window, the first m_candidateCount
    std::size_t m_candidateCount = 0;
    std::vector<float> m_best; // a heap, the least on top
    std::vector<Candidate> m_found;
};

} // namespace tandem
