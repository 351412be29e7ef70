#include "knowledge/BestSlots.h"

#include <algorithm>
#include <cstring>

namespace tandem {
namespace {

constexpr std::uint32_t window = 2048; // slots
// Looking a passage up in a list costs about as much as adding so many of its postings.
constexpr float lookupCost = 6;
constexpr std::uint32_t noSlot = PostingCursor::noSlot;

// Twice the rounding error of a sum of so many products, relative to it.
float toleranceFor(std::size_t words)
{
    return 2.4e-7F * static_cast<float>(words + 16);
}

using Four = float __attribute__((vector_size(16)));

// Whether any of sixteen numbers is above.
bool anyAbove(const float* numbers, float bar)
{
    std::array<Four, 4> fours;
    std::memcpy(fours.data(), numbers, sizeof fours);
    const auto above = (fours[0] > bar) | (fours[1] > bar) | (fours[2] > bar) | (fours[3] > bar);
    std::array<std::uint64_t, 2> bits{};
    std::memcpy(bits.data(), &above, sizeof bits);
    return (bits[0] | bits[1]) != 0;
}

} // namespace

BestSlots::BestSlots(const PostingLists& lists, const PostingCursor::Weighing& weighing, const std::vector<Asked>& asked,
    std::size_t count, const Accepts& accepts)
    : m_count(count)
    , m_accepts(accepts)
    , m_tolerance(toleranceFor(asked.size()))
    , m_sums(window, 0.0F)
    , m_candidates(window + 1)
{
    m_words.reserve(asked.size()); // a cursor is large: it is not moved
    for (const Asked& each : asked) {
        Word& word = m_words.emplace_back(PostingCursor(lists, each.list, weighing, each.factor));
        word.most = word.cursor.most();
        m_order.push_back(&word);
    }
    std::ranges::sort(m_order, {}, &Word::most);
}

std::vector<std::uint32_t> BestSlots::find()
{
    for (std::uint32_t begin = nextWindow(0); begin != noSlot; begin = nextWindow(begin + window))
        searchWindow(begin);
    std::vector<std::uint32_t> slots;
    for (const Candidate& candidate : m_found) {
        if (candidate.sum > m_bar)
            slots.push_back(candidate.slot);
    }
    return slots;
}

// Where the next passage may stand that has any of the words without which none is of interest.
std::uint32_t BestSlots::nextWindow(std::uint32_t from)
{
    float together = 0;
    std::uint32_t next = noSlot;
    for (Word* const word : m_order) {
        together += word->most;
        if (together > m_bar)
            next = std::min(next, word->cursor.nextFrom(from));
    }
    return next;
}

void BestSlots::searchWindow(std::uint32_t begin)
{
    const std::uint32_t end = begin + window;
    float together = 0;
    for (Word* const word : m_order) {
        word->here = word->cursor.between(begin, end);
        together += word->here.most;
        word->mostUpToHere = together;
    }
    if (together <= m_bar)
        return;
    const std::size_t optional = optionalWords();
    for (std::size_t i = optional; i < m_order.size(); ++i) {
        if (m_order[i]->here.most > 0)
            m_order[i]->cursor.addBetween(begin, end, m_sums.data());
    }
    collect(begin, optional == 0 ? m_bar : m_bar - m_order[optional - 1]->mostUpToHere);
    std::ranges::fill(m_sums, 0.0F);
    addOptional(optional);
    for (std::size_t i = 0; i < m_candidateCount; ++i)
        offer(m_candidates[i]);
}

// How many of the first words are only looked up. Together they cannot lift a passage above the bar; but adding a whole list is
// done faster than looking up as many passages as the other words lift near it.
std::size_t BestSlots::optionalWords() const
{
    std::size_t optional = 0;
    while (m_order[optional]->mostUpToHere <= m_bar)
        ++optional;
    float lifted = 0;
    for (std::size_t i = optional; i < m_order.size(); ++i)
        lifted += m_order[i]->here.postings;
    for (; optional > 0 && m_order[optional - 1]->here.postings <= lookupCost * lifted; --optional)
        lifted += m_order[optional - 1]->here.postings;
    return optional;
}

void BestSlots::collect(std::uint32_t begin, float above)
{
    constexpr std::uint32_t step = 16;
    above = std::max(above, 0.0F); // a removed passage has 0
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < window; i += step) {
        if (!anyAbove(m_sums.data() + i, above))
            continue;
        // Without a branch, which nobody could predict.
        for (std::uint32_t j = i; j < i + step; ++j) {
            m_candidates[count] = {begin + j, m_sums[j]};
            count += m_sums[j] > above ? 1 : 0;
        }
    }
    m_candidateCount = count;
}

// The heaviest first; who cannot come above the bar any more falls out.
void BestSlots::addOptional(std::size_t words)
{
    while (words-- > 0) {
        Word& word = *m_order[words];
        if (word.here.most <= 0)
            continue;
        std::size_t count = 0;
        for (std::size_t i = 0; i < m_candidateCount; ++i) {
            m_candidates[count] = m_candidates[i];
            count += m_candidates[i].sum + word.mostUpToHere > m_bar ? 1 : 0;
        }
        m_candidateCount = count;
        for (std::size_t i = 0; i < count; ++i)
            m_candidates[i].sum += word.cursor.weightAt(m_candidates[i].slot);
    }
}

void BestSlots::offer(const Candidate& candidate)
{
    if (candidate.sum <= m_bar || (m_accepts && !m_accepts(candidate.slot)))
        return;
    m_found.push_back(candidate);
    m_best.push_back(candidate.sum);
    std::ranges::push_heap(m_best, std::ranges::greater());
    if (m_best.size() > m_count) {
        std::ranges::pop_heap(m_best, std::ranges::greater());
        m_best.pop_back();
    }
    if (m_best.size() == m_count)
        m_bar = m_best.front() * (1 - m_tolerance);
}

} // namespace tandem
