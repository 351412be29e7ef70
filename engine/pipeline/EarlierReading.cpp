#include "pipeline/EarlierReading.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <ranges>

namespace tandem {

namespace {

bool isDecision(const AuditEntry& entry)
{
    constexpr std::array<TicketStatus, 3> decided{
        TicketStatus::AwaitingReview, TicketStatus::AwaitingApproval, TicketStatus::Escalated};
    return std::ranges::any_of(
        decided, [&](TicketStatus status) { return entry.action == "ticket." + std::string(name(status)); });
}

bool isResolution(const AuditEntry& entry)
{
    return entry.action == "ticket.resolved"
        || (entry.action == "ticket.replied" && entry.detail.starts_with(name(TicketStatus::Resolved)));
}

// The status has changed with the customer's next message; the audit trail still knows.
Result<bool> isResolvedSince(Transaction& transaction, const TicketId& ticket)
{
    const std::vector<AuditEntry> trail = TRY(transaction.audit().ofSubject(ticket.value()));
    for (const AuditEntry& entry : trail | std::views::reverse) {
        if (isResolution(entry))
            return true;
        if (entry.action == "ticket.reopened" || isDecision(entry))
            return false;
    }
    return false;
}

} // namespace

Result<EarlierReading> earlierReading(Transaction& transaction, const Ticket& ticket)
{
    EarlierReading earlier;
    if (!ticket.classification)
        return earlier;
    std::ranges::copy_if(ticket.classification->signals, std::back_inserter(earlier.signals),
        [](const Signal& signal) { return holdsForConversation(signal.code); });
    earlier.injection = ticket.classification->injection;
    const bool saysAnything = !earlier.signals.empty() || earlier.injection.score > 0;
    if (saysAnything && TRY(isResolvedSince(transaction, ticket.id)))
        return EarlierReading{};
    return earlier;
}

std::optional<EscalationReason> earlierIncident(const Ticket& ticket)
{
    const auto found = std::ranges::find(ticket.escalation, EscalationCode::IncidentBurst, &EscalationReason::code);
    return found == ticket.escalation.end() ? std::nullopt : std::optional(*found);
}

} // namespace tandem
