#pragma once

#include "base/Error.h"
#include "base/Json.h"
#include "desk/Administration.h"
#include "desk/Assistant.h"
#include "desk/Conversations.h"
#include "desk/Intake.h"

// The only JSON form of desk types; field names are those of the public interface. Pure.
namespace tandem::wire {

// POST /api/v1/tickets. InvalidArgument names the member; values inside `metadata` are free.
Result<IncomingMessage> incomingMessage(const Json& body);
// The common part of the batch verbs' input: text (or question), subject, channel, customer, history.
Result<Conversation> conversation(const Json& body, std::string_view textMember);

Json toJson(const Receipt& receipt);
Json toJson(const TicketView& view);
Json toJson(const Health& health);
Json toJson(const Analysis& analysis, std::string_view original); // offsets in code points of `original`
Json toJson(const Answer& answer);
Json toJson(const GroundingCheck& check);
Json toJson(const SearchResult& result);
Json toJson(const Redacted& redacted, std::string_view original); // offsets in code points
Json toJson(const LanguageGuess& guess);

} // namespace tandem::wire
