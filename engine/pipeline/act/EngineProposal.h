#pragma once

#include "model/Desk.h"
#include "model/Draft.h"
#include "model/Ticket.h"
#include "pipeline/ActionRules.h"
#include "pipeline/Consideration.h"

namespace tandem {

// The approval that a customer's wish is put up as, without its id and ticket. Its kind is what the message was classified as and
// its amount what Wish read in the customer's words: no other text, and no model's answer, makes or changes a parameter. The
// clause and the evidence are the quotations of the draft's supported sentences, verbatim in the library. nullopt: there is no
// such action, or the rules have it switched off. Pure.
std::optional<Approval> engineProposal(const ProposedAction& action, const Draft& draft, const Consideration& consideration,
    const Customer& customer, const ActionRules& rules, TimePoint now);

} // namespace tandem
