#pragma once

#include "base/Error.h"
#include "model/Ticket.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace tandem {

// Checks and normalises what came in, before it is stored: NFKC, line ends, no control characters; sizes within bounds; at
// least some text; a known customer id. InvalidArgument names the member. Pure.
Result<IncomingMessage> normalised(IncomingMessage message);

// The same for a text of its own, such as an agent's answer: `member` names it in errors. InvalidArgument: empty, not UTF-8, or
// longer than `codePoints`.
Result<std::string> normalisedText(std::string_view text, std::string_view member, std::size_t codePoints);

// The start of a message as one line of a list: at most 160 code points. Pure.
std::string previewOf(std::string_view text);

} // namespace tandem
