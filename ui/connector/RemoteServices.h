#pragma once

#include "ui/connector/Connector.h"
#include "ui/connector/RemoteSession.h"

// The desk's interfaces over REST: what each call asks for and how the answer reads. For RemoteDesk alone; see desk/ for what the
// calls mean.
namespace tandem::ui {

class RemoteIntake final : public Intake {
public:
    explicit RemoteIntake(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<Receipt> submit(const Actor& actor, IncomingMessage message) override;
    Result<Receipt> import(const Actor& actor, ImportedTicket ticket) override;

private:
    const RemoteSession& m_session;
};

class RemoteInbox final : public Inbox {
public:
    explicit RemoteInbox(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<InboxPage> page(const Actor& actor, const InboxQuery& query) override;
    Result<InboxCounts> counts(const Actor& actor) override;
    Result<TicketSummary> summary(const Actor& actor, const TicketId& id) override;

private:
    const RemoteSession& m_session;
};

class RemoteConversations final : public Conversations {
public:
    explicit RemoteConversations(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<TicketView> ticket(const Actor& actor, const TicketId& id) override;
    Result<Message> reply(const Actor& actor, const TicketId& id, const Reply& reply) override;
    Result<Message> note(const Actor& actor, const TicketId& id, const std::string& text, const std::string& key) override;
    Status assign(const Actor& actor, const TicketId& id, const std::optional<ActorId>& assignee) override;
    Status setCategory(const Actor& actor, const TicketId& id, Category category) override;
    Result<CandidateId> resolve(const Actor& actor, const TicketId& id, Learn learn) override;
    Status reopen(const Actor& actor, const TicketId& id) override;
    Status markSeen(const Actor& actor, const TicketId& id) override;

private:
    const RemoteSession& m_session;
};

class RemoteApprovals final : public Approvals {
public:
    explicit RemoteApprovals(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<std::vector<ApprovalCard>> waiting(const Actor& actor, int limit) override;
    Result<std::vector<ApprovalCard>> decided(const Actor& actor, int limit) override;
    Result<ApprovalCard> card(const Actor& actor, const ApprovalId& id) override;
    Result<ApprovalCard> propose(const Actor& actor, const TicketId& ticket, const ActionRequest& request) override;
    Status approve(const Actor& actor, const ApprovalId& id, const std::string& comment) override;
    Status reject(const Actor& actor, const ApprovalId& id, const std::string& comment) override;

private:
    const RemoteSession& m_session;
};

class RemoteLearning final : public Learning {
public:
    explicit RemoteLearning(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<std::vector<LearningCandidate>> candidates(
        const Actor& actor, std::optional<CandidateState> state, int limit) override;
    Status accept(const Actor& actor, const CandidateId& id, const std::optional<std::string>& resolution) override;
    Status discard(const Actor& actor, const CandidateId& id) override;
    Status undo(const Actor& actor, const CandidateId& id) override;

private:
    const RemoteSession& m_session;
};

class RemoteReviews final : public Reviews {
public:
    explicit RemoteReviews(const RemoteSession& session)
        : m_session(session)
    {
    }
    Status reject(const Actor& actor, const TicketId& ticket, const DraftId& draft, std::optional<DraftFault> fault) override;
    Result<ReplyCheck> check(const Actor& actor, const TicketId& ticket, const std::string& text, std::stop_token stop) override;
    Result<std::vector<AutoSendState>> autoSend(const Actor& actor) override;

private:
    const RemoteSession& m_session;
};

// Articles and past tickets are imported by sending their files.
class RemoteLibrary final : public Library {
public:
    explicit RemoteLibrary(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<ImportReport> importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& file,
        const std::function<void(int, int)>& progress, std::stop_token stop) override;
    Result<DocumentPage> list(const Actor& actor, const DocumentListing& listing) override;
    Result<DocumentPage> documents(const Actor& actor, const DocumentListing& listing) override;
    Result<Document> document(const Actor& actor, const ArticleId& id) override;
    Result<std::vector<Document>> versions(const Actor& actor, const ArticleId& id) override;
    Result<std::vector<Finding>> findings(const Actor& actor) override;
    Status dismiss(const Actor& actor, const FindingId& id) override;
    Result<ReviewReport> review(const Actor& actor, std::stop_token stop) override;
    Result<SearchResult> search(const Actor& actor, const LibrarySearch& search) override;
    Status put(const Actor& actor, const Document& document) override;
    Status remove(const Actor& actor, const ArticleId& id) override;

private:
    const RemoteSession& m_session;
};

class RemoteExplainer final : public Explainer {
public:
    explicit RemoteExplainer(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<Explanation> explain(const Actor& actor, const TicketId& id) override;

private:
    const RemoteSession& m_session;
};

class RemoteTranslations final : public Translations {
public:
    explicit RemoteTranslations(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<Translation> translate(const Actor& actor, const TranslationRequest& request, std::stop_token stop) override;

private:
    const RemoteSession& m_session;
};

class RemoteAdministration final : public Administration {
public:
    explicit RemoteAdministration(const RemoteSession& session)
        : m_session(session)
    {
    }
    Result<std::string> createToken(
        const Actor& actor, Role role, const std::string& tokenName, const std::optional<std::string>& customerId) override;
    Result<Actor> authenticate(const std::string& token) override;
    Result<std::vector<Person>> people(const Actor& actor) override;
    Health health() override;
    [[nodiscard]] std::string metrics() const override;

private:
    const RemoteSession& m_session;
};

} // namespace tandem::ui
