#pragma once

#include "services/embedding/Encoder.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem {

// SentencePiece's unigram tokenizer: the segmentation into known pieces with the highest sum of scores. White space is
// collapsed and written as U+2581; what no piece covers becomes the unknown token, a run of it one. Immutable, thread-safe.
class UnigramTokenizer {
public:
    struct Special {
        std::int32_t begin = 0;
        std::int32_t end = 0;
        std::int32_t unknown = 0;
    };
    enum class Kind : std::uint8_t { Text, Reserved }; // reserved pieces never match text

    explicit UnigramTokenizer(Special special)
        : m_special(special)
    {
    }
    // Pieces get the ids 0, 1, 2 and so on. Call finish() after the last one.
    void add(std::string_view piece, float score, Kind kind);
    void finish();

    // `text` is valid UTF-8. At most `limit` tokens (at least 2) with begin and end around them.
    [[nodiscard]] Tokens tokens(std::string_view text, std::size_t limit) const;
    // The logarithm of the piece's share of texts; that of an unknown character for the unknown token.
    [[nodiscard]] float score(std::int32_t token) const;

private:
    [[nodiscard]] std::string_view piece(std::size_t id) const;
    [[nodiscard]] std::int32_t find(std::uint64_t hash, std::string_view text) const;
    [[nodiscard]] bool mayBegin(std::uint64_t hash) const;
    [[nodiscard]] Tokens segment(std::string_view text) const;

    Special m_special;
    std::string m_text; // all pieces, one after another
    std::vector<std::uint32_t> m_ends;
    std::vector<float> m_scores;
    std::vector<bool> m_reserved;
    std::vector<std::uint32_t> m_slots; // id + 1 by hash, open addressing; 0: free
    std::vector<std::uint64_t> m_beginnings; // Bloom filter of all beginnings of pieces, to stop looking early
    double m_unknownScore = 0;
};

} // namespace tandem
