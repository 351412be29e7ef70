#pragma once

#include "services/cache/Cache.h"
#include "services/llm/ChatModel.h"
#include "services/telemetry/Metrics.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace tandem {

// Gives an equal request the reply that the first one got, for a while and without a call; equal requests under way at once make
// one call. Equal is all that a model can see (system, documents, messages, schema, limits), which is redacted: what one
// customer's request was answered answers another's who wrote the same but for the values behind the placeholders, and each
// asker restores the reply with values of its own. Ticket and time limit count for nothing. Keys are SHA-256.
//
// Only a finished answer of the preferred provider that its asker accepts is kept: no refusal, none that was cut off, none of a
// stand-in, none that quotes a placeholder which the request does not have, and none that was refused later. A reply from here
// tells no tokens, for none were billed, and its text comes to the listener in one piece. Counted as
// `tandem_llm_cache_total{result}`: hit, shared (another's call under way), miss. Thread-safe.
class CachedModel final : public ChatModel {
public:
    struct Settings {
        std::string models; // whatever shapes an answer beside the request: names of the models and their options
        Milliseconds life = std::chrono::minutes(10);
    };

    // References outlive this.
    CachedModel(ChatModel& inner, Cache& cache, Metrics& metrics, const Clock& clock, Settings settings);

    [[nodiscard]] std::string provider() const override { return m_inner.provider(); }
    // As the inner one. Who waits for another's call shares its error too, unless that one was cancelled or ran out of time: then
    // it asks itself, in the time that is left.
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override;
    void refused(const ChatRequest& request) override;

private:
    // A call under way, and what became of it. Guarded by m_mutex.
    struct Flight {
        std::optional<Result<ChatReply>> outcome;
    };
    class Landing; // ends a flight, whatever happens

    [[nodiscard]] Cache::Key keyOf(const ChatRequest& request) const;
    Result<ChatReply> ask(const Cache::Key& key, const ChatRequest& request, const ChatListener& listener, std::stop_token stop);
    void keep(const Cache::Key& key, const ChatRequest& request, const ChatReply& reply);

    ChatModel& m_inner;
    Cache& m_cache;
    Metrics& m_metrics;
    const Clock& m_clock;
    const Settings m_settings;
    std::mutex m_mutex;
    std::condition_variable_any m_landed;
    std::unordered_map<Cache::Key, std::shared_ptr<Flight>, Cache::KeyHash> m_flights;
};

} // namespace tandem
