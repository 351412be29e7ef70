#pragma once

#include "services/store/SqliteAccessStore.h"
#include "services/store/SqliteApprovalStore.h"
#include "services/store/SqliteAuditStore.h"
#include "services/store/SqliteCustomerStore.h"
#include "services/store/SqliteKnowledgeStore.h"
#include "services/store/SqliteOutbox.h"
#include "services/store/SqliteTicketStore.h"

namespace tandem {

// All stores over one connection. It holds no state of a transaction: beginning and ending is the caller's.
class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(SqliteConnection& connection, const Seal& seal, const Clock& clock);

    TicketStore& tickets() override { return m_tickets; }
    CustomerStore& customers() override { return m_customers; }
    KnowledgeStore& knowledge() override { return m_knowledge; }
    Outbox& outbox() override { return m_outbox; }
    AuditStore& audit() override { return m_audit; }
    ApprovalStore& approvals() override { return m_approvals; }
    AccessStore& access() override { return m_access; }
    Status enqueue(const JobId& id, const TicketId& ticket, TimePoint now) override;

private:
    SqliteConnection& m_connection;
    SqliteTicketStore m_tickets;
    SqliteCustomerStore m_customers;
    SqliteKnowledgeStore m_knowledge;
    SqliteOutbox m_outbox;
    SqliteAuditStore m_audit;
    SqliteApprovalStore m_approvals;
    SqliteAccessStore m_access;
};

} // namespace tandem
