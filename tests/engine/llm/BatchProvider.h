#pragma once

#include "base/Json.h"
#include "services/http/CurlClient.h"
#include "services/llm/AnthropicBatches.h"
#include "services/llm/BatchRun.h"
#include "services/llm/MeteredBatches.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <functional>
#include <limits>
#include <map>

namespace tandem {

inline const std::string secretKey = "sk-very-secret-key";

inline ChatRequest asking(const std::string& question, const std::string& ticket = "")
{
    ChatRequest request;
    request.system = "You write for Contoso.";
    request.documents = {{redact("Refunds"), {redact("Refunds take 5 days."), redact("They go to the card.")}}};
    request.messages = {{ChatRole::User, redact(question)}};
    request.ticket = TicketId(ticket);
    return request;
}

inline std::vector<BatchEntry> twoEntries()
{
    return {{"first-1", asking("How long?", "tic_1")}, {"second_2", asking("Where to?", "tic_2")}};
}

inline std::string stateText(const std::string& status, int running = 0, int succeeded = 0)
{
    return toText({{"id", "msgbatch_01"}, {"type", "message_batch"}, {"processing_status", status},
        {"results_url", "https://evil.example/steal"},
        {"request_counts",
            {{"processing", running}, {"succeeded", succeeded}, {"errored", 0}, {"canceled", 0}, {"expired", 0}}}});
}

inline std::string succeeded(const std::string& id, const std::string& text)
{
    const Json citation
        = {{"type", "content_block_location"}, {"document_index", 0}, {"start_block_index", 0}, {"end_block_index", 1}};
    return toText({{"custom_id", id},
               {"result",
                   {{"type", "succeeded"},
                       {"message",
                           {{"id", "msg_7"}, {"model", "claude-haiku-5-5-20261001"}, {"stop_reason", "end_turn"},
                               {"content",
                                   Json::array({{{"type", "thinking"}, {"thinking", "hm"}},
                                       {{"type", "text"}, {"text", text}, {"citations", Json::array({citation})}}})},
                               {"usage", {{"input_tokens", 100}, {"cache_read_input_tokens", 900}, {"output_tokens", 50}}}}}}}})
        + "\n";
}

inline std::string ended(const std::string& id, const std::string& type)
{
    return toText({{"custom_id", id}, {"result", {{"type", type}}}}) + "\n";
}

inline std::string errored(const std::string& id, const std::string& word)
{
    return toText({{"custom_id", id},
               {"result",
                   {{"type", "errored"}, {"error", {{"type", "error"}, {"error", {{"type", word}, {"message", "secret"}}}}}}}})
        + "\n";
}

// A provider's batches on loopback: an answer for each method and path.
struct Provider {
    using Answer = std::function<std::string(const ReceivedRequest& request)>;

    explicit Provider(std::map<std::string, Answer> given)
        : answers(std::move(given))
        , server({}, Script().serve([this](const ReceivedRequest& request) {
            const auto answer = answers.find(request.method + " " + request.target);
            return answer == answers.end() ? Script::answerText(404, "{}") : answer->second(request);
        }))
    {
        AnthropicBatches::Settings settings;
        settings.baseUrl = server.url("");
        settings.key = secretKey;
        settings.options.model = "claude-haiku-5-5";
        settings.mostEntries = 3;
        settings.mostBytes = 5000;
        batches = valueOf(AnthropicBatches::create(http, settings));
    }
    static Answer saying(const std::string& body)
    {
        return [body](const ReceivedRequest&) { return Script::answerText(200, body); };
    }

    std::map<std::string, Answer> answers;
    CurlClient http;
    ScriptedServer server;
    std::unique_ptr<ChatBatches> batches;
};

inline const std::string all = "/v1/messages/batches";
inline const std::string one = all + "/msgbatch_01";

// Nobody waits; how long it would have been is written down.
inline BatchPatience impatient(std::vector<Milliseconds>& waits)
{
    BatchPatience patience;
    patience.wait = [&waits](Milliseconds time, const std::stop_token& stop) {
        waits.push_back(time);
        return !stop.stop_requested();
    };
    return patience;
}

class Notebook final : public SpendMeter {
public:
    Status admit(const std::string&, PriceKnowledge price) override
    {
        known = price == PriceKnowledge::Known;
        return refusal;
    }
    Result<std::int64_t> room(const std::string& model, PriceKnowledge price) override
    {
        TRY(admit(model, price));
        return left;
    }
    void spent(const ChatSpend& spend) override { spends.push_back(spend); }

    bool known = false;
    Status refusal;
    std::int64_t left = std::numeric_limits<std::int64_t>::max();
    std::vector<ChatSpend> spends;
};

} // namespace tandem
