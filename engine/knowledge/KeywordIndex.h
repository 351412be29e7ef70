#pragma once

#include "base/Error.h"
#include "knowledge/IndexTable.h"
#include "knowledge/PostingCursor.h"
#include "knowledge/PostingLists.h"
#include "knowledge/WordTable.h"
#include "model/Ids.h"
#include "privacy/Seal.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct KeywordFields {
    std::string_view title;
    std::string_view heading;
    std::string_view text;
};

struct KeywordHit {
    PassageId passage;
    double score = 0; // BM25
};

struct KeywordMatch {
    double score = 0; // BM25; 0 when no word of the query is in the passage
    double coverage = 0; // share of the query's words, weighted by rarity, that stand in the passage: 0…1
    double identifiers = 0; // the same of the identifiers alone, without those that stand in no passage
};

// A query made ready for one index; holds no reference to it.
struct KeywordQuery {
    struct Word {
        std::string text;
        double weight = 1; // how often it stands in the query
        bool identifier = false;
    };
    std::vector<Word> words; // each once
    [[nodiscard]] bool holdsIdentifier() const;
};
KeywordQuery keywordQuery(std::string_view text);

// What an index weighs.
struct KeywordIndexSize {
    std::size_t words = 0;
    std::size_t postings = 0; // also of passages that are removed and still in the lists
    std::size_t listBytes = 0; // of the postings
    std::size_t wordBytes = 0; // of the words and of what finds them
};

// BM25 over the words of passages, fields weighted. In memory, packed, changed passage by passage; a removed one is left out of
// results at once and out of the lists when a tenth is removed. Thread-safe: searches run together.
class KeywordIndex {
public:
    // Replaces the passage when it is there. Does nothing for an empty id.
    void put(const PassageId& passage, const KeywordFields& fields);
    void remove(const PassageId& passage);
    [[nodiscard]] std::size_t size() const;
    // Best first, at most `count` among those that `accepts` (empty = all). Exactly the best by BM25.
    using Accepts = std::function<bool(const PassageId&)>;
    [[nodiscard]] std::vector<KeywordHit> search(const KeywordQuery& query, std::size_t count, const Accepts& accepts) const;
    // In order; zeros for a passage that is not there.
    [[nodiscard]] std::vector<KeywordMatch> match(const KeywordQuery& query, const std::vector<PassageId>& passages) const;
    // Every passage that is in the index, in no order.
    void eachPassage(const std::function<void(const PassageId&)>& visit) const;
    // Whether the identifier stands in any passage: an error code nobody wrote about says nothing.
    [[nodiscard]] bool knowsIdentifierOf(const KeywordQuery& query) const;

    [[nodiscard]] KeywordIndexSize measured() const;

    // Atomic and with a checksum. `stamp` is given back on load: what the content belongs to. With a seal nobody reads the words
    // in the file: customers' own are among them.
    [[nodiscard]] Status save(const std::filesystem::path& file, std::string_view stamp, const Seal* seal = nullptr) const;
    // NotFound, or Corrupt (also when the stamp or the seal is another), naming the file.
    static Result<std::unique_ptr<KeywordIndex>> load(
        const std::filesystem::path& file, std::string_view stamp, const Seal* seal = nullptr);

private:
    struct Asked {
        std::uint32_t list = WordTable::none;
        double rarity = 0;
        double factor = 0; // rarity × how often it was asked for
    };

    [[nodiscard]] std::uint32_t slotOf(const PassageId& passage) const;
    void addSlot(const PassageId& passage, float length);
    void removeSlot(const PassageId& passage);
    void dropRemoved();
    void keepWeighed();
    [[nodiscard]] double averageLength() const;
    [[nodiscard]] PostingCursor::Weighing weighing() const;
    [[nodiscard]] std::vector<Asked> asked(const KeywordQuery& query) const;
    // By slot, which ascend: what `seen` is told of each word of the query that a slot's passage holds, with its contribution.
    template <typename Seen>
    void eachMatch(const std::vector<Asked>& words, const std::vector<std::uint32_t>& slots, const Seen& seen) const;

    mutable std::shared_mutex m_mutex;
    WordTable m_words;
    PostingLists m_lists; // by word
    std::vector<PassageId> m_passages; // by slot; empty = removed
    std::vector<float> m_lengths; // by slot, as Bm25 counts them; infinite = removed
    IndexTable m_slots; // by passage
    std::size_t m_present = 0; // passages that are not removed
    double m_totalLength = 0; // of them
    double m_weighedFor = 0; // the average length of which the lists' blocks know their most
};

} // namespace tandem
