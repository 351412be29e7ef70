#pragma once

#include "HashedEmbedder.h"
#include "knowledge/KnowledgeBase.h"
#include "privacy/Seal.h"
#include "services/store/SqliteStore.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTemporaryDir>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

// What the tests of the knowledge base share.
namespace tandem {

inline TimePoint day(const char* date)
{
    return valueOf(parseTime(date));
}

// A workspace on disk with its store; knowledge bases are opened over it as processes would one after the other.
struct Workspace {
    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<SqliteStore> store
        = valueOf(SqliteStore::open(path(folder) / "tandem.db", valueOf(Seal::open(path(folder) / "key")), clock));

    std::unique_ptr<KnowledgeBase> open(Embedder* embedder)
    {
        KnowledgeBase::Settings settings;
        settings.directory = path(folder) / "indexes";
        return valueOf(KnowledgeBase::open(settings, *store, embedder));
    }
    std::filesystem::path file(const std::string& name, const std::string& content)
    {
        const auto place = path(folder) / "articles" / name;
        std::filesystem::create_directories(place.parent_path());
        std::ofstream(place, std::ios::binary) << content;
        return place;
    }
    std::filesystem::path article(const std::string& id, const std::string& body, const std::string& more = "")
    {
        return file(id + ".md", "---\nid: " + id + "\ntitle: About " + id + "\nlang: en\n" + more + "---\n\n" + body + "\n");
    }
    ImportReport import(KnowledgeBase& knowledge)
    {
        return valueOf(knowledge.importArticles({path(folder) / "articles"}, clock.now(), {}, {}));
    }
};

inline SearchQuery query(std::string text, const char* date = "2026-11-22")
{
    SearchQuery result;
    result.text = std::move(text);
    result.now = day(date);
    return result;
}

inline std::vector<std::string> found(const KnowledgeBase& knowledge, const SearchQuery& asked)
{
    std::vector<std::string> articles;
    for (const ScoredPassage& scored : valueOf(knowledge.search(asked, {})).passages)
        articles.push_back(scored.passage.article.value());
    return articles;
}

inline std::string best(const KnowledgeBase& knowledge, const SearchQuery& asked)
{
    const auto articles = found(knowledge, asked);
    return articles.empty() ? std::string() : articles.front();
}

inline void writeThree(Workspace& workspace)
{
    workspace.article("refunds", "A duplicate charge is paid back to the original payment method within 5 working days.");
    workspace.article(
        "limits", "Error FILE-507 means that the file is larger than the plan allows.\n\n## Sizes\nThe Free plan allows 25 MB.");
    workspace.article("password", "A password reset link is valid for 60 minutes and works once.");
}

} // namespace tandem
