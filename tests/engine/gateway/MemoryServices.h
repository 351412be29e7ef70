#pragma once

#include "desk/Adaptation.h"
#include "desk/Explainer.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "desk/Library.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

// Parts of MemoryDesk: a desk's services in memory, by the rules of their interfaces where a test looks at them.
namespace tandem {

// Remembers what it was asked.
class MemoryInbox final : public Inbox {
public:
    Result<InboxPage> page(const Actor&, const InboxQuery& query) override
    {
        const std::lock_guard lock(m_mutex);
        if (query.cursor == "made-up")
            return failure(ErrorCode::InvalidArgument, "The cursor is not one of this list");
        m_asked = query;
        return InboxPage{{row()}, "next-page", 1, {1, 0, 0}};
    }
    Result<InboxCounts> counts(const Actor&) override { return InboxCounts{{0, 0, 1, 0, 0, 0, 1}, {{"Billing", 1}}, 1}; }
    Result<TicketSummary> summary(const Actor&, const TicketId& id) override
    {
        if (id != row().id)
            return failure(ErrorCode::NotFound, "There is no such ticket");
        return row();
    }
    InboxQuery asked()
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    static TicketSummary row()
    {
        TicketSummary row;
        row.id = TicketId("t1");
        row.subject = "Charged twice";
        return row;
    }

    std::mutex m_mutex;
    InboxQuery m_asked;
};

class MemoryLibrary : public Library {
public:
    Result<ImportReport> importArticles(
        const Actor&, const std::vector<std::filesystem::path>&, const std::function<void(int, int)>&, std::stop_token) override
    {
        return failure(ErrorCode::Internal, "No test imports here");
    }
    Result<ImportReport> importResolutions(
        const Actor&, const std::filesystem::path&, const std::function<void(int, int)>&, std::stop_token) override
    {
        return failure(ErrorCode::Internal, "No test imports here");
    }
    Result<std::vector<Finding>> findings(const Actor&) override { return m_findings; }
    Status dismiss(const Actor& actor, const FindingId& id) override
    {
        for (Finding& finding : m_findings) {
            if (finding.id != id)
                continue;
            finding.dismissedBy = actor.id;
            finding.dismissedAt = TimePoint(Milliseconds(1));
            return {};
        }
        return failure(ErrorCode::NotFound, "There is no such finding");
    }
    Result<ReviewReport> review(const Actor&, std::stop_token) override
    {
        return failure(ErrorCode::Internal, "No test reviews here");
    }
    std::vector<Finding> m_findings{aFinding()};
    static Finding aFinding()
    {
        Finding finding;
        finding.id = FindingId("f-1");
        finding.first.article = ArticleId("kb-a");
        finding.second.article = ArticleId("kb-b");
        finding.first.passage = PassageId("kb-a#0");
        finding.second.passage = PassageId("kb-b#0");
        return finding;
    }
    Result<DocumentPage> documents(const Actor& actor, const DocumentListing& listing) override
    {
        DocumentPage page = TRY(list(actor, listing));
        const std::lock_guard lock(m_mutex);
        for (ListedDocument& listed : page.documents)
            listed.document = m_documents.at(listed.document.id);
        return page;
    }
    Result<Document> document(const Actor&, const ArticleId& id) override
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_documents.find(id);
        if (found == m_documents.end())
            return failure(ErrorCode::NotFound, "There is no such article");
        return found->second;
    }
    Status put(const Actor&, const Document& document) override
    {
        const std::lock_guard lock(m_mutex);
        m_documents[document.id] = document;
        ++m_versions[document.id];
        return {};
    }
    Status remove(const Actor&, const ArticleId& id) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_documents.erase(id) == 0)
            return failure(ErrorCode::NotFound, "There is no such article");
        return {};
    }
    Result<DocumentPage> list(const Actor&, const DocumentListing& listing) override
    {
        const std::lock_guard lock(m_mutex);
        DocumentPage page;
        for (const auto& [id, document] : m_documents) {
            if (listing.kind && document.kind != *listing.kind)
                continue;
            if (page.total++ < listing.offset || std::ssize(page.documents) >= listing.limit)
                continue;
            page.documents.push_back({document, m_versions[id]});
            page.documents.back().document.body.clear();
        }
        return page;
    }
    Result<std::vector<Document>> versions(const Actor& actor, const ArticleId& id) override
    {
        return std::vector{TRY(document(actor, id))};
    }
    Result<SearchResult> search(const Actor&, const LibrarySearch& search) override
    {
        const auto& [query, count, kind, language] = search;
        const std::lock_guard lock(m_mutex);
        SearchResult result;
        for (const auto& [id, document] : m_documents) {
            const bool wanted
                = document.kind == kind.value_or(document.kind) && document.language == language.value_or(document.language);
            if (wanted && result.passages.size() < count && document.body.find(query) != std::string::npos) {
                Passage passage{PassageId(id.value() + "#0"), id, document.kind, document.title, "", document.body, {}, {}, {}};
                result.passages.push_back({std::move(passage), 1, 0, 1, {}});
            }
        }
        return result;
    }

private:
    std::mutex m_mutex;
    std::map<ArticleId, Document> m_documents;
    std::map<ArticleId, int> m_versions;
};

// A desk that has learned once.
class MemoryAdaptation final : public Adaptation {
public:
    Result<AdaptationReport> run(const Actor&, const Progress&, std::stop_token) override
    {
        return failure(ErrorCode::Unavailable, "Nothing is waited for over HTTP");
    }
    Status begin(const Actor&) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.isRunning)
            return failure(ErrorCode::Conflict, "Learning is at work already");
        m_status.isRunning = true;
        return {};
    }
    Status back(const Actor&) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_status.used)
            return failure(ErrorCode::Conflict, "The shipped category model is in use");
        m_status.used.reset();
        return {};
    }
    Result<AdaptationStatus> status(const Actor&) override
    {
        const std::lock_guard lock(m_mutex);
        return m_status;
    }

private:
    static AdaptationStatus afterOneRun()
    {
        AdaptationStatus status;
        status.set = 812;
        status.confirmed = 90;
        status.used.emplace();
        status.used->number = 3;
        status.last.emplace();
        return status;
    }

    std::mutex m_mutex;
    AdaptationStatus m_status = afterOneRun();
};

class MemoryExplainer final : public Explainer {
public:
    static Explanation sample()
    {
        Explanation explanation;
        explanation.text = "Größere Rechnung?";
        ExplainedPrediction category{ExplainedKind::Category, "billing_inquiry", "general_inquiry", 0.86, {}, {}};
        category.words.push_back({"Rechnung", {10, 18}, 1.5, 0.52});
        category.shares.push_back({ShareKind::Meaning, -0.25, 0.9});
        explanation.predictions.push_back(category);
        explanation.examples.push_back(
            {"Die Rechnung stimmt nicht", Category::BillingInquiry, Urgency::Low, Sentiment::Negative, Language::De, 0.75});
        return explanation;
    }
    Result<Explanation> explain(const Actor&, const TicketId& id) override
    {
        if (id.value() != "t1")
            return failure(ErrorCode::NotFound, "There is no such ticket");
        return sample();
    }
};

class MemoryFeed final : public Feed {
public:
    [[nodiscard]] std::unique_ptr<Subscription> subscribe(Listener listener) override
    {
        const std::lock_guard lock(m_mutex);
        const int id = m_nextId++;
        m_listeners.emplace(id, std::move(listener));
        return std::make_unique<Place>(*this, id);
    }
    [[nodiscard]] std::uint64_t newest() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_newest;
    }
    void tell(ChangeKind kind, const std::string& ticket)
    {
        const std::lock_guard lock(m_mutex);
        const Change change{++m_newest, kind, TicketId(ticket)};
        for (const auto& [id, listener] : m_listeners)
            listener(change);
    }
    [[nodiscard]] std::size_t listeners() const
    {
        const std::lock_guard lock(m_mutex);
        return m_listeners.size();
    }

private:
    class Place final : public Subscription {
    public:
        Place(MemoryFeed& feed, int id)
            : m_feed(feed)
            , m_id(id)
        {
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() override
        {
            const std::lock_guard lock(m_feed.m_mutex);
            m_feed.m_listeners.erase(m_id);
        }

    private:
        MemoryFeed& m_feed;
        int m_id;
    };

    mutable std::mutex m_mutex;
    std::uint64_t m_newest = 0;
    int m_nextId = 0;
    std::map<int, Listener> m_listeners;
};

} // namespace tandem
