#pragma once

#include "model/Conversation.h"
#include "services/llm/ReplyTemplates.h"

#include <string>
#include <string_view>

namespace tandem {

// What a conversation's newest message asks. After the desk's question which case is meant, the reply ("Business") asks nothing
// by itself: then it is the message that the desk asked back about, and the reply. `newest`: of the newest message, as
// classificationText() gives it. Pure.
std::string askedText(const Conversation& conversation, std::string_view newest, const ReplyTemplates& templates);

} // namespace tandem
