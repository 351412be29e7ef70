#pragma once

#include "EventStreams.h"
#include "services/http/CurlClient.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/OpenAiModel.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

inline const std::string secretKey = "sk-very-secret-key";
inline const std::string customersQuestion = "Where is the parcel I sent back?";

enum class Interface { Anthropic, Chat, Responses };
inline constexpr std::array interfaces{Interface::Anthropic, Interface::Chat, Interface::Responses};

inline std::string streamOf(Interface interface)
{
    switch (interface) {
    case Interface::Anthropic: return recordedStream("anthropic-cited.sse");
    case Interface::Chat: return recordedStream("openai-chat.sse");
    case Interface::Responses: break;
    }
    return recordedStream("openai-responses.sse");
}

// A question with the documents that the streams cite.
inline ChatRequest request()
{
    ChatRequest request;
    request.system = "You write for Contoso.";
    request.documents = {{redact("Bills"), {redact("One."), redact("Two.")}},
        {redact("Refunds"), {redact("One."), redact("Two."), redact("Three."), redact("Four.")}}};
    request.messages = {{ChatRole::User, redact(customersQuestion)}};
    request.timeout = Milliseconds(15'000);
    return request;
}

// One call of a provider at a scripted server, and all that is heard of it.
class Call {
public:
    Call(Interface interface, Script script)
        : m_interface(interface)
        , m_server({std::move(script)})
    {
    }

    Result<ChatReply> reply(const ChatRequest& asked = request(), std::stop_token stop = {})
    {
        ChatListener listener;
        listener.text = [this](std::string_view text) {
            heard += text;
            if (onText)
                onText();
        };
        listener.usage = [this](const std::string& provider, const std::string& model, const TokenUsage& usage) {
            billed.push_back(provider + ' ' + model + ' ' + std::to_string(usage.totalInput()) + ' '
                + std::to_string(usage.output) + (usage.estimated ? " estimated" : ""));
        };
        return model()->reply(asked, listener, std::move(stop));
    }

    [[nodiscard]] ReceivedRequest received() const { return m_server.requests().at(0); }
    [[nodiscard]] std::size_t requests() const { return m_server.requests().size(); }

    std::string heard;
    std::vector<std::string> billed;
    std::vector<RateLimits> limits;
    std::function<void()> onText;

private:
    std::unique_ptr<ChatModel> model()
    {
        const auto hear = [this](const RateLimits& said) { limits.push_back(said); };
        if (m_interface == Interface::Anthropic) {
            AnthropicModel::Settings settings;
            settings.baseUrl = m_server.url();
            settings.key = secretKey;
            settings.options.model = "claude-haiku-5-5";
            settings.rateLimits = hear;
            return valueOf(AnthropicModel::create(m_http, settings));
        }
        OpenAiModel::Settings settings;
        settings.baseUrl = m_server.url("/v1");
        settings.key = secretKey;
        settings.options.model = "gpt-6-luna";
        settings.options.api = m_interface == Interface::Chat ? OpenAiApi::ChatCompletions : OpenAiApi::Responses;
        settings.rateLimits = hear;
        return valueOf(OpenAiModel::create(m_http, m_clock, settings));
    }

    Interface m_interface;
    ScriptedServer m_server;
    CurlClient m_http;
    ManualClock m_clock;
};

// Neither the key nor the request, nor what a provider says.
inline bool saysNothingSecret(const Error& error)
{
    for (const std::string& secret : {secretKey, customersQuestion, std::string("secret"), std::string("Contoso")}) {
        if (error.message.contains(secret))
            return false;
    }
    return !error.message.empty();
}

} // namespace tandem
