#include "services/store/SqliteTransaction.h"

namespace tandem {

SqliteTransaction::SqliteTransaction(SqliteConnection& connection, const Seal& seal, const Clock& clock)
    : m_connection(connection)
    , m_tickets(connection, seal, m_changes)
    , m_customers(connection, seal)
    , m_knowledge(connection, seal, m_changes)
    , m_outbox(connection, seal, clock)
    , m_audit(connection, seal)
    , m_decisions(connection, seal, m_changes)
    , m_access(connection, seal)
{
}

Status SqliteTransaction::enqueue(const JobId& id, const TicketId& ticket, TimePoint now)
{
    TRY(m_connection.change(Sql::Enqueue, {id.value(), ticket.value(), now}));
    return {};
}

} // namespace tandem
