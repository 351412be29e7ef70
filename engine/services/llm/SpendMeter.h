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
    // What names the billed call where it may be told of again ("anthropic/msgbatch_01/entry"): it is booked once, whatever is
    // restarted. "" = it is told of once.
    std::string once{};
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
    // What several calls that are begun at once may cost together, in micro-dollars; the largest number without a budget. Errors
    // as admit().
    virtual Result<std::int64_t> room(const std::string& model, PriceKnowledge price) = 0;
    // Never fails its caller: the call is over.
    virtual void spent(const ChatSpend& spend) = 0;
};

} // namespace tandem
