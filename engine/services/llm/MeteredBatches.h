#pragma once

#include "services/llm/ChatBatches.h"
#include "services/llm/PriceTable.h"
#include "services/llm/SpendMeter.h"

#include <memory>
#include <string>

namespace tandem {

// Sends of a batch what the budget has room for, and tells the meter what each answered entry took, at the price of a batch. It
// hears of that when the results are read, for the provider tells it no earlier; the entry's name tells the meter what it has
// heard before. Thread-safe.
class MeteredBatches final : public ChatBatches {
public:
    // `model`: what the inner one asks for, as the price table names it. References outlive this.
    MeteredBatches(std::unique_ptr<ChatBatches> inner, std::string model, const PriceTable& prices, SpendMeter& meter);

    [[nodiscard]] std::string provider() const override { return m_inner->provider(); }
    // In the entries' order, those that together cost no more than SpendMeter::room(), each counted with the most that it may
    // cost: its bytes as tokens (TokenEstimate.h), and all of its output. The others are refused, RateLimited and not retryable.
    // As the inner one, the errors of SpendMeter::room(), and RateLimited when there is room for none.
    Result<BatchState> create(std::span<const BatchEntry> entries, std::stop_token stop) override;
    Result<BatchState> state(const std::string& batch, std::stop_token stop) override;
    Status results(const std::string& batch, std::span<const BatchEntry> entries, const BatchListener& listener,
        std::stop_token stop) override;
    Status cancel(const std::string& batch, std::stop_token stop) override;

private:
    [[nodiscard]] std::int64_t mostCost(const ChatRequest& request) const; // micro-dollars; 0 without a price

    const std::unique_ptr<ChatBatches> m_inner;
    const std::string m_model;
    const PriceTable& m_prices;
    SpendMeter& m_meter;
};

} // namespace tandem
