#pragma once

#include "base/Clock.h"
#include "desk/Library.h"
#include "operations/Machinery.h"
#include "services/store/Store.h"

#include <mutex>

namespace tandem {

class LibraryService final : public Library {
public:
    // Waits for the machinery to load at the first call. References outlive the service. `evidenceFloor`: the policy's.
    LibraryService(Store& store, MachineryLoader& machinery, const Clock& clock, double evidenceFloor = 0);

    Result<ImportReport> importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& file,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<DocumentPage> list(const Actor& actor, const DocumentListing& listing) override;
    Result<DocumentPage> documents(const Actor& actor, const DocumentListing& listing) override;
    Result<Document> document(const Actor& actor, const ArticleId& id) override;
    Result<std::vector<Document>> versions(const Actor& actor, const ArticleId& id) override;
    Result<SearchResult> search(const Actor& actor, const LibrarySearch& search) override;
    Status put(const Actor& actor, const Document& document) override;
    Status remove(const Actor& actor, const ArticleId& id) override;
    Result<std::vector<Finding>> findings(const Actor& actor) override;
    Status dismiss(const Actor& actor, const FindingId& id) override;
    Result<ReviewReport> review(const Actor& actor, std::stop_token stop) override;

private:
    Status audit(const Actor& actor, std::string action, std::string subject, std::string detail);

    Store& m_store;
    MachineryLoader& m_machinery;
    const Clock& m_clock;
    const double m_evidenceFloor;
    std::mutex m_putting; // nobody puts between another one's look at what is there and its put
};

} // namespace tandem
