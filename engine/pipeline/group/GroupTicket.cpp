#include "pipeline/group/GroupTicket.h"

#include "pipeline/group/Reports.h"

#include <algorithm>

namespace tandem {

Grouping grouped(RecentTickets& recent, const EnrichedTicket& enriched, const Consideration& consideration)
{
    RecentTicket ticket;
    ticket.ticket = enriched.ticket.id;
    ticket.customer = enriched.ticket.customer;
    ticket.at = enriched.ticket.createdAt;
    ticket.report = reportKind(consideration.classification, enriched.conversation);
    if (!isAutomatic(enriched.conversation.subject, enriched.conversation.text))
        ticket.fingerprint = recent.model().fingerprint(consideration.vector, consideration.text);
    return recent.place(std::move(ticket));
}

std::optional<EscalationReason> earlierIncident(const Ticket& ticket)
{
    const auto found = std::ranges::find(ticket.escalation, EscalationCode::IncidentBurst, &EscalationReason::code);
    return found == ticket.escalation.end() ? std::nullopt : std::optional(*found);
}

} // namespace tandem
