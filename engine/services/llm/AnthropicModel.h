#pragma once

#include "services/llm/AnthropicMessages.h"
#include "services/llm/ChatModel.h"
#include "services/llm/RateLimits.h"

#include <memory>
#include <stop_token>
#include <string>

namespace tandem {

class HttpClient;

// Claude over Anthropic's Messages API, streamed, with citations. Thread-safe; one request for each reply(), retries are others'.
class AnthropicModel final : public ChatModel {
public:
    struct Settings {
        std::string baseUrl = "https://api.anthropic.com";
        std::string key; // a secret: in a header and nowhere else
        AnthropicOptions options;
        RateLimitListener rateLimits; // called from any thread that is in reply()
    };

    // `http` outlives the model. InvalidArgument: a setting that cannot be part of a request; none is quoted.
    static Result<std::unique_ptr<AnthropicModel>> create(HttpClient& http, Settings settings);

    [[nodiscard]] std::string provider() const override { return "anthropic"; }
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override;

private:
    AnthropicModel(HttpClient& http, Settings settings);

    HttpClient& m_http;
    Settings m_settings;
};

} // namespace tandem
