#include "services/store/SqliteApprovalStore.h"

namespace tandem {

SqliteApprovalStore::SqliteApprovalStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Status SqliteApprovalStore::put(const Approval& approval)
{
    const std::string detail = m_seal.seal(approval.detail, "approval.detail", approval.id.value());
    TRY(m_connection.change(Sql::PutApproval,
        {approval.id.value(), approval.ticket.value(), approval.action, Blob{detail}, name(approval.state),
            approval.decidedBy.value(), approval.createdAt, approval.expiresAt}));
    return {};
}

Result<std::vector<Approval>> SqliteApprovalStore::approvalsFrom(SqliteRows rows) const
{
    std::vector<Approval> approvals;
    while (TRY(rows.next())) {
        Approval& approval = approvals.emplace_back();
        approval.id = ApprovalId(rows.text(0));
        approval.ticket = TicketId(rows.text(1));
        approval.action = rows.text(2);
        approval.detail = TRY(m_seal.unseal(rows.blob(3), "approval.detail", approval.id.value()));
        const auto state = approvalStateFrom(rows.text(4));
        if (!state)
            return failure(ErrorCode::Corrupt, "A stored approval is in a state that this version does not know; update Tandem.");
        approval.state = *state;
        approval.decidedBy = ActorId(rows.text(5));
        approval.createdAt = rows.time(6);
        approval.expiresAt = rows.time(7);
    }
    return approvals;
}

Result<Approval> SqliteApprovalStore::get(const ApprovalId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::GetApproval, {id.value()}));
    std::vector<Approval> found = TRY(approvalsFrom(std::move(rows)));
    if (found.empty())
        return failure(ErrorCode::NotFound, "There is no approval " + id.value() + ".");
    return std::move(found.front());
}

Result<std::vector<Approval>> SqliteApprovalStore::ofTicket(const TicketId& id)
{
    return approvalsFrom(TRY(m_connection.run(Sql::ApprovalsOfTicket, {id.value()})));
}

Result<std::vector<Approval>> SqliteApprovalStore::waiting(int limit)
{
    return approvalsFrom(TRY(m_connection.run(Sql::WaitingApprovals, {limit})));
}

} // namespace tandem
