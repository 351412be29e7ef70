#pragma once

#include "model/Ticket.h"
#include "pipeline/Policy.h"

#include <vector>

namespace tandem {

// Human at once when there is a reason for one, else AI. Pure.
Route decidedRoute(const Policy& policy, const Classification& classification, std::vector<EscalationReason> reasons);

// Reasons for a person that only the finished draft shows: no_evidence, ungrounded_draft, low_confidence. Pure.
std::vector<EscalationReason> draftReasons(const Policy& policy, const Draft& draft);

// More tickets within an hour than one customer may open. Pure.
EscalationReason rateLimitReason(const Policy& policy);

// What becomes of a ticket: approval wanted, escalated, or waiting for review (auto-send is locked). Pure.
TicketStatus decidedStatus(const std::vector<EscalationReason>& reasons, const std::vector<ProposedAction>& actions);

// The actions a customer asks for, as proposals that wait for a person. Pure.
std::vector<ProposedAction> proposedActions(const Classification& classification);

} // namespace tandem
