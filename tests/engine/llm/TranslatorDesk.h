#pragma once

#include "services/cache/MemoryCache.h"
#include "services/http/CurlClient.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/PromptedTranslator.h"
#include "support/BillingServer.h"
#include "support/Strings.h"

#include <functional>
#include <ranges>

namespace tandem {

// What stands between the tags of a message.
inline std::string textIn(const Json& message)
{
    const std::string all = message["content"][0]["text"];
    const std::size_t begin = all.find("<text>\n") + 7;
    return all.substr(begin, all.rfind("\n</text>") - begin);
}

inline std::string textIn(const ChatRequest& request)
{
    return textIn(Json{{"content", Json::array({{{"text", request.messages.front().text.text()}}})}});
}

inline ChatReply reply(const std::string& text)
{
    ChatReply reply;
    reply.text = text;
    reply.provider = "anthropic";
    reply.model = "m-1";
    return reply;
}

inline TranslationTask task(const std::string& text)
{
    TranslationTask task;
    task.request = {text, Language::En, Language::De, {}};
    return task;
}

// Batches that end at once; the real ones stand behind a provider (TestAnthropicBatches).
class MemoryBatches final : public ChatBatches {
public:
    using Answer = std::function<Result<ChatReply>(const ChatRequest& request)>;

    explicit MemoryBatches(Answer answer)
        : m_answer(std::move(answer))
    {
    }
    [[nodiscard]] std::string provider() const override { return "anthropic"; }
    Result<BatchState> create(std::span<const BatchEntry> given, std::stop_token) override
    {
        entries.assign(given.begin(), given.end());
        return BatchState{.id = "msgbatch_1"};
    }
    Result<BatchState> state(const std::string& batch, std::stop_token) override
    {
        return BatchState{.id = batch, .phase = BatchPhase::Ended};
    }
    Status results(const std::string&, std::span<const BatchEntry>, const BatchListener& listener, std::stop_token) override
    {
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
            listener(entry->id, m_answer(entry->request));
        return {};
    }
    Status cancel(const std::string&, std::stop_token) override { return {}; }
    static BatchPatience patience()
    {
        BatchPatience patience;
        patience.wait = [](Milliseconds, const std::stop_token& stop) { return !stop.stop_requested(); };
        return patience;
    }

    std::vector<BatchEntry> entries;

private:
    Answer m_answer;
};

// Each line backwards word by word: marks move, as they do between languages.
inline std::string translated(const std::string& text)
{
    std::string result;
    for (const std::string_view line : text::lines(text)) {
        const std::vector<std::string_view> words = text::split(line, ' ');
        result += result.empty() ? "" : "\n";
        std::string turned;
        for (const std::string_view word : words | std::views::reverse)
            turned += (turned.empty() ? "" : " ") + std::string(word);
        result += turned;
    }
    return result;
}

struct Desk {
    explicit Desk(BillingServer::Answer answer, PromptedTranslator::Settings settings = {})
        : server(std::move(answer), clock)
        , cache({}, clock)
    {
        AnthropicModel::Settings provider;
        provider.baseUrl = server.url();
        provider.key = "sk-test";
        provider.options.model = "claude-haiku-5-5";
        model = valueOf(AnthropicModel::create(http, provider));
        settings.job.names = {"Fernway"};
        translator = valueOf(PromptedTranslator::create(*model, cache, clock,
            valueOf(Prompt::load(std::filesystem::path(TANDEM_RESOURCES) / "prompts" / "translate.md")), std::move(settings)));
    }
    Result<Translation> translate(const std::string& text, Language to = Language::De)
    {
        TranslationTask task;
        task.request = {text, Language::En, to, TicketId("tic_1")};
        task.knownPerson = "Ada Holm";
        task.languageOf = languageOf;
        return translator->translate(task, {});
    }

    ManualClock clock;
    CurlClient http;
    BillingServer server;
    MemoryCache cache;
    std::unique_ptr<ChatModel> model;
    std::unique_ptr<PromptedTranslator> translator;
    std::function<std::optional<Language>(std::string_view)> languageOf;
};

inline BillingServer::Answer translating()
{
    return [](const Json& body) { return Said{translated(textIn(body["messages"][0]))}; };
}

} // namespace tandem
