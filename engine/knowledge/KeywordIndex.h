#pragma once

#include "base/Error.h"
#include "model/Ids.h"
#include "privacy/Seal.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
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

// BM25 over the words of passages, fields weighted. In memory, changed passage by passage; a removed one is left out of results
// at once and out of the lists when a tenth is removed. Thread-safe: searches run together.
class KeywordIndex {
public:
    KeywordIndex() = default;
    KeywordIndex(const KeywordIndex&) = delete;
    KeywordIndex& operator=(const KeywordIndex&) = delete;

    // Replaces the passage when it is there.
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

    // Atomic and with a checksum. `stamp` is given back on load: what the content belongs to. With a seal nobody reads the words
    // in the file: customers' own are among them.
    [[nodiscard]] Status save(const std::filesystem::path& file, std::string_view stamp, const Seal* seal = nullptr) const;
    // NotFound, or Corrupt (also when the stamp or the seal is another), naming the file.
    static Result<std::unique_ptr<KeywordIndex>> load(
        const std::filesystem::path& file, std::string_view stamp, const Seal* seal = nullptr);

private:
    struct Posting {
        std::uint32_t slot = 0;
        float frequency = 0; // weighted by field
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct ActiveWord;
    class Scores;

    void removeSlot(const PassageId& passage);
    void dropRemoved();
    [[nodiscard]] double rarity(std::size_t passages) const;
    [[nodiscard]] double contribution(const Posting& posting) const;
    [[nodiscard]] std::vector<ActiveWord> activeWords(const KeywordQuery& query) const;
    [[nodiscard]] std::vector<std::uint32_t> bestSlots(Scores& scores, std::size_t count, const Accepts& accepts) const;
    [[nodiscard]] double leastOfBest(Scores& scores, std::size_t count, const Accepts& accepts) const;
    [[nodiscard]] static const Posting* find(const std::vector<Posting>& list, std::uint32_t slot);

    mutable std::shared_mutex m_mutex;
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> m_words; // → m_lists
    std::vector<std::vector<Posting>> m_lists; // by word, ascending slots
    std::vector<PassageId> m_passages; // by slot; empty = removed
    std::vector<float> m_lengths; // by slot
    std::unordered_map<PassageId, std::uint32_t> m_slots;
    double m_totalLength = 0; // of those that are not removed
};

} // namespace tandem
