#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/SqliteLabelStore.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteDecisionStore final : public DecisionStore {
public:
    SqliteDecisionStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes);

    Status put(const Approval& approval) override;
    Result<Approval> approval(const ApprovalId& id) override;
    Result<std::vector<Approval>> approvalsOf(const TicketId& id) override;
    Result<std::vector<Approval>> approvals(std::optional<ApprovalState> state, int limit) override;
    Status put(const LearningCandidate& candidate) override;
    Result<LearningCandidate> candidate(const CandidateId& id) override;
    Result<std::vector<LearningCandidate>> candidates(std::optional<CandidateState> state, int limit) override;
    LabelStore& labels() override { return m_labels; }

private:
    Result<std::vector<Approval>> approvalsFrom(SqliteRows rows) const;
    Status readProposal(const SqliteRows& rows, Approval& approval) const;
    Result<std::vector<LearningCandidate>> candidatesFrom(SqliteRows rows) const;
    // "" for NULL: the column came later than the row.
    [[nodiscard]] Result<std::string> opened(
        const SqliteRows& rows, int column, std::string_view place, const std::string& row) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
    CommittedChanges& m_changes;
    SqliteLabelStore m_labels;
};

} // namespace tandem
