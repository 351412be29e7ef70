#pragma once

#include "Results.h"
#include "RetrievalSets.h"
#include "base/Clock.h"
#include "knowledge/KnowledgeBase.h"
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace tandem::bench {

// A set's documents in a workspace of their own, to be searched in several ways.
class SearchedLibrary {
public:
    SearchedLibrary(const RetrievalSet& set, Embedder* embedder)
        : m_embedder(embedder)
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
        settings.mostSentences = 0; // sentences do not decide what is found
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
    [[nodiscard]] Embedder* embedder() const { return m_embedder; }

private:
    Embedder* m_embedder;
    const QTemporaryDir m_folder;
    const std::filesystem::path m_workspace = m_folder.path().toStdString();
    const SystemClock m_clock;
    const std::unique_ptr<SqliteStore> m_store
        = valueOf(SqliteStore::open(m_workspace / "tandem.db", valueOf(Seal::open(m_workspace / "key")), m_clock));
    std::vector<Embedding> m_vectors; // of the questions
    mutable int m_opened = 0;
};

} // namespace tandem::bench
