#include "knowledge/PostingLists.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tandem {
namespace {

constexpr std::size_t blockSize = PostingLists::blockSize;
constexpr std::uint32_t usualFrequency = 2; // once in the text
constexpr std::size_t mostBits = 32;
constexpr std::size_t mostFrequencyBits = 16;
constexpr std::size_t longestNumber = 5; // bytes
constexpr std::size_t longestPosting = 8; // a number and a frequency of three bytes

std::uint64_t wordAt(const std::uint8_t* from)
{
    std::uint64_t word = 0;
    std::memcpy(&word, from, sizeof word);
    return word;
}

constexpr std::size_t packedBytes(std::size_t bits)
{
    return bits * blockSize / 8;
}

// Little-endian, one number's bits after another's. `into` is zero; up to eight bytes past it are written as they were.
void pack(const std::array<std::uint32_t, blockSize>& numbers, std::size_t bits, std::uint8_t* into)
{
    for (std::size_t i = 0; i < blockSize; ++i) {
        const std::size_t position = i * bits;
        const std::uint64_t word = wordAt(into + position / 8) | static_cast<std::uint64_t>(numbers[i]) << (position % 8);
        std::memcpy(into + position / 8, &word, sizeof word);
    }
}

// One for each number of bits, so that the compiler knows every shift.
template <std::size_t bits>
void unpackBits(const std::uint8_t* from, std::uint32_t* into)
{
    constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    for (std::size_t i = 0; i < blockSize; i += 8, from += bits, into += 8) {
#pragma GCC unroll 8
        for (std::size_t j = 0; j < 8; ++j)
            into[j] = static_cast<std::uint32_t>((wordAt(from + j * bits / 8) >> (j * bits % 8)) & mask);
    }
}

using Unpack = void (*)(const std::uint8_t*, std::uint32_t*);
template <std::size_t... bits>
constexpr std::array<Unpack, sizeof...(bits)> unpackers(std::index_sequence<bits...>)
{
    return {&unpackBits<bits>...};
}
constexpr auto unpackersByBits = unpackers(std::make_index_sequence<mostBits + 1>());

// Differences to the numbers before them → the numbers; the first one's is to `first`.
void addUp(std::uint32_t first, std::uint32_t* numbers)
{
#if defined(__SSE2__)
    __m128i before = _mm_set1_epi32(static_cast<int>(first));
    for (std::size_t i = 0; i < blockSize; i += 4) {
        auto* const four = reinterpret_cast<__m128i*>(numbers + i);
        __m128i sums = _mm_loadu_si128(four);
        sums = _mm_add_epi32(sums, _mm_slli_si128(sums, 4));
        sums = _mm_add_epi32(sums, _mm_slli_si128(sums, 8));
        sums = _mm_add_epi32(sums, before);
        _mm_storeu_si128(four, sums);
        before = _mm_shuffle_epi32(sums, 0xFF);
    }
#else
    for (std::size_t i = 0; i < blockSize; ++i)
        numbers[i] = first += numbers[i];
#endif
}

// Seven bits a byte, the highest tells whether another follows.
std::size_t writeNumber(std::uint64_t number, std::uint8_t* into)
{
    std::size_t size = 0;
    for (; number >= 0x80; number >>= 7U)
        into[size++] = static_cast<std::uint8_t>(number | 0x80U);
    into[size++] = static_cast<std::uint8_t>(number);
    return size;
}

std::uint64_t readNumber(const std::uint8_t*& from)
{
    std::uint64_t number = *from & 0x7FU;
    for (unsigned shift = 7; (*from++ & 0x80U) != 0; shift += 7)
        number |= (*from & std::uint64_t{0x7F}) << shift;
    return number;
}

} // namespace

std::span<const PostingLists::Block> PostingLists::blocks(std::uint32_t list) const
{
    if (m_lists[list].size < blockSize)
        return {};
    const auto found = m_blocks.find(list);
    return found == m_blocks.end() ? std::span<const Block>() : std::span<const Block>(found->second);
}

void PostingLists::append(std::uint32_t number, const Posting& posting, const Bm25& formula, Lengths lengths)
{
    if (number == m_lists.size())
        addList();
    List& list = m_lists[number];
    const std::uint32_t next = list.size == 0 ? 0 : list.last + 1;
    const std::uint32_t frequency = std::clamp(posting.frequency, 1U, Posting::mostFrequency);
    const bool isUsual = frequency == usualFrequency;
    std::array<std::uint8_t, 16> bytes{};
    std::size_t size = writeNumber(std::uint64_t{posting.slot - next} << 1U | (isUsual ? 0U : 1U), bytes.data());
    if (!isUsual)
        size += writeNumber(frequency, bytes.data() + size);
    appendToRest(list, {bytes.data(), size});
    list.last = posting.slot;
    ++list.size;
    if (list.size % blockSize == 0)
        seal(number, formula, lengths);
}

// Grows by a quarter, not by as much again: most words are rare, and for them this is most of what they weigh.
PostingLists::List& PostingLists::addList()
{
    if (m_lists.size() == m_lists.capacity())
        m_lists.reserve(m_lists.size() + m_lists.size() / 4 + 16);
    return m_lists.emplace_back();
}

void PostingLists::appendToRest(List& list, std::span<const std::uint8_t> bytes)
{
    const std::size_t size = list.restBytes + bytes.size();
    if (list.restBytes == 0) {
        list.rest = m_arena.allocate(size);
    } else if (size > ByteArena::capacityOf(list.restBytes)) {
        const std::uint32_t place = m_arena.allocate(size);
        std::memcpy(m_arena.at(place), m_arena.at(list.rest), list.restBytes);
        m_arena.release(list.rest, list.restBytes);
        list.rest = place;
    }
    std::memcpy(m_arena.at(list.rest) + list.restBytes, bytes.data(), bytes.size());
    list.restBytes = static_cast<std::uint16_t>(size);
}

// The rest has become a block.
void PostingLists::seal(std::uint32_t number, const Bm25& formula, Lengths lengths)
{
    List& list = m_lists[number];
    std::vector<Block>& blocks = m_blocks[number];
    Unpacked postings;
    unpackFrom(list, blocks, blockSize, postings);
    Block block;
    block.first = postings.slots.front();
    block.last = postings.slots.back();
    block.most = mostOf(postings, formula, lengths);
    const std::uint32_t least = std::ranges::min(postings.frequencies);
    block.leastFrequency = static_cast<std::uint16_t>(least);
    std::array<std::uint32_t, blockSize> differences{};
    std::array<std::uint32_t, blockSize> more{};
    for (std::size_t i = 0; i < blockSize; ++i) {
        differences[i] = i == 0 ? 0 : postings.slots[i] - postings.slots[i - 1];
        more[i] = postings.frequencies[i] - least;
    }
    block.slotBits = static_cast<std::uint8_t>(std::bit_width(std::ranges::max(differences)));
    block.frequencyBits = static_cast<std::uint8_t>(std::bit_width(std::ranges::max(more)));
    const std::size_t size = packedBytes(block.slotBits) + packedBytes(block.frequencyBits);
    block.place = m_arena.allocate(size);
    std::memset(m_arena.at(block.place), 0, size);
    pack(differences, block.slotBits, m_arena.at(block.place));
    pack(more, block.frequencyBits, m_arena.at(block.place) + packedBytes(block.slotBits));
    blocks.push_back(block);
    m_arena.release(list.rest, list.restBytes);
    list.restBytes = 0;
}

void PostingLists::unpack(const Block& block, Unpacked& into) const
{
    const std::uint8_t* packed = m_arena.at(block.place);
    unpackersByBits[block.slotBits](packed, into.slots.data());
    addUp(block.first, into.slots.data());
    unpackersByBits[block.frequencyBits](packed + packedBytes(block.slotBits), into.frequencies.data());
    for (std::uint32_t& each : into.frequencies)
        each += block.leastFrequency;
    into.size = blockSize;
}

void PostingLists::unpackRest(std::uint32_t list, Unpacked& into) const
{
    unpackFrom(m_lists[list], blocks(list), m_lists[list].size % blockSize, into);
}

void PostingLists::unpackFrom(const List& list, std::span<const Block> blocks, std::size_t size, Unpacked& into) const
{
    into.size = size;
    if (size == 0)
        return;
    const std::uint8_t* from = m_arena.at(list.rest);
    std::uint32_t next = blocks.empty() ? 0 : blocks.back().last + 1;
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t difference = readNumber(from);
        into.slots[i] = next + static_cast<std::uint32_t>(difference >> 1U);
        into.frequencies[i] = (difference & 1U) == 0 ? usualFrequency : static_cast<std::uint32_t>(readNumber(from));
        next = into.slots[i] + 1;
    }
    std::fill(into.slots.begin() + static_cast<std::ptrdiff_t>(size), into.slots.end(), next - 1);
    std::fill(into.frequencies.begin() + static_cast<std::ptrdiff_t>(size), into.frequencies.end(), usualFrequency);
}

float PostingLists::mostOf(const Unpacked& postings, const Bm25& formula, Lengths lengths)
{
    float most = 0;
    for (std::size_t i = 0; i < postings.size; ++i)
        most = std::max(most, formula.contribution<float>(postings.frequencies[i], lengths[postings.slots[i]]));
    return most;
}

std::vector<Posting> PostingLists::all(std::uint32_t list) const
{
    std::vector<Posting> postings;
    postings.reserve(size(list));
    Unpacked some;
    const auto take = [&] {
        for (std::size_t i = 0; i < some.size; ++i)
            postings.push_back({some.slots[i], some.frequencies[i]});
    };
    for (const Block& block : blocks(list)) {
        unpack(block, some);
        take();
    }
    unpackRest(list, some);
    take();
    return postings;
}

void PostingLists::weigh(const Bm25& formula, Lengths lengths)
{
    Unpacked postings;
    for (auto& [list, blocks] : m_blocks) {
        for (Block& block : blocks) {
            unpack(block, postings);
            block.most = mostOf(postings, formula, lengths);
        }
    }
}

std::size_t PostingLists::bytes() const
{
    std::size_t bytes = m_arena.bytes() + m_lists.capacity() * sizeof(List);
    for (const auto& [list, blocks] : m_blocks)
        bytes += sizeof(std::pair<const std::uint32_t, std::vector<Block>>) + blocks.capacity() * sizeof(Block);
    return bytes;
}

void PostingLists::write(std::uint32_t number, ByteWriter& writer) const
{
    const List& list = m_lists[number];
    writer.value(list.size);
    for (const Block& block : blocks(number)) {
        writer.value(block.first);
        writer.value(block.leastFrequency);
        writer.value(block.slotBits);
        writer.value(block.frequencyBits);
        writer.bytes(m_arena.at(block.place), packedBytes(block.slotBits) + packedBytes(block.frequencyBits));
    }
    writer.value(list.restBytes);
    if (list.restBytes > 0)
        writer.bytes(m_arena.at(list.rest), list.restBytes);
}

bool PostingLists::read(ByteReader& reader, const Bm25& formula, Lengths lengths)
{
    const auto number = static_cast<std::uint32_t>(m_lists.size());
    List& list = addList();
    list.size = reader.value<std::uint32_t>();
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < list.size / blockSize; ++i) {
        if (!readBlock(reader, blocks, formula, lengths))
            return false;
    }
    list.last = blocks.empty() ? 0 : blocks.back().last;
    const bool isGood = readRest(reader, list, blocks, lengths);
    if (!blocks.empty())
        m_blocks[number] = std::move(blocks);
    return isGood;
}

bool PostingLists::readBlock(ByteReader& reader, std::vector<Block>& blocks, const Bm25& formula, Lengths lengths)
{
    Block block;
    block.first = reader.value<std::uint32_t>();
    block.leastFrequency = reader.value<std::uint16_t>();
    block.slotBits = reader.value<std::uint8_t>();
    block.frequencyBits = reader.value<std::uint8_t>();
    if (block.slotBits > mostBits || block.frequencyBits > mostFrequencyBits)
        return false;
    const std::string_view packed = reader.take(packedBytes(block.slotBits) + packedBytes(block.frequencyBits));
    if (!reader.good())
        return false;
    block.place = m_arena.allocate(packed.size());
    std::ranges::copy(packed, m_arena.at(block.place));
    Unpacked postings;
    unpack(block, postings);
    const bool isAscending = std::ranges::adjacent_find(postings.slots, std::ranges::greater_equal()) == postings.slots.end();
    const bool isBehind = blocks.empty() || blocks.back().last < block.first;
    if (!isAscending || !isBehind || postings.slots.front() != block.first || postings.slots.back() >= lengths.size())
        return false;
    block.last = postings.slots.back();
    block.most = mostOf(postings, formula, lengths);
    blocks.push_back(block);
    return true;
}

bool PostingLists::readRest(ByteReader& reader, List& list, std::span<const Block> blocks, Lengths lengths)
{
    list.restBytes = reader.value<std::uint16_t>();
    const std::string_view bytes = reader.take(list.restBytes);
    const std::size_t size = list.size % blockSize;
    if (!reader.good() || list.restBytes > ByteArena::largestPiece - longestPosting || (size == 0) != bytes.empty())
        return false;
    if (size == 0)
        return true;
    // Each number ends with a byte below 128 and takes at most five; a posting has one or two numbers.
    std::size_t at = 0;
    const auto skipNumber = [&] {
        std::size_t length = 1;
        for (; at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0x80U) != 0; ++at)
            ++length;
        return at++ < bytes.size() && length <= longestNumber;
    };
    for (std::size_t i = 0; i < size; ++i) {
        const bool isUsual = at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 1U) == 0;
        if (!skipNumber() || (!isUsual && !skipNumber()))
            return false;
    }
    list.rest = m_arena.allocate(bytes.size());
    std::ranges::copy(bytes, m_arena.at(list.rest));
    Unpacked postings;
    unpackFrom(list, blocks, size, postings);
    const auto slots = std::span(postings.slots).first(size);
    list.last = slots.back();
    return at == bytes.size() && std::ranges::adjacent_find(slots, std::ranges::greater_equal()) == slots.end()
        && slots.back() < lengths.size() && (blocks.empty() || blocks.back().last < slots.front());
}

} // namespace tandem
