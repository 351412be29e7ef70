#pragma once

#include "services/store/SqliteAccessStore.h"
#include "services/store/SqliteAuditStore.h"
#include "services/store/SqliteCustomerStore.h"
#include "services/store/SqliteDecisionStore.h"
#include "services/store/SqliteGroupStore.h"
#include "services/store/SqliteKnowledgeStore.h"
#include "services/store/SqliteOutbox.h"
#include "services/store/SqliteTicketStore.h"

#include <utility>

namespace tandem {

// All stores over one connection. Beginning and ending the transaction is the caller's.
class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(SqliteConnection& connection, const Seal& seal, const Clock& clock);

    TicketStore& tickets() override { return m_tickets; }
    CustomerStore& customers() override { return m_customers; }
    KnowledgeStore& knowledge() override { return m_knowledge; }
    Outbox& outbox() override { return m_outbox; }
    AuditStore& audit() override { return m_audit; }
    DecisionStore& decisions() override { return m_decisions; }
    AccessStore& access() override { return m_access; }
    GroupStore& groups() override { return m_groups; }

    // What was changed since the last call; a ticket may stand in it more than once.
    CommittedChanges takenChanges() { return std::exchange(m_changes, {}); }

private:
    CommittedChanges m_changes;
    SqliteTicketStore m_tickets;
    SqliteCustomerStore m_customers;
    SqliteKnowledgeStore m_knowledge;
    SqliteOutbox m_outbox;
    SqliteAuditStore m_audit;
    SqliteDecisionStore m_decisions;
    SqliteAccessStore m_access;
    SqliteGroupStore m_groups;
};

} // namespace tandem
