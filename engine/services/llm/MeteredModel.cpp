#include "services/llm/MeteredModel.h"

#include <utility>

namespace tandem {

MeteredModel::MeteredModel(std::unique_ptr<ChatModel> inner, std::string model, const PriceTable& prices, SpendMeter& meter)
    : m_inner(std::move(inner))
    , m_model(std::move(model))
    , m_prices(prices)
    , m_meter(meter)
{
}

std::string MeteredModel::provider() const
{
    return m_inner->provider();
}

Result<ChatReply> MeteredModel::reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    TokenUsage least;
    least.input = 1;
    least.output = 1;
    // Rounded up, so zero is free.
    const auto price = m_prices.microDollars(m_inner->provider(), m_model, least);
    const bool isKnown = price && !m_cameUnpriced;
    const bool isFree = isKnown && *price == 0;
    if (!isFree)
        TRY(m_meter.admit(m_model, isKnown ? PriceKnowledge::Known : PriceKnowledge::Unknown));

    ChatListener heard = listener;
    heard.usage = [&](const std::string& provider, const std::string& model, const TokenUsage& usage) {
        const auto cost = m_prices.microDollars(provider, model, usage);
        if (!cost)
            m_cameUnpriced = true;
        m_meter.spent({request.ticket, provider, model, usage, cost});
        if (listener.usage)
            listener.usage(provider, model, usage);
    };
    return m_inner->reply(request, heard, std::move(stop));
}

} // namespace tandem
