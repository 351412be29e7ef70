#pragma once

#include "services/llm/ChatModel.h"
#include "services/llm/OpenAiMessages.h"
#include "services/llm/RateLimits.h"

#include <memory>
#include <stop_token>
#include <string>

namespace tandem {

class Clock;
class HttpClient;

// Models over OpenAI's interfaces: at OpenAI, or at a server that speaks them (Ollama, llama-server, vLLM), streamed; citations
// by markers. Thread-safe; one request for each reply(), retries are others'.
class OpenAiModel final : public ChatModel {
public:
    struct Settings {
        std::string provider = "openai"; // "local" for a server of one's own
        std::string baseUrl = "https://api.openai.com/v1";
        std::string key; // a secret: in a header and nowhere else; "" = the server asks for none
        OpenAiOptions options;
        RateLimitListener rateLimits; // called from any thread that is in reply()
    };

    // `http` and `clock` outlive the model. InvalidArgument: a setting that cannot be part of a request; none is quoted.
    static Result<std::unique_ptr<OpenAiModel>> create(HttpClient& http, const Clock& clock, Settings settings);

    [[nodiscard]] std::string provider() const override { return m_settings.provider; }
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override;

private:
    OpenAiModel(HttpClient& http, const Clock& clock, Settings settings);

    HttpClient& m_http;
    const Clock& m_clock;
    Settings m_settings;
};

} // namespace tandem
