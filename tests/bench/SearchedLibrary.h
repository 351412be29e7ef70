#pragma once

#include "Results.h"
#include "RetrievalSets.h"
#include "base/Clock.h"
#include "knowledge/KnowledgeBase.h"
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tandem::bench {

// A set's documents in a workspace of their own, to be searched in several ways.
class SearchedLibrary {
public:
    // Sentences do not decide what is found, but how sure it is.
    SearchedLibrary(const RetrievalSet& set, Embedder* embedder, std::size_t mostSentences = 0)
        : m_embedder(embedder)
        , m_mostSentences(mostSentences)
    {
        const auto knowledge = open(embedder, KnowledgeBase::Settings().keywordWeight, KnowledgeBase::Reranking::On);
        for (const Document& document : set.documents)
            succeed(knowledge->put(document));
        std::vector<std::string> texts;
        for (const RetrievalQuestion& question : set.questions)
            texts.push_back(question.text);
        if (embedder != nullptr)
            m_vectors = valueOf(embedder->embed(texts, TextRole::Query, {}));
    }

    // By words alone when `embedder` is null.
    [[nodiscard]] std::unique_ptr<KnowledgeBase> open(
        Embedder* embedder, double keywordWeight, KnowledgeBase::Reranking reranking) const
    {
        KnowledgeBase::Settings settings;
        settings.directory = m_workspace / ("indexes " + std::to_string(m_opened++));
        settings.keywordWeight = keywordWeight;
        settings.reranking = reranking;
        settings.mostSentences = m_mostSentences;
        return valueOf(KnowledgeBase::open(settings, *m_store, embedder));
    }
    [[nodiscard]] SearchQuery query(const RetrievalSet& set, std::size_t place, std::size_t count) const
    {
        SearchQuery query;
        query.text = set.questions[place].text;
        query.count = count;
        query.now = m_clock.now();
        query.queryLanguage = set.questions[place].language;
        if (!m_vectors.empty())
            query.vector = m_vectors[place];
        return query;
    }
    // With what eachPassage() leaves out.
    void eachStored(const std::function<void(const StoredPassage&)>& visit) const
    {
        succeed(m_store->read([&](Transaction& transaction) -> Status {
            std::vector<PassageId> ids;
            TRY(transaction.knowledge().eachPassage([&](const StoredPassage& stored) -> Status {
                ids.push_back(stored.passage.id);
                return {};
            }));
            for (const PassageId& id : ids) {
                for (const StoredPassage& stored : TRY(transaction.knowledge().passages({id})))
                    visit(stored);
            }
            return {};
        }));
    }
    [[nodiscard]] Embedder* embedder() const { return m_embedder; }

private:
    Embedder* m_embedder;
    const std::size_t m_mostSentences;
    const QTemporaryDir m_folder;
    const std::filesystem::path m_workspace = m_folder.path().toStdString();
    const SystemClock m_clock;
    const std::unique_ptr<SqliteStore> m_store
        = valueOf(SqliteStore::open(m_workspace / "tandem.db", valueOf(Seal::open(m_workspace / "key")), m_clock));
    std::vector<Embedding> m_vectors; // of the questions
    mutable int m_opened = 0;
};

} // namespace tandem::bench
