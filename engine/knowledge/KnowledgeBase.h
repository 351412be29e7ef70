#pragma once

#include "base/Error.h"
#include "knowledge/Readers.h"
#include "model/Knowledge.h"
#include "privacy/Seal.h"
#include "services/cache/Cache.h"
#include "services/embedding/Embedder.h"
#include "services/store/Store.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct SearchQuery {
    std::string text;
    std::size_t count = 10; // passages
    std::optional<DocumentKind> kind;
    std::optional<Language> language; // only passages in it; without, the query's own language wins ties
    std::optional<Language> queryLanguage;
    TimePoint now{}; // passages valid at this time
    std::optional<TimePoint> today; // what ScoredPassage::heldUntil is told against; nullopt = `now`
    std::optional<Reader> reader; // only passages for this one; nullopt = for whomever they are
    Embedding vector; // the query's, when the caller has it already; empty = embed `text` here
};

struct ImportReport {
    int added = 0;
    int changed = 0;
    int unchanged = 0;
    struct Refused {
        std::string file; // as given, with the line or the number of the item where it holds many
        std::string reason;
    };
    std::vector<Refused> refused;
};

// Everything the desk knows: documents in the store, their keyword and vector indexes in memory and on disk. Thread-safe.
class KnowledgeBase {
public:
    enum class Reranking : std::uint8_t { On, Off };
    struct Settings {
        std::filesystem::path directory; // where saved indexes live
        double keywordWeight = 0.35; // share of BM25 in the fusion
        Reranking reranking = Reranking::On;
        // Documents with more sentences than this get no sentence vectors: ScoredPassage::sentenceSimilarity is empty for them.
        std::size_t mostSentences = 400;
        // Finds the language of an article that does not name it; without it the script decides, Latin being English.
        std::function<std::optional<Language>(std::string_view)> languageOf;
        // For the saved words, of which some are customers'; without it they are saved readable.
        std::optional<Seal> seal;
        Cache* cache = nullptr; // for what searches find; outlives the object. Null: every search is made
    };

    // Opens the saved indexes when they match store and model, otherwise rebuilds them from the store. `embedder` may be null:
    // then search is by words alone. Documents that another model embedded are found by words, notice() says so, and the next
    // import embeds them anew. Both references outlive the object.
    static Result<std::unique_ptr<KnowledgeBase>> open(Settings settings, Store& store, Embedder* embedder);
    KnowledgeBase() = default;
    KnowledgeBase(const KnowledgeBase&) = delete;
    KnowledgeBase& operator=(const KnowledgeBase&) = delete;
    virtual ~KnowledgeBase() = default;

    // Every kind of file that knowledge/import reads, or a folder or zip of them. A bad file is named in the report and skipped.
    // `progress` (documents done, documents found) may be empty. On a stop the answer is Cancelled; what is done is kept, and
    // the same import again goes on from there. A document that somebody changes while the import runs stays as they left it, and
    // the report says so.
    virtual Result<ImportReport> importArticles(const std::vector<std::filesystem::path>& paths, TimePoint now,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    virtual Result<ImportReport> importResolutions(
        const std::filesystem::path& file, TimePoint now, const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    // Inserts or replaces; the content hash is set here. `over`: that of the version which it was made from, nullopt = whatever
    // is there; Conflict when the store has another one by the time it is written, or none.
    virtual Status put(const Document& document, const std::optional<std::string>& over) = 0;
    Status put(const Document& document) { return put(document, std::nullopt); }
    virtual Status remove(const ArticleId& id) = 0; // NotFound
    virtual Result<SearchResult> search(const SearchQuery& query, std::stop_token stop) const = 0;
    [[nodiscard]] virtual std::size_t passageCount() const = 0;
    // Writes the indexes; called on import and at a clean stop.
    virtual Status save() = 0;
    // What keeps search from being as good as it could be, in one sentence for an operator; "" when nothing does.
    [[nodiscard]] virtual std::string notice() const = 0;
};

} // namespace tandem
