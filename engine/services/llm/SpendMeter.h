#pragma once

#include "base/Error.h"
#include "services/llm/ChatModel.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tandem {

enum class PriceKnowledge : std::uint8_t { Unknown, Known };

// What one billed call took.
struct ChatSpend {
    TicketId ticket; // empty = no ticket's
    std::string provider;
    std::string model;
    TokenUsage usage;
    std::optional<std::int64_t> microDollars; // nullopt = the price is not known
};

// Who keeps the books of calls that cost money. Thread-safe.
class SpendMeter {
public:
    SpendMeter() = default;
    SpendMeter(const SpendMeter&) = delete;
    SpendMeter& operator=(const SpendMeter&) = delete;
    virtual ~SpendMeter() = default;

    // Whether a model may be asked now. RateLimited when a budget is spent, Forbidden when there is a budget and nobody knows
    // what the model costs; neither is retryable.
    virtual Status admit(const std::string& model, PriceKnowledge price) = 0;
    // Never fails its caller: the call is over.
    virtual void spent(const ChatSpend& spend) = 0;
};

} // namespace tandem
