#pragma once

#include "privacy/RedactedTexts.h"
#include "services/llm/LanguageModel.h"

#include <string>
#include <vector>

// What the desk knows of a customer beside the conversation, for a chat model. Pure, thread-safe.
namespace tandem {

// Each earlier ticket on a line: when, about what, how it ended, and of the desk's last answer the sentences with facts and
// promises. Personal: to be redacted with the rest of the request.
std::vector<std::string> earlierTicketLines(const DraftRequest& request);

// Plan, mood and the redacted earlier tickets, marked as data; "" when nothing is known.
Redacted customerContext(const DraftRequest& request, const Redacted& customerName, const std::vector<Redacted>& earlierTickets);

} // namespace tandem
