#pragma once

#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Conversations.h"
#include "desk/Intake.h"
#include "desk/Learning.h"
#include "desk/Library.h"
#include "ui/connector/Connector.h"

#include <type_traits>

namespace tandem::ui {

// The parts of a desk that a test does not use: every call fails.
inline std::unexpected<Error> absent()
{
    return failure(ErrorCode::Unavailable, "This part of the desk is absent in this test.");
}

class AbsentIntake : public Intake {
public:
    Result<Receipt> submit(const Actor&, IncomingMessage) override { return absent(); }
    Result<Receipt> import(const Actor&, ImportedTicket) override { return absent(); }
};

class AbsentConversations : public Conversations {
public:
    Result<TicketView> ticket(const Actor&, const TicketId&) override { return absent(); }
    Result<Message> reply(const Actor&, const TicketId&, const Reply&) override { return absent(); }
    Result<Message> note(const Actor&, const TicketId&, const std::string&, const std::string&) override { return absent(); }
    Status assign(const Actor&, const TicketId&, const std::optional<ActorId>&) override { return absent(); }
    Status setCategory(const Actor&, const TicketId&, Category) override { return absent(); }
    Result<CandidateId> resolve(const Actor&, const TicketId&, Learn) override { return absent(); }
    Status reopen(const Actor&, const TicketId&) override { return absent(); }
    Status markSeen(const Actor&, const TicketId&) override { return absent(); }
};

class AbsentApprovals : public Approvals {
public:
    Result<std::vector<ApprovalCard>> waiting(const Actor&, int) override { return absent(); }
    Result<std::vector<ApprovalCard>> decided(const Actor&, int) override { return absent(); }
    Result<ApprovalCard> card(const Actor&, const ApprovalId&) override { return absent(); }
    Result<ApprovalCard> propose(const Actor&, const TicketId&, const ActionRequest&) override { return absent(); }
    Status approve(const Actor&, const ApprovalId&, const std::string&) override { return absent(); }
    Status reject(const Actor&, const ApprovalId&, const std::string&) override { return absent(); }
};

class AbsentLearning : public Learning {
public:
    Result<std::vector<LearningCandidate>> candidates(const Actor&, std::optional<CandidateState>, int) override
    {
        return absent();
    }
    Status accept(const Actor&, const CandidateId&, const std::optional<std::string>&) override { return absent(); }
    Status discard(const Actor&, const CandidateId&) override { return absent(); }
    Status undo(const Actor&, const CandidateId&) override { return absent(); }
};

class AbsentLibrary : public Library {
public:
    using Progress = std::function<void(int, int)>;
    Result<ImportReport> importArticles(
        const Actor&, const std::vector<std::filesystem::path>&, const Progress&, std::stop_token) override
    {
        return absent();
    }
    Result<ImportReport> importResolutions(const Actor&, const std::filesystem::path&, const Progress&, std::stop_token) override
    {
        return absent();
    }
    Result<DocumentPage> documents(const Actor&, const DocumentListing&) override { return absent(); }
    Result<Document> document(const Actor&, const ArticleId&) override { return absent(); }
    Status put(const Actor&, const Document&) override { return absent(); }
    Status remove(const Actor&, const ArticleId&) override { return absent(); }
    Result<DocumentPage> list(const Actor&, const DocumentListing&) override { return absent(); }
    Result<std::vector<Document>> versions(const Actor&, const ArticleId&) override { return absent(); }
    Result<SearchResult> search(const Actor&, const LibrarySearch&) override { return absent(); }
    Result<std::vector<Finding>> findings(const Actor&) override { return absent(); }
    Status dismiss(const Actor&, const FindingId&) override { return absent(); }
    Result<ReviewReport> review(const Actor&, std::stop_token) override { return absent(); }
};

class AbsentAdministration : public Administration {
public:
    Result<std::string> createToken(const Actor&, Role, const std::string&, const std::optional<std::string>&) override
    {
        return absent();
    }
    Result<Actor> authenticate(const std::string&) override { return absent(); }
    Result<std::vector<Person>> people(const Actor&) override { return absent(); }
    Health health() override { return {}; }
    [[nodiscard]] std::string metrics() const override { return {}; }
};

class AbsentExplainer : public Explainer {
public:
    Result<Explanation> explain(const Actor&, const TicketId&) override { return absent(); }
};

class AbsentReviews : public Reviews {
public:
    Status reject(const Actor&, const TicketId&, const DraftId&, std::optional<DraftFault>) override { return absent(); }
    Result<ReplyCheck> check(const Actor&, const TicketId&, const std::string&, std::stop_token) override { return absent(); }
    Result<std::vector<AutoSendState>> autoSend(const Actor&) override { return absent(); }
};

class AbsentTranslations : public Translations {
public:
    Result<Translation> translate(const Actor&, const TranslationRequest&, std::stop_token) override { return absent(); }
};

// A desk with the parts that a test has; every other one is absent.
class PartialDesk {
public:
    struct Parts {
        Inbox* inbox = nullptr;
        Conversations* conversations = nullptr;
        Learning* learning = nullptr;
        Library* library = nullptr;
        Administration* administration = nullptr;
        Explainer* explainer = nullptr;
        Reviews* reviews = nullptr;
    };

    // The parts outlive it.
    explicit PartialDesk(const Parts& parts)
        : m_desk{m_intake, *parts.inbox, orAbsent(parts.conversations, m_conversations), m_approvals,
              orAbsent(parts.learning, m_learning), orAbsent(parts.library, m_library),
              orAbsent(parts.administration, m_administration), orAbsent(parts.explainer, m_explainer),
              orAbsent(parts.reviews, m_reviews), m_translations}
    {
    }
    PartialDesk(const PartialDesk&) = delete;
    PartialDesk& operator=(const PartialDesk&) = delete;
    ~PartialDesk() = default;

    operator Desk&() { return m_desk; }

private:
    template <typename Part>
    static Part& orAbsent(Part* part, std::type_identity_t<Part>& absent)
    {
        return part == nullptr ? absent : *part;
    }

    AbsentIntake m_intake;
    AbsentConversations m_conversations;
    AbsentApprovals m_approvals;
    AbsentLearning m_learning;
    AbsentLibrary m_library;
    AbsentAdministration m_administration;
    AbsentExplainer m_explainer;
    AbsentReviews m_reviews;
    AbsentTranslations m_translations;
    Desk m_desk;
};

} // namespace tandem::ui
