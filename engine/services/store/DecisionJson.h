#pragma once

#include "base/Error.h"
#include "model/Decision.h"

#include <string>
#include <string_view>

// How the parts of a decision are stored. As ticket_json: private to the store, members that a newer version added are ignored,
// missing ones keep their defaults.
namespace tandem::decision_json {

std::string write(const DecisionInputs& inputs);
// Without the sentences of its reasons: they quote the customer, and inputs and policy give them.
std::string write(const DecisionOutcome& outcome);

Result<DecisionInputs> readInputs(std::string_view text);
Result<DecisionOutcome> readOutcome(std::string_view text);

} // namespace tandem::decision_json
