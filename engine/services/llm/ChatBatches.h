#pragma once

#include "base/Error.h"
#include "services/llm/ChatModel.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>

namespace tandem {

// One request of a batch. The id tells its answer: 1 to 64 letters, digits, '-' and '_', unique in the batch.
struct BatchEntry {
    std::string id;
    ChatRequest request; // its time limit counts for nothing
};

enum class BatchPhase : std::uint8_t { Running, Cancelling, Ended };

struct BatchState {
    std::string id; // the provider's
    BatchPhase phase = BatchPhase::Running;
    std::int64_t running = 0; // entries, all of them until the batch has ended
    std::int64_t succeeded = 0;
    std::int64_t failed = 0;
    std::int64_t cancelled = 0;
    std::int64_t expired = 0; // not begun within a day
    std::map<std::string, Error> refused{}; // at its creation: entries by id that were not sent, and why
};

// What became of one entry: InvalidArgument and the like as ChatModel::reply() says them, Cancelled, or TimedOut when the batch
// expired before its turn.
using BatchListener = std::function<void(const std::string& entry, const Result<ChatReply>& reply)>;

// Requests that nobody waits for, sent to a provider together, answered within a day and at half the price. Thread-safe; every
// call blocks for one exchange. Errors besides those named: as ChatModel::reply().
class ChatBatches {
public:
    ChatBatches() = default;
    ChatBatches(const ChatBatches&) = delete;
    ChatBatches& operator=(const ChatBatches&) = delete;
    virtual ~ChatBatches() = default;

    [[nodiscard]] virtual std::string provider() const = 0;
    // Sends what may be sent, and tells in BatchState::refused what may not. InvalidArgument: no entry, an id that is none or not
    // unique, a request that checkChatRequest() refuses; TooLarge: more than the provider takes at once, nothing was sent.
    virtual Result<BatchState> create(std::span<const BatchEntry> entries, std::stop_token stop) = 0;
    virtual Result<BatchState> state(const std::string& batch, std::stop_token stop) = 0;
    // Of a batch that has ended, in any order, on the calling thread. `entries` are those that it was created with; what answers
    // none of them is passed over. What came before an error was heard.
    virtual Status results(
        const std::string& batch, std::span<const BatchEntry> entries, const BatchListener& listener, std::stop_token stop)
        = 0;
    // Asks; what is under way still ends, and is billed.
    virtual Status cancel(const std::string& batch, std::stop_token stop) = 0;
};

} // namespace tandem
