#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteApprovalStore final : public ApprovalStore {
public:
    SqliteApprovalStore(SqliteConnection& connection, const Seal& seal);

    Status put(const Approval& approval) override;
    Result<Approval> get(const ApprovalId& id) override;
    Result<std::vector<Approval>> ofTicket(const TicketId& id) override;
    Result<std::vector<Approval>> waiting(int limit) override;

private:
    Result<std::vector<Approval>> approvalsFrom(SqliteRows rows) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
