#pragma once

#include "services/llm/ChatModel.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// One message as a chat template wants it.
struct LocalTurn {
    std::string role; // "system", "user", "assistant"
    std::string text;
};

// A request for a model without documents and citations of its own: the evidence stands before the last message, each sentence
// under its number, and the system prompt says to end each sentence with the numbers it rests on: [2.1] (CitationMarkers reads
// them back). `controls` are the texts of the model's control tokens ("<|im_end|>"): wherever one stands in a text it is pulled
// apart, so that nobody ends a turn by writing it. Pure, thread-safe.
std::vector<LocalTurn> localTurns(const ChatRequest& request, const std::vector<std::string>& controls);

} // namespace tandem
