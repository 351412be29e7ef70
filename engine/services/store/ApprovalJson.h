#pragma once

#include "base/Error.h"
#include "model/Desk.h"

#include <string>
#include <string_view>
#include <vector>

// How the parts of an approval are stored. As ticket_json: private to the store, members that a newer version added are ignored,
// missing ones keep their defaults.
namespace tandem::approval_json {

std::string write(const ActionProposal& proposal);
std::string write(const std::vector<ApprovalKey>& keys);

Result<ActionProposal> readProposal(std::string_view text);
Result<std::vector<ApprovalKey>> readKeys(std::string_view text);

} // namespace tandem::approval_json
