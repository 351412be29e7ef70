#pragma once

#include "knowledge/Readers.h"
#include "model/Knowledge.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem {

// What search has to know of every document, without its text. Not thread-safe.
class DocumentSet {
public:
    struct Entry {
        DocumentKind kind = DocumentKind::Article;
        Language language = Language::En;
        std::optional<TimePoint> validFrom;
        std::optional<TimePoint> validUntil;
        bool superseded = false;
        TimePoint updatedAt{};
        std::vector<ArticleId> supersedes;
        std::string audience;
        std::string plan;
        Readership readers; // that audience and plan name
        std::string contentHash;
        std::string modelId; // "" = not embedded
        std::size_t passages = 0;
        std::vector<ArticleId> restsOn;
    };

    void put(const Document& document, std::string modelId, std::size_t passages);
    void setPassages(const ArticleId& id, std::size_t passages);
    void remove(const ArticleId& id);
    [[nodiscard]] const Entry* find(const ArticleId& id) const;
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    [[nodiscard]] std::unordered_map<ArticleId, std::string> versions() const; // content hashes
    // False for what is marked superseded, not yet or no longer valid, or replaced by a document that is valid, and for what
    // rests on such a one, or on one that is not there. Where documents supersede one another in a circle, the newest stands.
    [[nodiscard]] bool isValid(const ArticleId& id, TimePoint now) const;
    // Whether it and all that it rests on are for this reader.
    [[nodiscard]] bool isFor(const ArticleId& id, const Reader& reader) const;
    // The first moment at which a document that is not valid at `today` stopped to be; nullopt for one that is valid, not yet
    // valid, or of which nobody said when it ended.
    [[nodiscard]] std::optional<TimePoint> endOf(const ArticleId& id, TimePoint today) const;
    // The last moment up to `time` at which some document began to hold or had just ended; nullopt before the first.
    [[nodiscard]] std::optional<TimePoint> lastTurn(TimePoint time) const;
    // Documents that this model did not embed, in a stable order.
    [[nodiscard]] std::vector<ArticleId> embeddedByOthers(const std::string& modelId) const;

private:
    // Whether `other`, which supersedes `id`, does so at `now`.
    [[nodiscard]] bool replaces(const ArticleId& other, const ArticleId& id, TimePoint now) const;
    [[nodiscard]] bool reaches(const ArticleId& from, const ArticleId& to) const;

    // Whether it holds by itself, without what it rests on.
    [[nodiscard]] bool holdsAlone(const ArticleId& id, TimePoint now) const;
    [[nodiscard]] std::optional<TimePoint> endAlone(const ArticleId& id, TimePoint today) const; // as endOf()
    // It and what it rests on, and so on; an id that is not there is among them.
    [[nodiscard]] std::vector<ArticleId> foundation(const ArticleId& id) const;
    static std::vector<TimePoint> turnsOf(const Entry& entry);

    std::unordered_map<ArticleId, Entry> m_entries;
    std::multiset<TimePoint> m_turns;
    std::unordered_map<ArticleId, std::vector<ArticleId>> m_supersededBy;
};

// "<article id>#<ordinal>" → "<article id>"
ArticleId articleOf(const PassageId& passage);

} // namespace tandem
