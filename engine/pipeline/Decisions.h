#pragma once

#include "model/Decision.h"
#include "pipeline/Policy.h"

#include <vector>

namespace tandem {

// The whole escalation policy: why a person is wanted, whose the ticket is, what is done about a wished action and what becomes
// of the ticket. Human at once when there is a reason for one, else AI. Nothing but its two arguments
// counts, so stored inputs can be decided again, by the same policy or another. Pure.
DecisionOutcome decide(const DecisionInputs& inputs, const Policy& policy);

// Whether two outcomes come to the same for the ticket: what was measured and held against it may differ. Pure.
bool isSameDecision(const DecisionOutcome& left, const DecisionOutcome& right);

// The same as a route. Pure.
Route routeOf(const DecisionOutcome& outcome);

// Whether the customer sends more than the policy lets one send in an hour. Pure.
bool isRateLimited(const DecisionInputs& inputs, const Policy& policy);
// Whether a checked draft claims things and nothing of it is supported. Pure.
bool isGroundless(const Draft& draft);
// What of a finished draft a decision rests on. `strength`: of the draft before it was checked. Pure.
DraftMerit meritOf(const Draft& draft, double evidence, double strength);

// The actions a customer asks for, as proposals that wait for a person. Pure.
std::vector<ProposedAction> proposedActions(const Classification& classification);

} // namespace tandem
