#include "knowledge/HybridKnowledgeBase.h"

#include "base/Log.h"
#include "base/Text.h"
#include "knowledge/import/ArticleReader.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace tandem {
namespace {

constexpr const char* vectorFileName = "vectors.index";
constexpr const char* keywordFileName = "words.index";

KeywordFields fieldsOf(const Passage& passage, const std::string& headingAndQuestion)
{
    return {passage.title, headingAndQuestion, passage.text};
}

// A resolution is also found by what the customer wrote.
std::string headingWithQuestion(const Passage& passage, const std::string& question)
{
    return question.empty() ? passage.heading : passage.heading + "\n" + question;
}

PassageId passageId(const ArticleId& article, std::size_t ordinal)
{
    return PassageId(article.value() + "#" + std::to_string(ordinal));
}

// Whether the store has the version that was seen, or none where none was seen. What says the same as `document` is none that
// could be lost.
Result<bool> isAsSeen(KnowledgeStore& store, const Document& document, const DocumentSink::Versions& seen)
{
    const auto stored = TRY(store.version(document.id));
    const auto before = seen.find(document.id);
    if (!stored)
        return before == seen.end();
    return stored->first == document.contentHash || (before != seen.end() && before->second == stored->first);
}

} // namespace

Result<std::unique_ptr<KnowledgeBase>> KnowledgeBase::open(Settings settings, Store& store, Embedder* embedder)
{
    auto knowledge = std::make_unique<HybridKnowledgeBase>(std::move(settings), store, embedder);
    TRY(knowledge->openIndexes());
    return std::unique_ptr<KnowledgeBase>(std::move(knowledge));
}

HybridKnowledgeBase::HybridKnowledgeBase(Settings settings, Store& store, Embedder* embedder)
    : m_settings(std::move(settings))
    , m_store(store)
    , m_embedder(embedder)
    , m_builder(embedder, m_settings.mostSentences)
{
}

Status HybridKnowledgeBase::openIndexes()
{
    TRY(loadDocuments());
    const std::string current = TRY(stamp());
    m_queries = std::make_unique<QueryCache>(m_settings.cache,
        current + " words " + std::to_string(m_settings.keywordWeight)
            + (m_settings.reranking == Reranking::On ? " reranked" : ""));
    const Status loaded = loadSaved(current);
    if (!loaded) {
        if (loaded.error().code != ErrorCode::NotFound)
            log::warning("knowledge_index_rebuilt", {log::Field::reason(loaded.error().message)});
        TRY(rebuild());
        m_unsaved = true;
    }
    std::unordered_map<ArticleId, std::size_t> counts;
    m_keywords->eachPassage([&](const PassageId& passage) { ++counts[articleOf(passage)]; });
    for (const auto& [article, count] : counts)
        m_documents.setPassages(article, count);
    return {};
}

Status HybridKnowledgeBase::loadDocuments()
{
    return m_store.read([&](Transaction& transaction) -> Status {
        return transaction.knowledge().eachDocument([&](const Document& document, const std::string& modelId) -> Status {
            m_documents.put(document, modelId, 0);
            return {};
        });
    });
}

Result<std::string> HybridKnowledgeBase::stamp() const
{
    const std::int64_t revision = TRY(
        readResult(m_store, [](Transaction& transaction) -> Result<std::int64_t> { return transaction.knowledge().revision(); }));
    return "revision " + std::to_string(revision) + " model " + modelId();
}

Status HybridKnowledgeBase::loadSaved(const std::string& stamp)
{
    m_keywords = TRY(KeywordIndex::load(m_settings.directory / keywordFileName, stamp, seal()));
    if (m_embedder != nullptr)
        m_vectors = TRY(loadVectorIndex(m_settings.directory / vectorFileName, modelId(), m_embedder->dimension()));
    return {};
}

Status HybridKnowledgeBase::rebuild()
{
    m_keywords = std::make_unique<KeywordIndex>();
    if (m_embedder != nullptr)
        m_vectors = TRY(makeVectorIndex(modelId(), m_embedder->dimension()));
    return m_store.read([&](Transaction& transaction) -> Status {
        std::unordered_map<ArticleId, std::string> questions;
        for (Document& document : TRY(transaction.knowledge().list()))
            questions[document.id] = std::move(document.question);
        return transaction.knowledge().eachPassage([&](const StoredPassage& stored) -> Status {
            const auto question = questions.find(stored.passage.article);
            if (question == questions.end())
                return {};
            m_keywords->put(stored.passage.id, fieldsOf(stored.passage, headingWithQuestion(stored.passage, question->second)));
            // Another model's vectors lie in another space: they are left out until the document is embedded anew.
            const DocumentSet::Entry* entry = m_documents.find(stored.passage.article);
            if (m_vectors && entry != nullptr && isOfModel(*entry) && !stored.vector.empty())
                TRY(m_vectors->put(stored.passage.id, stored.vector));
            return {};
        });
    });
}

bool HybridKnowledgeBase::isOfModel(const DocumentSet::Entry& entry) const
{
    return entry.modelId == modelId() || entry.modelId.starts_with(modelId() + "+"); // what PassageBuilder may add
}

DocumentSink::Versions HybridKnowledgeBase::versions() const
{
    const std::shared_lock lock(m_documentsMutex);
    return m_documents.versions();
}

DocumentSink::Known HybridKnowledgeBase::known(const Document& document) const
{
    const std::shared_lock lock(m_documentsMutex);
    const DocumentSet::Entry* entry = m_documents.find(document.id);
    if (entry == nullptr)
        return Known::New;
    if (entry->kind != document.kind)
        return Known::OtherKind;
    const bool sameModel = m_embedder == nullptr || entry->modelId == m_builder.embeddedBy();
    return sameModel && entry->contentHash == document.contentHash ? Known::Unchanged : Known::Changed;
}

Result<std::vector<ArticleId>> HybridKnowledgeBase::write(
    std::vector<Document> documents, const Versions& seen, std::stop_token stop)
{
    return writeOver(std::move(documents), &seen, std::move(stop));
}

Result<std::vector<ArticleId>> HybridKnowledgeBase::writeOver(
    std::vector<Document> documents, const Versions* seen, std::stop_token stop)
{
    const std::vector<PreparedDocument> prepared = TRY(m_builder.prepare(std::move(documents), std::move(stop)));
    const std::lock_guard changing(m_changing);
    const QueryCache::Change change(*m_queries);
    m_unsaved = true;
    std::vector<const PreparedDocument*> written;
    std::vector<ArticleId> left;
    TRY(m_store.write([&](Transaction& transaction) -> Status {
        written.clear();
        left.clear();
        for (const PreparedDocument& document : prepared) {
            if (seen != nullptr && !TRY(isAsSeen(transaction.knowledge(), document.document, *seen))) {
                left.push_back(document.document.id);
                continue;
            }
            TRY(transaction.knowledge().put(document.document, document.modelId, document.passages));
            written.push_back(&document);
        }
        return {};
    }));
    for (const PreparedDocument* document : written)
        TRY(index(*document));
    return left;
}

Status HybridKnowledgeBase::index(const PreparedDocument& prepared)
{
    const ArticleId& id = prepared.document.id;
    std::size_t before = 0;
    {
        const std::unique_lock lock(m_documentsMutex);
        if (const DocumentSet::Entry* entry = m_documents.find(id))
            before = entry->passages;
        m_documents.put(prepared.document, prepared.modelId, prepared.passages.size());
    }
    TRY(unindex(id, prepared.passages.size(), before));
    for (const StoredPassage& stored : prepared.passages) {
        m_keywords->put(
            stored.passage.id, fieldsOf(stored.passage, headingWithQuestion(stored.passage, prepared.document.question)));
        if (m_vectors)
            TRY(m_vectors->put(stored.passage.id, stored.vector));
    }
    return {};
}

Status HybridKnowledgeBase::unindex(const ArticleId& id, std::size_t from, std::size_t to)
{
    for (std::size_t ordinal = from; ordinal < to; ++ordinal) {
        m_keywords->remove(passageId(id, ordinal));
        if (m_vectors)
            TRY(m_vectors->remove(passageId(id, ordinal)));
    }
    return {};
}

Result<ImportReport> HybridKnowledgeBase::importArticles(const std::vector<std::filesystem::path>& paths, TimePoint now,
    const std::function<void(int, int)>& progress, std::stop_token stop)
{
    const ArticleReader reader(m_settings.languageOf, stop);
    Importer importer(*this, now, progress, stop);
    Status status = importer.takeArticles(reader, paths);
    return finished(importer, std::move(status), std::move(stop));
}

Result<ImportReport> HybridKnowledgeBase::importResolutions(
    const std::filesystem::path& file, TimePoint now, const std::function<void(int, int)>& progress, std::stop_token stop)
{
    Importer importer(*this, now, progress, stop);
    Status status = importer.takeResolutions(ArticleReader(m_settings.languageOf, stop), file);
    return finished(importer, std::move(status), std::move(stop));
}

Result<ImportReport> HybridKnowledgeBase::finished(Importer& importer, Status status, std::stop_token stop)
{
    if (status)
        status = importer.finish();
    if (status)
        status = embedStale(std::move(stop));
    // What was written before a failure is in the indexes too.
    const Status saved = save();
    if (!status && status.error().code != ErrorCode::Cancelled)
        return std::unexpected(Error{status.error().code, status.error().message + " (" + importer.soFar() + "; they are kept)",
            status.error().retryable});
    TRY(status);
    TRY(saved);
    return std::move(importer).report();
}

// Documents that were embedded by another model, or by none, and did not come with this import.
Status HybridKnowledgeBase::embedStale(std::stop_token stop)
{
    if (m_embedder == nullptr)
        return {};
    std::vector<ArticleId> stale;
    {
        const std::shared_lock lock(m_documentsMutex);
        stale = m_documents.embeddedByOthers(m_builder.embeddedBy());
    }
    for (const ArticleId& id : stale) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "the import was stopped; what was done is kept");
        auto document = TRY(readResult(m_store,
            [&](Transaction& transaction) -> Result<std::optional<Document>> { return transaction.knowledge().find(id); }));
        if (document)
            TRY(write({*document}, {{id, document->contentHash}}, stop));
    }
    return {};
}

Status HybridKnowledgeBase::put(const Document& document, const std::optional<std::string>& over)
{
    if (document.id.empty() || text::trim(document.body).empty())
        return failure(ErrorCode::InvalidArgument, "a document needs an id and a text");
    Document copy = document;
    copy.contentHash = contentHashOf(copy);
    const Versions seen = over ? Versions{{copy.id, *over}} : Versions();
    const auto left = TRY(writeOver({std::move(copy)}, over ? &seen : nullptr, {}));
    if (left.empty())
        return {};
    return failure(ErrorCode::Conflict, "document " + document.id.value() + " is another version by now, or is there no longer");
}

Status HybridKnowledgeBase::remove(const ArticleId& id)
{
    const std::lock_guard changing(m_changing);
    const QueryCache::Change change(*m_queries);
    m_unsaved = true;
    TRY(m_store.write([&](Transaction& transaction) -> Status { return transaction.knowledge().remove(id); }));
    std::size_t passages = 0;
    {
        const std::unique_lock lock(m_documentsMutex);
        if (const DocumentSet::Entry* entry = m_documents.find(id))
            passages = entry->passages;
        m_documents.remove(id);
    }
    return unindex(id, 0, passages);
}

std::size_t HybridKnowledgeBase::passageCount() const
{
    return m_keywords->size();
}

Status HybridKnowledgeBase::save()
{
    const std::lock_guard changing(m_changing);
    if (!m_unsaved)
        return {};
    // The words' file carries the stamp and comes last: with it in place both belong together.
    if (m_vectors)
        TRY(m_vectors->save(m_settings.directory / vectorFileName));
    const std::string current = TRY(stamp());
    TRY(m_keywords->save(m_settings.directory / keywordFileName, current, seal()));
    m_unsaved = false;
    return {};
}

std::string HybridKnowledgeBase::notice() const
{
    if (m_embedder == nullptr)
        return "there is no embedding model: knowledge is searched by words alone";
    const std::shared_lock lock(m_documentsMutex);
    const std::vector<ArticleId> stale = m_documents.embeddedByOthers(m_builder.embeddedBy());
    if (stale.empty())
        return {};
    const auto foreign = std::ranges::count_if(stale, [this](const ArticleId& id) { return !isOfModel(*m_documents.find(id)); });
    if (foreign == 0)
        return std::to_string(stale.size()) + " of " + std::to_string(m_documents.size())
            + " documents were embedded by an older version: they are ranked less well until the next import embeds them anew";
    return std::to_string(foreign) + " of " + std::to_string(m_documents.size())
        + " documents were not embedded by the model in use: they are found by words alone until the next import embeds them";
}

} // namespace tandem
