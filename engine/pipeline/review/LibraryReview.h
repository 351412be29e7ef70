#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "model/Finding.h"
#include "pipeline/review/ComparedArticle.h"
#include "services/store/Store.h"

#include <cstddef>
#include <map>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem {

struct ReviewReport {
    int compared = 0; // articles that were new or had changed
    int found = 0; // in them
};

// Compares articles that are new or have changed with their neighbours in the library: which say the same, and which say
// different things of the same. Two articles are compared when they are of one language, plan and audience, hold on the same day,
// and neither supersedes the other. Resolutions of past tickets are left out: each tells of its own case. One review at a time.
class LibraryReview {
public:
    // Both outlive the object.
    LibraryReview(Store& store, const KnowledgeBase& knowledge);

    // What was compared before a stop (Cancelled) stays compared.
    Result<ReviewReport> run(TimePoint now, std::stop_token stop);

private:
    using Articles = std::unordered_map<ArticleId, Document>; // without texts

    Result<Articles> articles() const;
    [[nodiscard]] Result<std::vector<ArticleId>> unread(const Articles& articles) const;
    [[nodiscard]] Result<const ComparedArticle*> read(const Document& document);
    [[nodiscard]] Result<std::vector<const Document*>> neighboursOf(
        const ComparedArticle& article, const Articles& articles, TimePoint now, const std::stop_token& stop) const;
    [[nodiscard]] Result<std::vector<Finding>> findingsOf(
        const Document& document, const Articles& articles, TimePoint now, const std::stop_token& stop);

    Store& m_store;
    const KnowledgeBase& m_knowledge;
    std::map<ArticleId, ComparedArticle> m_read; // some of those that were read lately
};

} // namespace tandem
