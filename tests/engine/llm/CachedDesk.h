#pragma once

#include "services/cache/MemoryCache.h"
#include "services/http/CurlClient.h"
#include "services/llm/AnthropicModel.h"
#include "services/llm/CachedModel.h"
#include "services/llm/PromptedWriter.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/BillingServer.h"
#include "support/Strings.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace tandem {

inline const std::filesystem::path resources(TANDEM_RESOURCES);

inline ChatRequest asking(const std::string& question, const std::string& ticket = "tic_1")
{
    ChatRequest request;
    request.system = "You write for Contoso.";
    request.documents = {{redact("Refunds"), {redact("Refunds take 5 days."), redact("They go to the card.")}}};
    request.messages = {{ChatRole::User, redact(question)}};
    request.timeout = Milliseconds(20'000);
    request.ticket = TicketId(ticket);
    return request;
}

// A provider on loopback, its model, and the cache before it.
struct Desk {
    explicit Desk(BillingServer::Answer answer, MemoryCache::Limits limits = {}, std::string names = "anthropic claude-haiku-5-5")
        : server(std::move(answer), clock)
        , cache(limits, clock)
        , provider(model(http, server))
        , cached(*provider, cache, metrics, clock, {.models = std::move(names), .life = std::chrono::minutes(10)})
    {
    }

    static std::unique_ptr<ChatModel> model(HttpClient& http, const BillingServer& server)
    {
        AnthropicModel::Settings settings;
        settings.baseUrl = server.url();
        settings.key = "sk-test";
        settings.options.model = "claude-haiku-5-5";
        return valueOf(AnthropicModel::create(http, settings));
    }
    Result<ChatReply> ask(const ChatRequest& request, std::stop_token stop = {})
    {
        ChatListener listener;
        listener.text = [this](std::string_view text) {
            const std::scoped_lock lock(mutex);
            heard += text;
        };
        listener.usage = [this](const std::string&, const std::string&, const TokenUsage&) { ++billed; };
        return cached.reply(request, listener, std::move(stop));
    }
    [[nodiscard]] bool counted(const std::string& result, int times) const
    {
        return metrics.exposition().contains("tandem_llm_cache_total{result=\"" + result + "\"} " + std::to_string(times) + "\n");
    }

    ManualClock clock;
    CurlClient http;
    MetricsRegistry metrics;
    BillingServer server;
    MemoryCache cache;
    std::unique_ptr<ChatModel> provider;
    CachedModel cached;
    std::mutex mutex;
    std::string heard;
    std::atomic<int> billed = 0;
};

inline BillingServer::Answer saying(const std::string& text, const std::string& stopReason = "end_turn")
{
    return [=](const Json&) { return Said{text, stopReason}; };
}

inline std::unique_ptr<PromptedWriter> draftWriter(ChatModel& model)
{
    return valueOf(PromptedWriter::create(model, valueOf(Prompt::load(resources / "prompts" / "answer.md")),
        valueOf(ReplyTemplates::load(resources / "templates" / "replies.json")),
        {.company = "ACME", .timeout = Milliseconds(20'000)}));
}

inline DraftRequest refundRequest(const std::string& question)
{
    DraftRequest request;
    request.question = question;
    request.evidence = 0.9;
    ScoredPassage scored;
    scored.passage.text = "Refunds take 5 days.";
    scored.passage.sentences = {{0, scored.passage.text.size()}};
    request.passages = {scored};
    return request;
}

} // namespace tandem
