#include "services/llm/MeteredBatches.h"

#include <map>
#include <utility>

namespace tandem {

MeteredBatches::MeteredBatches(std::unique_ptr<ChatBatches> inner, std::string model, const PriceTable& prices, SpendMeter& meter)
    : m_inner(std::move(inner))
    , m_model(std::move(model))
    , m_prices(prices)
    , m_meter(meter)
{
}

Result<BatchState> MeteredBatches::create(std::span<const BatchEntry> entries, std::stop_token stop)
{
    TokenUsage least;
    least.input = 1;
    least.output = 1;
    const bool isKnown = m_prices.microDollars(provider(), m_model, least, Tariff::Batch).has_value();
    TRY(m_meter.admit(m_model, isKnown ? PriceKnowledge::Known : PriceKnowledge::Unknown));
    return m_inner->create(entries, std::move(stop));
}

Result<BatchState> MeteredBatches::state(const std::string& batch, std::stop_token stop)
{
    return m_inner->state(batch, std::move(stop));
}

Status MeteredBatches::results(
    const std::string& batch, std::span<const BatchEntry> entries, const BatchListener& listener, std::stop_token stop)
{
    std::map<std::string_view, const BatchEntry*> byId;
    for (const BatchEntry& entry : entries)
        byId[entry.id] = &entry;
    const BatchListener booking = [&](const std::string& id, const Result<ChatReply>& reply) {
        if (reply && reply->usage.totalInput() + reply->usage.output > 0) {
            const std::string& model = reply->model.empty() ? m_model : reply->model;
            const auto cost = m_prices.microDollars(provider(), model, reply->usage, Tariff::Batch);
            m_meter.spent({byId.at(id)->request.ticket, provider(), model, reply->usage, cost});
        }
        listener(id, reply);
    };
    return m_inner->results(batch, entries, booking, std::move(stop));
}

Status MeteredBatches::cancel(const std::string& batch, std::stop_token stop)
{
    return m_inner->cancel(batch, std::move(stop));
}

} // namespace tandem
