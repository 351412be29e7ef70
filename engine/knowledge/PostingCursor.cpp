#include "knowledge/PostingCursor.h"

#include <algorithm>

namespace tandem {

PostingCursor::PostingCursor(const PostingLists& lists, std::uint32_t list, const Weighing& weighing, float factor)
    : m_lists(&lists)
    , m_weighing(&weighing)
    , m_list(list)
    , m_factor(factor)
    , m_blocks(lists.blocks(list))
{
    lists.unpackRest(list, m_postings);
    m_rest.first = noSlot;
    if (m_postings.size == 0)
        return;
    m_rest.first = m_postings.slots.front();
    m_rest.last = m_postings.slots[m_postings.size - 1];
    m_restSize = m_postings.size;
    m_rest.most = PostingLists::mostOf(m_postings, weighing.formula, weighing.lengths);
    m_isUnpacked = m_blocks.empty();
}

float PostingCursor::most() const
{
    float most = 0;
    for (std::size_t i = 0; i < blockCount(); ++i)
        most = std::max(most, block(i).most);
    return most * m_weighing->growth * m_factor;
}

PostingCursor::Stretch PostingCursor::between(std::uint32_t begin, std::uint32_t end)
{
    skipBlocks(begin);
    Stretch stretch;
    for (std::size_t i = m_block; i < blockCount() && block(i).first < end; ++i) {
        const PostingLists::Block& each = block(i);
        stretch.most = std::max(stretch.most, each.most);
        const std::uint32_t shared = std::min(each.last, end - 1) - std::max(each.first, begin) + 1;
        const std::size_t size = i < m_blocks.size() ? PostingLists::blockSize : m_restSize;
        stretch.postings += static_cast<float>(size * shared) / static_cast<float>(each.last - each.first + 1);
    }
    stretch.most *= m_weighing->growth * m_factor;
    return stretch;
}

std::uint32_t PostingCursor::nextFrom(std::uint32_t slot)
{
    skipBlocks(slot);
    return m_block < blockCount() ? std::max(slot, block(m_block).first) : noSlot;
}

std::uint32_t PostingCursor::frequencyAt(std::uint32_t slot)
{
    return skipTo(slot) && m_postings.slots[m_at] == slot ? m_postings.frequencies[m_at] : 0;
}

float PostingCursor::weightAt(std::uint32_t slot)
{
    const std::uint32_t frequency = frequencyAt(slot);
    if (frequency == 0)
        return 0;
    return m_isWeighed ? m_weights[m_at]
                       : m_weighing->formula.contribution<float>(frequency, m_weighing->lengths[slot]) * m_factor;
}

void PostingCursor::addBetween(std::uint32_t begin, std::uint32_t end, float* sums)
{
    while (skipTo(begin) && m_postings.slots[m_at] < end) {
        weigh();
        std::size_t stop = m_postings.size;
        if (block(m_block).last >= end)
            stop = static_cast<std::size_t>(std::ranges::lower_bound(m_postings.slots, end) - m_postings.slots.begin());
        for (std::size_t i = m_at; i < stop; ++i)
            sums[m_postings.slots[i] - begin] += m_weights[i];
        m_at = stop;
        if (stop < m_postings.size)
            return;
        ++m_block;
        m_isUnpacked = false;
    }
}

void PostingCursor::skipBlocks(std::uint32_t slot)
{
    while (m_block < blockCount() && block(m_block).last < slot) {
        ++m_block;
        m_isUnpacked = false;
    }
}

// To the first posting that is not before `slot`, unpacked. False when there is none.
bool PostingCursor::skipTo(std::uint32_t slot)
{
    skipBlocks(slot);
    if (m_block == blockCount())
        return false;
    if (!m_isUnpacked)
        unpack();
    // Mostly a few places on.
    constexpr std::size_t steps = 8;
    const std::array<std::uint32_t, PostingLists::blockSize>& slots = m_postings.slots;
    for (std::size_t i = 0; i < steps; ++i) {
        if (slots[m_at] >= slot)
            return true;
        ++m_at; // the last of a block that is not skipped is not before `slot`
    }
    const std::uint32_t* const end = slots.data() + m_postings.size;
    m_at = static_cast<std::size_t>(std::lower_bound(slots.data() + m_at, end, slot) - slots.data());
    return true;
}

void PostingCursor::unpack()
{
    if (m_block < m_blocks.size())
        m_lists->unpack(m_blocks[m_block], m_postings);
    else
        m_lists->unpackRest(m_list, m_postings);
    m_isUnpacked = true;
    m_isWeighed = false;
    m_at = 0;
}

// Apart, over whole blocks: the compiler then does four at a time.
void PostingCursor::weigh()
{
    if (m_isWeighed)
        return;
    std::array<float, PostingLists::blockSize> lengths;
    for (std::size_t i = 0; i < lengths.size(); ++i)
        lengths[i] = m_weighing->lengths[m_postings.slots[i]];
    for (std::size_t i = 0; i < lengths.size(); ++i)
        m_weights[i] = m_weighing->formula.contribution<float>(m_postings.frequencies[i], lengths[i]) * m_factor;
    m_isWeighed = true;
}

} // namespace tandem
