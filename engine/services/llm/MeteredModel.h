#pragma once

#include "services/llm/ChatModel.h"
#include "services/llm/PriceTable.h"
#include "services/llm/SpendMeter.h"

#include <atomic>
#include <memory>
#include <string>

namespace tandem {

// Asks another model if the meter lets it, and tells the meter what each call took, also one that failed or was cut off. A model
// that costs nothing is always asked. Thread-safe.
class MeteredModel final : public ChatModel {
public:
    // `model`: what the inner one asks for, as the price table names it. References outlive this.
    MeteredModel(std::unique_ptr<ChatModel> inner, std::string model, const PriceTable& prices, SpendMeter& meter);

    [[nodiscard]] std::string provider() const override;
    // As the inner one, and the errors of SpendMeter::admit.
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override;

private:
    const std::unique_ptr<ChatModel> m_inner;
    const std::string m_model;
    const PriceTable& m_prices;
    SpendMeter& m_meter;
    std::atomic<bool> m_cameUnpriced = false; // a call used a kind of token, or another model, whose price is missing
};

} // namespace tandem
