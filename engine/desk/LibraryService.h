#pragma once

#include "base/Clock.h"
#include "desk/Library.h"
#include "operations/Machinery.h"
#include "services/store/Store.h"

namespace tandem {

class LibraryService final : public Library {
public:
    // Waits for the machinery to load at the first call. References outlive the service.
    LibraryService(Store& store, MachineryLoader& machinery, const Clock& clock);

    Result<ImportReport> importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& file,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<std::vector<Document>> documents(const Actor& actor) override;
    Result<Document> document(const Actor& actor, const ArticleId& id) override;
    Status put(const Actor& actor, const Document& document) override;
    Status remove(const Actor& actor, const ArticleId& id) override;
    Result<SearchResult> search(const Actor& actor, const std::string& query, std::size_t count) override;

private:
    Status audit(const Actor& actor, std::string action, std::string subject, std::string detail);

    Store& m_store;
    MachineryLoader& m_machinery;
    const Clock& m_clock;
};

} // namespace tandem
