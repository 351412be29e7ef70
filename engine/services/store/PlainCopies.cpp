#include "services/store/PlainCopies.h"

#include "services/store/SqliteSession.h"
#include "services/store/TicketColumns.h"

#include <string>
#include <vector>

namespace tandem {

namespace {

Result<bool> filled(SqliteSession& session)
{
    SqliteRows rows = TRY(session.connection->run(Sql::PlainCopies));
    TRY(rows.next());
    return rows.integer(0) != 0;
}

Result<std::vector<TicketId>> analysedTickets(SqliteSession& session)
{
    SqliteRows rows = TRY(session.connection->run(Sql::AnalysedTickets));
    std::vector<TicketId> tickets;
    while (TRY(rows.next()))
        tickets.emplace_back(rows.text(0));
    return tickets;
}

Status fillAll(SqliteSession& session)
{
    const std::vector<TicketId> tickets = TRY(analysedTickets(session));
    for (const TicketId& id : tickets) {
        const auto ticket = session.transaction.tickets().get(id);
        if (!ticket && ticket.error().code == ErrorCode::Corrupt)
            continue;
        if (!ticket)
            return std::unexpected(ticket.error());
        const TicketColumns plain(*ticket);
        TRY(session.connection->change(Sql::FillPlainCopies,
            {plain.highStakesAction, plain.reasons, plain.draftConfidence, plain.draftAbstained, id.value()}));
    }
    TRY(session.connection->change(Sql::SetPlainCopies));
    TRY(session.connection->change(Sql::Commit));
    return {};
}

} // namespace

Status fillPlainCopies(SqliteSession& session)
{
    if (TRY(filled(session)))
        return {};
    TRY(session.connection->change(Sql::BeginImmediate));
    Status done = fillAll(session);
    if (!done)
        (void)session.connection->change(Sql::Rollback); // SQLite may have rolled back already
    return done;
}

} // namespace tandem
