#pragma once

#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "model/Desk.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace tandem {

// What the desk knows, for people who tend it. Thread-safe, synchronous.
class Library {
public:
    Library() = default;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    virtual ~Library() = default;

    // Supervisor and above. See KnowledgeBase.
    virtual Result<ImportReport> importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    virtual Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& file,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    virtual Result<std::vector<Document>> documents(const Actor& actor) = 0; // bodies included
    virtual Result<Document> document(const Actor& actor, const ArticleId& id) = 0; // NotFound
    // Inserts or replaces; searchable when this returns. Supervisor and above. InvalidArgument: no id, title or body.
    virtual Status put(const Actor& actor, const Document& document) = 0;
    virtual Status remove(const Actor& actor, const ArticleId& id) = 0; // supervisor and above
    virtual Result<SearchResult> search(const Actor& actor, const std::string& query, std::size_t count) = 0;
};

} // namespace tandem
