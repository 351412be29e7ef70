#pragma once

#include "knowledge/PostingLists.h"

#include <cstdint>
#include <limits>
#include <span>

namespace tandem {

// Reads one list forwards and unpacks no block that it need not. For one thread, while the lists do not change. Slots asked for
// ascend from call to call.
class PostingCursor {
public:
    static constexpr std::uint32_t noSlot = std::numeric_limits<std::uint32_t>::max();
    struct Weighing {
        Bm25 formula;
        PostingLists::Lengths lengths;
        // What a block's `most` is to be multiplied with: the average length may have changed since it was weighed.
        float growth = 1;
    };

    // `weighing` outlives the cursor. All weights are Bm25's contributions times `factor`.
    PostingCursor(const PostingLists& lists, std::uint32_t list, const Weighing& weighing, float factor);

    // No posting weighs more.
    [[nodiscard]] float most() const;
    struct Stretch {
        float most = 0; // no posting weighs more
        float postings = 0; // about so many
    };
    [[nodiscard]] Stretch between(std::uint32_t begin, std::uint32_t end);
    // There is no posting between `slot` and this one; noSlot: nor behind it.
    [[nodiscard]] std::uint32_t nextFrom(std::uint32_t slot);
    // In the passage at `slot`; 0 when the list does not hold it.
    [[nodiscard]] std::uint32_t frequencyAt(std::uint32_t slot);
    [[nodiscard]] float weightAt(std::uint32_t slot);
    // Adds the weights of the postings from `begin` to before `end` to `sums`, of which the first is for `begin`.
    void addBetween(std::uint32_t begin, std::uint32_t end, float* sums);

private:
    [[nodiscard]] std::size_t blockCount() const { return m_blocks.size() + (m_rest.first == noSlot ? 0 : 1); }
    [[nodiscard]] const PostingLists::Block& block(std::size_t place) const
    {
        return place < m_blocks.size() ? m_blocks[place] : m_rest;
    }
    void skipBlocks(std::uint32_t slot);
    [[nodiscard]] bool skipTo(std::uint32_t slot);
    void unpack();
    void weigh();

    const PostingLists* m_lists;
    const Weighing* m_weighing;
    std::uint32_t m_list;
    float m_factor;
    std::span<const PostingLists::Block> m_blocks;
    PostingLists::Block m_rest; // stands behind the blocks; its `first` is noSlot when there is none
    std::size_t m_restSize = 0;
    std::size_t m_block = 0;
    bool m_isUnpacked = false; // m_block is in m_postings
    bool m_isWeighed = false; // and in m_weights
    std::size_t m_at = 0; // in m_postings
    PostingLists::Unpacked m_postings;
    std::array<float, PostingLists::blockSize> m_weights;
};

} // namespace tandem
