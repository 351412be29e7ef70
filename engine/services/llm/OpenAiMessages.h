#pragma once

#include "base/Error.h"
#include "services/llm/ChatModel.h"

#include <cstdint>
#include <string>
#include <string_view>

// Requests in the forms of OpenAI: pure, no I/O. What comes back is read by OpenAiAnswers.h.
namespace tandem {

enum class OpenAiApi : std::uint8_t {
    Responses, // OpenAI's newer one; nothing is stored there
    ChatCompletions, // OpenAI's older one
    CompatibleChat, // Chat Completions as Ollama, llama-server, vLLM and others speak it: without what only OpenAI knows
};

struct OpenAiOptions {
    OpenAiApi api = OpenAiApi::Responses;
    std::string model;
    bool takesTemperature = true; // false: the request's is left out
    std::string effort; // of reasoning: "none", "low"…; "" = the model's own
};

// Where the request goes, after the base address: "/responses" or "/chat/completions".
std::string_view openAiPath(OpenAiApi api);

// The request's body. The system prompt comes first and is the same for many tickets, which is what the provider's cache goes by.
// The documents stand in the newest message as numbered sentences, one a line, between lines that no sentence can forge; the
// model is asked to end what rests on them with markers such as [2.1], which CitationMarkers takes out. Errors: those of
// checkChatRequest().
Result<std::string> openAiRequest(const ChatRequest& request, const OpenAiOptions& options);

} // namespace tandem
