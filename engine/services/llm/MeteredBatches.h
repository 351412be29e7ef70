#pragma once

#include "services/llm/ChatBatches.h"
#include "services/llm/PriceTable.h"
#include "services/llm/SpendMeter.h"

#include <memory>
#include <string>

namespace tandem {

// Sends batches if the meter lets it, and tells the meter what each answered entry took, at the price of a batch. It hears of
// that when the results are read, for the provider tells it no earlier. Thread-safe.
class MeteredBatches final : public ChatBatches {
public:
    // `model`: what the inner one asks for, as the price table names it. References outlive this.
    MeteredBatches(std::unique_ptr<ChatBatches> inner, std::string model, const PriceTable& prices, SpendMeter& meter);

    [[nodiscard]] std::string provider() const override { return m_inner->provider(); }
    // As the inner one, and the errors of SpendMeter::admit.
    Result<BatchState> create(std::span<const BatchEntry> entries, std::stop_token stop) override;
    Result<BatchState> state(const std::string& batch, std::stop_token stop) override;
    // Reading them twice books them twice.
    Status results(const std::string& batch, std::span<const BatchEntry> entries, const BatchListener& listener,
        std::stop_token stop) override;
    Status cancel(const std::string& batch, std::stop_token stop) override;

private:
    const std::unique_ptr<ChatBatches> m_inner;
    const std::string m_model;
    const PriceTable& m_prices;
    SpendMeter& m_meter;
};

} // namespace tandem
