#pragma once

#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "model/Desk.h"
#include "model/Finding.h"
#include "pipeline/review/LibraryReview.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

// What is looked for in the library.
struct LibrarySearch {
    std::string text;
    std::size_t count = 10; // passages; 1…100, clamped
    std::optional<DocumentKind> kind{};
    std::optional<Language> language{}; // of the passages; without, the query's own wins ties
};

// What the desk knows, for those who look something up. Not for customers. Thread-safe, synchronous.
class LibraryReading {
public:
    LibraryReading() = default;
    LibraryReading(const LibraryReading&) = delete;
    LibraryReading& operator=(const LibraryReading&) = delete;
    virtual ~LibraryReading() = default;

    virtual Result<DocumentPage> list(const Actor& actor, const DocumentListing& listing) = 0; // without texts
    // The same with their texts, which are read of that page alone; its limit may be any number.
    virtual Result<DocumentPage> documents(const Actor& actor, const DocumentListing& listing) = 0;
    virtual Result<Document> document(const Actor& actor, const ArticleId& id) = 0; // NotFound
    // What it says, then what it said before, the newest first. A resolution has one version. NotFound.
    virtual Result<std::vector<Document>> versions(const Actor& actor, const ArticleId& id) = 0;
    virtual Result<SearchResult> search(const Actor& actor, const LibrarySearch& search) = 0;
};

// What does not fit together in it: articles that say the same, or different things of the same.
class LibraryFindings {
public:
    LibraryFindings() = default;
    LibraryFindings(const LibraryFindings&) = delete;
    LibraryFindings& operator=(const LibraryFindings&) = delete;
    virtual ~LibraryFindings() = default;

    // Of articles as they are now, the newest first, at most 1,000; those that were dismissed too. Not for customers.
    virtual Result<std::vector<Finding>> findings(const Actor& actor) = 0;
    // "That is none": it stays so until one of the two changes. Supervisor and above. NotFound.
    virtual Status dismiss(const Actor& actor, const FindingId& id) = 0;
    // What else runs at night, now: compares what is new or changed; takes minutes for a large library. Supervisor and above.
    virtual Result<ReviewReport> review(const Actor& actor, std::stop_token stop) = 0;
};

// The same for people who tend it: supervisor and above.
class Library : public LibraryReading, public LibraryFindings {
public:
    // See KnowledgeBase. Where the files must be sent to the desk first, `progress` counts them up from minus as many to 0.
    virtual Result<ImportReport> importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    virtual Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& file,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    // Inserts or replaces; searchable when this returns. What says nothing new makes no version. Its content hash is that of the
    // version it was made from, "" = whatever is there: Conflict when another one is, or none. InvalidArgument: no id, title or
    // body.
    virtual Status put(const Actor& actor, const Document& document) = 0;
    virtual Status remove(const Actor& actor, const ArticleId& id) = 0; // its former versions go with it
};

} // namespace tandem
