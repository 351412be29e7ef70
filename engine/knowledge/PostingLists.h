#pragma once

#include "base/Bytes.h"
#include "knowledge/Bm25.h"
#include "knowledge/ByteArena.h"

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace tandem {

struct Posting {
    std::uint32_t slot = 0; // of the passage
    std::uint32_t frequency = 0; // as Bm25 counts it, 1 to mostFrequency
    static constexpr std::uint32_t mostFrequency = 0xFFFF;
};

// For each word, by number, the passages that hold it in ascending order. Every 128 are packed into a block, as differences of as
// many bits as the largest needs; the rest of a list are differences of one to five bytes. Not thread-safe.
class PostingLists {
public:
    static constexpr std::size_t blockSize = 128;
    struct Block {
        std::uint32_t first = 0; // slots
        std::uint32_t last = 0;
        std::uint32_t place = 0; // in the arena
        float most = 0; // that Bm25 gives one of them, for the average length it was weighed by
        std::uint16_t leastFrequency = 0;
        std::uint8_t slotBits = 0;
        std::uint8_t frequencyBits = 0;
    };
    // Postings as they are worked with. Behind the last one it is repeated, so that loops may run over all places.
    struct Unpacked {
        std::array<std::uint32_t, blockSize> slots;
        std::array<std::uint32_t, blockSize> frequencies;
        std::size_t size = 0;
    };
    // By slot.
    using Lengths = std::span<const float>;

    // Its slot lies after all others of the list. `number` is at most one past the last list's.
    void append(std::uint32_t number, const Posting& posting, const Bm25& formula, Lengths lengths);
    [[nodiscard]] std::size_t lists() const { return m_lists.size(); }
    [[nodiscard]] std::size_t size(std::uint32_t list) const { return m_lists[list].size; }
    [[nodiscard]] std::span<const Block> blocks(std::uint32_t list) const;
    void unpack(const Block& block, Unpacked& into) const;
    // What is not in a block; at most 127.
    void unpackRest(std::uint32_t list, Unpacked& into) const;
    [[nodiscard]] std::vector<Posting> all(std::uint32_t list) const;
    // Weighs the blocks again, for another average length.
    void weigh(const Bm25& formula, Lengths lengths);
    [[nodiscard]] static float mostOf(const Unpacked& postings, const Bm25& formula, Lengths lengths);
    [[nodiscard]] std::size_t bytes() const;

    void write(std::uint32_t number, ByteWriter& writer) const;
    // Adds a list. False when what was written is no list of slots that have a length.
    [[nodiscard]] bool read(ByteReader& reader, const Bm25& formula, Lengths lengths);

private:
    struct List {
        std::uint32_t size = 0;
        std::uint32_t last = 0; // slot
        std::uint32_t rest = 0; // in the arena
        std::uint16_t restBytes = 0;
    };
    [[nodiscard]] bool readBlock(ByteReader& reader, std::vector<Block>& blocks, const Bm25& formula, Lengths lengths);
    [[nodiscard]] bool readRest(ByteReader& reader, List& list, std::span<const Block> blocks, Lengths lengths);
    List& addList();
    void appendToRest(List& list, std::span<const std::uint8_t> bytes);
    void seal(std::uint32_t number, const Bm25& formula, Lengths lengths);
    void unpackFrom(const List& list, std::span<const Block> blocks, std::size_t size, Unpacked& into) const;

    ByteArena m_arena;
    std::vector<List> m_lists;
    std::unordered_map<std::uint32_t, std::vector<Block>> m_blocks; // of the few lists that have any
};

} // namespace tandem
