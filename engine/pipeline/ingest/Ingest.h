#pragma once

#include "base/Error.h"
#include "model/Ticket.h"

namespace tandem {

// Checks and normalises what came in, before it is stored: NFKC, line ends, no control characters; sizes within bounds; at
// least some text; a known customer id. InvalidArgument names the member. Pure.
Result<IncomingMessage> normalised(IncomingMessage message);

} // namespace tandem
