#pragma once

#include "ui/support/MemoryConnector.h"

#include <atomic>
#include <deque>
#include <map>
#include <thread>

namespace tandem::ui {

// A library in memory: articles with their versions, a search for words, an import that waits where a test wants it to.
class MemoryShelf : public AbsentLibrary {
public:
    Result<DocumentPage> list(const Actor&, const DocumentListing& listing) override
    {
        if (broken)
            return notThere();
        DocumentPage page;
        for (const auto& [id, versions] : articles) {
            if (listing.kind && versions.front().kind != *listing.kind)
                continue;
            if (page.total++ < listing.offset || std::ssize(page.documents) >= listing.limit)
                continue;
            page.documents.push_back({versions.front(), static_cast<int>(versions.size())});
            page.documents.back().document.body.clear();
        }
        return page;
    }
    Result<Document> document(const Actor&, const ArticleId& id) override
    {
        const auto found = articles.find(id);
        return found == articles.end() ? Result<Document>(failure(ErrorCode::NotFound, "There is no such document"))
                                       : found->second.front();
    }
    Result<std::vector<Document>> versions(const Actor&, const ArticleId& id) override
    {
        if (broken)
            return notThere();
        const auto found = articles.find(id);
        return found == articles.end() ? Result<std::vector<Document>>(failure(ErrorCode::NotFound, "There is no such document"))
                                       : std::vector<Document>(found->second.begin(), found->second.end());
    }
    Status put(const Actor&, const Document& document) override
    {
        if (broken)
            return notThere();
        const auto there = articles.find(document.id);
        if (!document.contentHash.empty()
            && (there == articles.end() || there->second.front().contentHash != document.contentHash))
            return failure(ErrorCode::Conflict, "Somebody published another version of this document meanwhile");
        Document copy = document;
        copy.contentHash = "hash-" + std::to_string(++m_puts);
        copy.updatedAt = now;
        articles[document.id].push_front(std::move(copy));
        return {};
    }
    Status remove(const Actor&, const ArticleId& id) override
    {
        return articles.erase(id) > 0 ? Status() : failure(ErrorCode::NotFound, "There is no such document");
    }
    Result<SearchResult> search(const Actor&, const LibrarySearch& search) override
    {
        searched.push_back(search);
        if (broken)
            return notThere();
        return result;
    }
    Result<ImportReport> importArticles(
        const Actor&, const std::vector<std::filesystem::path>&, const Progress& progress, std::stop_token stop) override
    {
        while (sends && !stop.stop_requested()) {
            progress(-1, 2);
            std::this_thread::yield();
        }
        for (int done = 0; done < 40 || holdImport; ++done) {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled, "the import was stopped; what was done is kept");
            progress(std::min(done, 30), 40);
            if (done >= 30 && holdImport)
                std::this_thread::yield();
        }
        ImportReport report;
        report.added = 39;
        report.refused.push_back({"broken.pdf", "it is no PDF"});
        return report;
    }

    Result<std::vector<Finding>> findings(const Actor&) override { return found; }

    Document& add(const std::string& id, const std::string& title, const std::string& body, Language language = Language::En)
    {
        Document document;
        document.id = ArticleId(id);
        document.title = title;
        document.body = body;
        document.language = language;
        document.contentHash = "hash-" + std::to_string(++m_puts);
        document.updatedAt = now;
        articles[document.id].push_front(std::move(document));
        return articles[ArticleId(id)].front();
    }

    std::map<ArticleId, std::deque<Document>> articles; // the present version first
    SearchResult result;
    std::vector<Finding> found;
    std::vector<LibrarySearch> searched;
    TimePoint now = SystemClock().now();
    std::atomic<bool> broken = false;
    std::atomic<bool> holdImport = false;
    std::atomic<bool> sends = false; // it is still on its way to the desk

private:
    static std::unexpected<Error> notThere()
    {
        return retryableFailure(ErrorCode::Unavailable, "The server does not answer; try again.");
    }
    int m_puts = 0;
};

// A desk with a library. Imports run on a thread of their own, everything else at once.
class ShelfDesk : public Connector {
public:
    explicit ShelfDesk(Role role = Role::Supervisor)
        : m_role(role)
    {
    }
    ShelfDesk(const ShelfDesk&) = delete;
    ShelfDesk& operator=(const ShelfDesk&) = delete;
    ~ShelfDesk() override
    {
        library.holdImport = false;
        library.sends = false;
        for (std::thread& thread : m_threads)
            thread.join();
    }
    [[nodiscard]] Actor actor() const override { return {ActorId("sam"), m_role, "Sam Okafor", {}}; }
    [[nodiscard]] ConnectionState state() const override { return ConnectionState::Online; }
    [[nodiscard]] QString place() const override { return QStringLiteral("Memory"); }

    MemoryShelf library;

protected:
    void run(std::function<void(Desk&)> work) override
    {
        if (library.holdImport)
            m_threads.emplace_back([this, work = std::move(work)] { work(m_desk); });
        else
            work(m_desk);
    }

private:
    class Proposals : public AbsentLearning {
    public:
        Result<std::vector<LearningCandidate>> candidates(const Actor&, std::optional<CandidateState>, int) override
        {
            return std::vector<LearningCandidate>();
        }
    };

    Role m_role;
    MemoryInbox m_inbox;
    Proposals m_proposals;
    PartialDesk m_desk{{.inbox = &m_inbox, .learning = &m_proposals, .library = &library}};
    std::vector<std::thread> m_threads;
};

} // namespace tandem::ui
