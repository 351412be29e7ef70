#include "services/llm/MeteredBatches.h"

#include "model/Spend.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/TokenEstimate.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace tandem {

namespace {

Error noRoom(std::int64_t cost, std::int64_t left)
{
    return {ErrorCode::RateLimited,
        "It was not sent with the batch, for it may cost " + dollars(cost)
            + " USD, and the budget for language models has room for " + dollars(left)
            + " USD: raise budget.daily_usd or budget.monthly_usd, or send it in another day or month",
        false};
}

} // namespace

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
    const std::int64_t room = TRY(m_meter.room(m_model, isKnown ? PriceKnowledge::Known : PriceKnowledge::Unknown));
    std::vector<BatchEntry> admitted;
    std::map<std::string, Error> refused;
    std::int64_t planned = 0;
    for (const BatchEntry& entry : entries) {
        const std::int64_t cost = mostCost(entry.request);
        if (cost > room - planned) {
            refused.emplace(entry.id, noRoom(cost, room - planned));
            continue;
        }
        planned += cost;
        admitted.push_back(entry);
    }
    if (refused.empty())
        return m_inner->create(entries, std::move(stop));
    if (admitted.empty())
        return std::unexpected(refused.begin()->second);
    BatchState state = TRY(m_inner->create(admitted, std::move(stop)));
    state.refused.merge(refused);
    return state;
}

// What is written to the provider's cache is the dearest kind of input.
std::int64_t MeteredBatches::mostCost(const ChatRequest& request) const
{
    TokenUsage usage;
    usage.output = request.outputTokens;
    TokenUsage writing = usage;
    usage.input = estimatedTokens(promptBytes(request));
    writing.cacheWrite = usage.input;
    const auto cost
        = [&](const TokenUsage& of) { return m_prices.microDollars(provider(), m_model, of, Tariff::Batch).value_or(0); };
    return std::max(cost(usage), cost(writing));
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
    const std::string name = provider() + "/" + batch + "/";
    const BatchListener booking = [&](const std::string& id, const Result<ChatReply>& reply) {
        if (reply && reply->usage.totalInput() + reply->usage.output > 0) {
            const std::string& model = reply->model.empty() ? m_model : reply->model;
            const auto cost = m_prices.microDollars(provider(), model, reply->usage, Tariff::Batch);
            m_meter.spent({byId.at(id)->request.ticket, provider(), model, reply->usage, cost, name + id});
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
