#pragma once

#include "base/Error.h"
#include "model/Ids.h"
#include "services/store/Store.h"

#include <map>
#include <string>

namespace tandem {

// The display names of everybody who ever had a token; personal.
Result<std::map<ActorId, std::string>> actorNames(Transaction& transaction);

} // namespace tandem
