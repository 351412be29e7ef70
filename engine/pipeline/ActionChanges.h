#pragma once

#include "model/Action.h"
#include "model/Ticket.h"

#include <string>
#include <vector>

namespace tandem {

// What an action changes, as far as the desk knows: what stands in no account of ours is unknown and said so. `tags`: those that
// the ticket bears. Pure.
std::vector<ActionChange> changesOf(
    ActionKind kind, const ActionParameters& parameters, const Customer& customer, const std::vector<std::string>& tags);

// What a contact field of the customer says now. Pure.
const std::string& contactOf(const Customer& customer, ContactField field);

} // namespace tandem
