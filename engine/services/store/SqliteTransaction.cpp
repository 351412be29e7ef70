#include "services/store/SqliteTransaction.h"

namespace tandem {

SqliteTransaction::SqliteTransaction(SqliteConnection& connection, const Seal& seal, const Clock& clock)
    : m_tickets(connection, seal, m_changes)
    , m_customers(connection, seal)
    , m_knowledge(connection, seal, m_changes)
    , m_outbox(connection, seal, clock)
    , m_audit(connection, seal)
    , m_decisions(connection, seal, m_changes)
    , m_access(connection, seal)
    , m_groups(connection, seal, m_changes)
{
}

} // namespace tandem
