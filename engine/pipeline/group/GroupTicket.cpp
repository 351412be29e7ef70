#include "pipeline/group/GroupTicket.h"

#include "pipeline/group/Reports.h"

namespace tandem {

Grouping grouped(RecentTickets& recent, const EnrichedTicket& enriched, const Consideration& consideration)
{
    RecentTicket ticket;
    ticket.ticket = enriched.ticket.id;
    ticket.customer = enriched.ticket.customer;
    ticket.at = enriched.ticket.createdAt;
    ticket.report = reportKind(consideration.classification, enriched.conversation);
    if (!isAutomatic(consideration.classification, enriched.conversation))
        ticket.fingerprint = recent.model().fingerprint(consideration.vector, consideration.text);
    return recent.place(std::move(ticket));
}

} // namespace tandem
