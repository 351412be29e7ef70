#pragma once

#include "base/Error.h"
#include "model/Finding.h"

#include <map>
#include <string>
#include <vector>

namespace tandem {

// A document that was compared with the others.
struct ComparedDocument {
    ArticleId document;
    std::string contentHash; // of what was compared
    int rules = 0; // by which it was; counts up
    std::string mark; // of both, in the comparer's own form
};

// Articles that say the same, or different things of the same.
class FindingStore {
public:
    FindingStore() = default;
    FindingStore(const FindingStore&) = delete;
    FindingStore& operator=(const FindingStore&) = delete;
    virtual ~FindingStore() = default;

    // The marks of the documents that were compared.
    virtual Result<std::map<ArticleId, std::string>> compared() = 0;
    // What was found about a document. What was found about another state of it goes, and what other rules found unless a person
    // dismissed it. A finding that is there already stays as it is, dismissed or not. NotFound when a document is gone.
    virtual Status put(const ComparedDocument& compared, const std::vector<Finding>& findings) = 0;
    // Those of documents that have not changed since, the newest first, at most `limit` (1…10,000, clamped); dismissed ones too.
    virtual Result<std::vector<Finding>> list(int limit) = 0;
    virtual Status dismiss(const FindingId& id, const ActorId& by, TimePoint at) = 0; // NotFound; saying it twice is fine
};

} // namespace tandem
