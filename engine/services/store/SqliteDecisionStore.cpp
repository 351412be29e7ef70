#include "services/store/SqliteDecisionStore.h"

#include "services/store/ApprovalJson.h"
#include "services/store/TicketJson.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int maximumList = 1000;

std::unexpected<Error> unreadable(std::string_view what)
{
    return failure(ErrorCode::Corrupt,
        "A stored " + std::string(what) + " holds a name that this version does not know; update Tandem or restore a backup.");
}

} // namespace

SqliteDecisionStore::SqliteDecisionStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes)
    : m_connection(connection)
    , m_seal(seal)
    , m_changes(changes)
    , m_labels(connection, seal)
{
}

Status SqliteDecisionStore::put(const Approval& approval)
{
    const std::string& row = approval.id.value();
    const std::string detail = m_seal.seal(approval.detail, "approval.detail", row);
    const std::string amount = m_seal.seal(approval.amount, "approval.amount", row);
    const std::string comment = m_seal.seal(approval.comment, "approval.comment", row);
    const std::string proposal = m_seal.seal(approval_json::write(approval.proposal), "approval.proposal", row);
    const std::string keys = m_seal.seal(approval_json::write(approval.keys), "approval.keys", row);
    TRY(m_connection.change(Sql::PutApproval,
        {row, approval.ticket.value(), approval.action, Blob{detail}, name(approval.state), Blob{amount},
            approval.decidedBy.value(), Blob{comment}, approval.decidedAt, approval.createdAt, approval.expiresAt, Blob{proposal},
            Blob{keys}, approval.keysNeeded, name(approval.execution), approval.executionReason, approval.executedAt,
            approval.reversibleUntil}));
    m_changes.approvals.push_back(approval.ticket);
    return {};
}

Result<std::string> SqliteDecisionStore::opened(
    const SqliteRows& rows, int column, std::string_view place, const std::string& row) const
{
    if (rows.isNull(column))
        return std::string();
    return m_seal.unseal(rows.blob(column), place, row);
}

Result<std::vector<Approval>> SqliteDecisionStore::approvalsFrom(SqliteRows rows) const
{
    std::vector<Approval> approvals;
    while (TRY(rows.next())) {
        Approval& approval = approvals.emplace_back();
        approval.id = ApprovalId(rows.text(0));
        const std::string& row = approval.id.value();
        approval.ticket = TicketId(rows.text(1));
        approval.action = rows.text(2);
        approval.detail = TRY(opened(rows, 3, "approval.detail", row));
        const auto state = approvalStateFrom(rows.text(4));
        if (!state)
            return unreadable("approval");
        approval.state = *state;
        approval.amount = TRY(opened(rows, 5, "approval.amount", row));
        approval.decidedBy = ActorId(rows.text(6));
        approval.comment = TRY(opened(rows, 7, "approval.comment", row));
        approval.decidedAt = rows.optionalTime(8);
        approval.createdAt = rows.time(9);
        approval.expiresAt = rows.time(10);
        TRY(readProposal(rows, approval));
    }
    return approvals;
}

Status SqliteDecisionStore::readProposal(const SqliteRows& rows, Approval& approval) const
{
    const std::string& row = approval.id.value();
    if (rows.isNull(11)) { // from before proposals were typed: the engine made them all
        const auto kind = actionKindFrom(approval.action);
        if (!kind)
            return unreadable("approval");
        approval.proposal.kind = *kind;
        approval.proposal.risk = riskOf(*kind);
        approval.proposal.proposedBy = ActorId("engine");
    } else {
        approval.proposal = TRY(approval_json::readProposal(TRY(opened(rows, 11, "approval.proposal", row))));
    }
    if (!rows.isNull(12))
        approval.keys = TRY(approval_json::readKeys(TRY(opened(rows, 12, "approval.keys", row))));
    approval.keysNeeded = static_cast<int>(rows.integer(13));
    const auto execution = executionStateFrom(rows.text(14));
    if (!execution)
        return unreadable("approval");
    approval.execution = *execution;
    approval.executionReason = rows.text(15);
    approval.executedAt = rows.optionalTime(16);
    approval.reversibleUntil = rows.optionalTime(17);
    return {};
}

Result<Approval> SqliteDecisionStore::approval(const ApprovalId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::GetApproval, {id.value()}));
    std::vector<Approval> found = TRY(approvalsFrom(std::move(rows)));
    if (found.empty())
        return failure(ErrorCode::NotFound, "There is no approval " + id.value() + ".");
    return std::move(found.front());
}

Result<std::vector<Approval>> SqliteDecisionStore::approvalsOf(const TicketId& id)
{
    return approvalsFrom(TRY(m_connection.run(Sql::ApprovalsOfTicket, {id.value()})));
}

Result<std::vector<Approval>> SqliteDecisionStore::approvals(std::optional<ApprovalState> state, int limit)
{
    const int wanted = std::clamp(limit, 1, maximumList);
    if (!state)
        return approvalsFrom(TRY(m_connection.run(Sql::DecidedApprovals, {wanted})));
    if (*state == ApprovalState::Waiting)
        return approvalsFrom(TRY(m_connection.run(Sql::WaitingApprovals, {wanted})));
    return approvalsFrom(TRY(m_connection.run(Sql::ApprovalsOfState, {name(*state), wanted})));
}

Status SqliteDecisionStore::put(const LearningCandidate& candidate)
{
    const std::string& row = candidate.id.value();
    const std::string subject = m_seal.seal(candidate.subject, "learning_candidate.subject", row);
    const std::string question = m_seal.seal(candidate.question, "learning_candidate.question", row);
    const std::string resolution = m_seal.seal(candidate.resolution, "learning_candidate.resolution", row);
    TRY(m_connection.change(Sql::PutCandidate,
        {row, candidate.ticket.value(), Blob{subject}, Blob{question}, Blob{resolution}, candidate.category,
            name(candidate.language), name(candidate.state), candidate.article.value(), candidate.proposedBy.value(),
            candidate.decidedBy.value(), candidate.createdAt, candidate.decidedAt, ticket_json::write(candidate.restsOn)}));
    m_changes.knowledge = true;
    return {};
}

Result<std::vector<LearningCandidate>> SqliteDecisionStore::candidatesFrom(SqliteRows rows) const
{
    std::vector<LearningCandidate> candidates;
    while (TRY(rows.next())) {
        LearningCandidate& candidate = candidates.emplace_back();
        candidate.id = CandidateId(rows.text(0));
        const std::string& row = candidate.id.value();
        candidate.ticket = TicketId(rows.text(1));
        candidate.subject = TRY(opened(rows, 2, "learning_candidate.subject", row));
        candidate.question = TRY(opened(rows, 3, "learning_candidate.question", row));
        candidate.resolution = TRY(opened(rows, 4, "learning_candidate.resolution", row));
        candidate.category = rows.text(5);
        const auto language = languageFrom(rows.text(6));
        const auto state = candidateStateFrom(rows.text(7));
        if (!language || !state)
            return unreadable("learning candidate");
        candidate.language = *language;
        candidate.state = *state;
        candidate.article = ArticleId(rows.text(8));
        candidate.proposedBy = ActorId(rows.text(9));
        candidate.decidedBy = ActorId(rows.text(10));
        candidate.createdAt = rows.time(11);
        candidate.decidedAt = rows.optionalTime(12);
        candidate.restsOn = TRY(ticket_json::readArticles(rows.text(13)));
    }
    return candidates;
}

Result<LearningCandidate> SqliteDecisionStore::candidate(const CandidateId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::GetCandidate, {id.value()}));
    std::vector<LearningCandidate> found = TRY(candidatesFrom(std::move(rows)));
    if (found.empty())
        return failure(ErrorCode::NotFound, "There is no learning candidate " + id.value() + ".");
    return std::move(found.front());
}

Result<std::vector<LearningCandidate>> SqliteDecisionStore::candidates(std::optional<CandidateState> state, int limit)
{
    const int wanted = std::clamp(limit, 1, maximumList);
    if (!state)
        return candidatesFrom(TRY(m_connection.run(Sql::ListCandidates, {wanted})));
    return candidatesFrom(TRY(m_connection.run(Sql::CandidatesOfState, {name(*state), wanted})));
}

} // namespace tandem
