#pragma once

#include "services/http/CurlClient.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/OpenAiModel.h"
#include "support/ModelServer.h"
#include "support/Strings.h"

#include <QMetaType>
#include <QTest>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Our clients at a ModelServer.
namespace tandem {

enum class Form { CompatibleChat, Chat, Responses, Messages };
inline constexpr std::array forms{Form::CompatibleChat, Form::Chat, Form::Responses, Form::Messages};

inline const std::string rightKey = "sk-the-right-key";

inline constexpr Milliseconds ample{120'000}; // a busy machine computes slowly
inline constexpr int longAnswer = 900; // tokens; with the question it still fits into a slot's 1,024

inline ChatRequest question(const std::string& text = "What is the capital of France?", int outputTokens = 60)
{
    ChatRequest request;
    request.system = "You answer in one short sentence.";
    request.messages = {{ChatRole::User, redact(text)}};
    request.outputTokens = outputTokens;
    request.timeout = ample;
    request.ticket = TicketId("tic_1");
    return request;
}

inline OpenAiOptions openAiOptions(Form form)
{
    OpenAiOptions options;
    options.model = "whatever"; // the server has one model and answers with it
    options.api = form == Form::CompatibleChat ? OpenAiApi::CompatibleChat
        : form == Form::Chat                   ? OpenAiApi::ChatCompletions
                                               : OpenAiApi::Responses;
    return options;
}

// A server of one's own, as the engine would ask it: by `http`, at `address` (without a path).
inline std::unique_ptr<ChatModel> modelAt(
    const std::string& address, Form form, HttpClient& http, const std::string& key = "sk-any-key")
{
    static const SystemClock clock;
    if (form == Form::Messages) {
        AnthropicModel::Settings settings;
        settings.baseUrl = address;
        settings.key = key;
        settings.options.model = "whatever";
        return valueOf(AnthropicModel::create(http, settings));
    }
    OpenAiModel::Settings settings;
    settings.provider = "local";
    settings.baseUrl = address + "/v1";
    settings.key = key;
    settings.options = openAiOptions(form);
    return valueOf(OpenAiModel::create(http, clock, settings));
}

// About nine tokens each.
inline std::string sentences(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "The train to Paris leaves at noon. ";
    return text;
}

// Hears one call.
struct Ear {
    std::string heard;
    int pieces = 0;
    std::vector<TokenUsage> billed;
    std::function<void()> onText;

    ChatListener listener()
    {
        return {.text =
                    [this](std::string_view text) {
                        heard += text;
                        ++pieces;
                        if (onText)
                            onText();
                    },
            .startsOver = [this] { heard.clear(); },
            .usage = [this](const std::string&, const std::string&, const TokenUsage& usage) { billed.push_back(usage); }};
    }
};

inline void addForms()
{
    QTest::addColumn<Form>("form");
    QTest::newRow("compatible chat") << Form::CompatibleChat;
    QTest::newRow("chat completions") << Form::Chat;
    QTest::newRow("responses") << Form::Responses;
    QTest::newRow("messages") << Form::Messages;
}

} // namespace tandem

Q_DECLARE_METATYPE(tandem::Form)
