#pragma once

#include "knowledge/DocumentSet.h"
#include "knowledge/KeywordIndex.h"
#include "knowledge/KnowledgeBase.h"
#include "knowledge/LateInteraction.h"
#include "knowledge/PassageBuilder.h"
#include "knowledge/QueryCache.h"
#include "knowledge/Reranker.h"
#include "knowledge/import/Importer.h"
#include "services/vectors/VectorIndex.h"

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem {

// The KnowledgeBase: vectors and words side by side, fused. Changes run one after the other (m_changing); a search sees each
// index before or after a change, waits a moment for a document that the store has newer than the indexes, and leaves out what
// still is, and what the store no longer has.
class HybridKnowledgeBase final : public KnowledgeBase, private DocumentSink {
public:
    HybridKnowledgeBase(Settings settings, Store& store, Embedder* embedder);

    // To be called once, before anything else.
    Status openIndexes();

    Result<ImportReport> importArticles(const std::vector<std::filesystem::path>& paths, TimePoint now,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<ImportReport> importResolutions(const std::filesystem::path& file, TimePoint now,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    using KnowledgeBase::put;
    Status put(const Document& document, const std::optional<std::string>& over) override;
    Status remove(const ArticleId& id) override;
    Result<SearchResult> search(const SearchQuery& query, std::stop_token stop) const override;
    [[nodiscard]] std::size_t passageCount() const override;
    Status save() override;
    [[nodiscard]] std::string notice() const override;

private:
    // What a search asks with.
    struct Asked {
        Embedding vector; // empty without a model
        late::Question tokens; // empty when nothing is to be re-ranked
        bool complete = true; // not when the model failed: what is found then is not for later
    };
    struct Pool {
        std::vector<PassageId> passages;
        std::vector<rerank::Candidate> candidates;
        std::vector<double> scores;
        std::vector<std::optional<ScoreParts>> parts; // of the scores; nullopt where the score is a mere place
        std::vector<std::size_t> order; // best first
        std::size_t words = 0; // of the query
        std::unordered_map<ArticleId, std::string> versions; // content hashes, of the indexes
    };
    using StoredPassages = std::unordered_map<PassageId, StoredPassage>;
    struct Read {
        Pool pool;
        StoredPassages passages; // the best of the pool
        bool isChanging = false; // some are left out, for the store has another version of their document than the indexes
    };

    // DocumentSink
    [[nodiscard]] Versions versions() const override;
    [[nodiscard]] Known known(const Document& document) const override;
    Result<std::vector<ArticleId>> write(std::vector<Document> documents, const Versions& seen, std::stop_token stop) override;
    // `seen` null: over whatever is there.
    Result<std::vector<ArticleId>> writeOver(std::vector<Document> documents, const Versions* seen, std::stop_token stop);

    Status loadDocuments();
    Status loadSaved(const std::string& stamp);
    Status rebuild();
    Status index(const PreparedDocument& prepared);
    Status unindex(const ArticleId& id, std::size_t from, std::size_t to);
    Status embedStale(std::stop_token stop);
    Result<ImportReport> finished(Importer& importer, Status status, std::stop_token stop);
    [[nodiscard]] Result<std::string> stamp() const;
    [[nodiscard]] const Seal* seal() const { return m_settings.seal ? &*m_settings.seal : nullptr; }
    // Whether its passages' vectors lie in the model's space.
    [[nodiscard]] bool isOfModel(const DocumentSet::Entry& entry) const;
    [[nodiscard]] std::string modelId() const { return m_embedder == nullptr ? std::string() : m_embedder->modelId(); }

    // Search, with m_documentsMutex held shared.
    [[nodiscard]] bool accepts(const PassageId& passage, const SearchQuery& query) const;
    [[nodiscard]] Result<std::vector<Neighbour>> nearest(
        const SearchQuery& query, const Embedding& vector, std::size_t count) const;
    [[nodiscard]] Result<Pool> pool(const SearchQuery& query, const Embedding& vector) const;
    // Without the lock.
    [[nodiscard]] Result<Asked> asked(const SearchQuery& query, const std::stop_token& stop) const;
    [[nodiscard]] Result<Read> readBest(const SearchQuery& query, const Embedding& vector, std::size_t count) const;
    [[nodiscard]] Status readStored(Read& read, std::size_t count) const;
    void markStanding(std::vector<ScoredPassage>& passages, TimePoint today) const;
    [[nodiscard]] std::optional<Cache::Key> cacheKey(const SearchQuery& query) const;
    static void sortByScore(Pool& pool);
    static void findSentences(Pool& pool, const Embedding& vector, const StoredPassages& stored);
    static void rerankBest(Pool& pool, const late::Question& question, const StoredPassages& stored);
    [[nodiscard]] static std::vector<ScoredPassage> passagesOf(
        const Pool& pool, const StoredPassages& stored, std::size_t count, const Embedding& vector);

    const Settings m_settings;
    Store& m_store;
    Embedder* const m_embedder;
    PassageBuilder m_builder;
    mutable std::timed_mutex m_changing;
    bool m_unsaved = false; // by m_changing
    mutable std::shared_mutex m_documentsMutex;
    DocumentSet m_documents;
    std::unique_ptr<QueryCache> m_queries; // set by openIndexes(), then fixed
    std::unique_ptr<KeywordIndex> m_keywords; // set by openIndexes(), then fixed
    std::unique_ptr<VectorIndex> m_vectors; // null without an embedder
};

} // namespace tandem
