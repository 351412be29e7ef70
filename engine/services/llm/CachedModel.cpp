#include "services/llm/CachedModel.h"

#include "base/Json.h"
#include "privacy/Redactor.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/ProviderJson.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace tandem {

namespace {

// All that a model can see, each part with its length before it, so that no two requests look the same.
class Asked {
public:
    Asked& add(std::string_view part)
    {
        m_text += std::to_string(part.size()) + ':';
        m_text += part;
        return *this;
    }
    Asked& add(std::size_t number) { return add(std::to_string(number)); }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

std::string exactly(double number)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%a", number);
    return text.data();
}

Asked askedOf(const ChatRequest& request)
{
    Asked asked;
    asked.add(request.system).add(request.schema).add(static_cast<std::size_t>(request.outputTokens));
    asked.add(request.temperature ? exactly(*request.temperature) : "");
    asked.add(request.documents.size());
    for (const ChatDocument& document : request.documents) {
        asked.add(document.title.text()).add(document.sentences.size());
        for (const Redacted& sentence : document.sentences)
            asked.add(sentence.text());
    }
    asked.add(request.messages.size());
    for (const ChatMessage& message : request.messages)
        asked.add(message.role == ChatRole::User ? "user" : "assistant").add(message.text.text());
    return asked;
}

// --- the form in which a reply is kept; whoever keeps it may be another machine, so what comes back is checked

std::string keptForm(const ChatReply& reply)
{
    Json citations = Json::array();
    for (const ChatCitation& citation : reply.citations)
        citations.push_back({citation.begin, citation.end, citation.document, citation.firstSentence, citation.endSentence});
    return toText({{"text", reply.text}, {"citations", std::move(citations)}, {"provider", reply.provider},
        {"model", reply.model}, {"request", reply.requestId}});
}

std::optional<ChatCitation> citationFrom(const Json& kept)
{
    constexpr std::size_t numbers = 5;
    if (!kept.is_array() || kept.size() != numbers
        || !std::ranges::all_of(kept, [](const Json& each) { return each.is_number_unsigned(); }))
        return std::nullopt;
    return ChatCitation{kept[0].get<std::size_t>(), kept[1].get<std::size_t>(), kept[2].get<std::size_t>(),
        kept[3].get<std::size_t>(), kept[4].get<std::size_t>()};
}

std::optional<ChatReply> replyFrom(std::string_view kept, const ChatRequest& request)
{
    const auto json = parseJson(kept, eventLimits);
    if (!json || !json->is_object())
        return std::nullopt;
    ChatReply reply;
    reply.text = textAt(*json, "text");
    reply.provider = textAt(*json, "provider");
    reply.model = textAt(*json, "model");
    reply.requestId = textAt(*json, "request");
    const Json* const citations = memberOf(*json, "citations");
    if (reply.text.empty() || reply.provider.empty() || citations == nullptr || !citations->is_array())
        return std::nullopt;
    const std::vector<std::size_t> counts = sentenceCounts(request);
    for (const Json& each : *citations) {
        const auto citation = citationFrom(each);
        if (!citation || citation->begin > citation->end || citation->end > reply.text.size() || !pointsInto(counts, *citation))
            return std::nullopt;
        reply.citations.push_back(*citation);
    }
    return reply;
}

// The same for who did not pay for it.
ChatReply withoutUsage(ChatReply reply)
{
    reply.usage = {};
    return reply;
}

void tell(const ChatListener& listener, const ChatReply& reply)
{
    if (listener.text && !reply.text.empty())
        listener.text(reply.text);
}

// What the waiting may not share: the one that asked gave up, which says nothing of the model.
bool isOwnFault(const Error& error)
{
    return error.code == ErrorCode::Cancelled || error.code == ErrorCode::TimedOut;
}

bool isAccepted(const ChatRequest& request, const ChatReply& reply)
{
    return !request.accepts || request.accepts(reply);
}

void count(Metrics& metrics, std::string_view result)
{
    metrics.count("tandem_llm_cache_total", {{"result", result}}, 1);
}

} // namespace

class CachedModel::Landing {
public:
    Landing(CachedModel& model, const Cache::Key& key)
        : m_model(model)
        , m_key(key)
    {
    }
    Landing(const Landing&) = delete;
    Landing& operator=(const Landing&) = delete;
    ~Landing()
    {
        const std::lock_guard lock(m_model.m_mutex);
        const auto flight = m_model.m_flights.find(m_key);
        flight->second->outcome = m_outcome ? std::move(*m_outcome) : failure(ErrorCode::Cancelled, "The call was given up");
        m_model.m_flights.erase(flight);
        m_model.m_landed.notify_all();
    }
    void with(const Result<ChatReply>& outcome) { m_outcome = outcome; }

private:
    CachedModel& m_model;
    const Cache::Key m_key;
    std::optional<Result<ChatReply>> m_outcome;
};

CachedModel::CachedModel(ChatModel& inner, Cache& cache, Metrics& metrics, const Clock& clock, Settings settings)
    : m_inner(inner)
    , m_cache(cache)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_settings(std::move(settings))
{
}

Result<ChatReply> CachedModel::reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    const auto deadline = m_clock.steady() + request.timeout;
    const Cache::Key key = keyOf(request);
    while (!stop.stop_requested()) {
        ChatRequest asked = request;
        asked.timeout = std::chrono::duration_cast<Milliseconds>(deadline - m_clock.steady());
        std::shared_ptr<Flight> flight;
        {
            std::unique_lock lock(m_mutex);
            const auto [found, mine] = m_flights.try_emplace(key);
            if (mine) {
                found->second = std::make_shared<Flight>();
                lock.unlock();
                return ask(key, asked, listener, std::move(stop));
            }
            flight = found->second;
            if (!m_landed.wait_for(lock, stop, asked.timeout, [&] { return flight->outcome.has_value(); })) {
                if (stop.stop_requested())
                    break;
                return retryableFailure(
                    ErrorCode::TimedOut, "An equal request to the language model took too long: try again later");
            }
        }
        // Nobody writes to an outcome that is there.
        if (!flight->outcome->has_value() && isOwnFault(flight->outcome->error()))
            continue;
        count(m_metrics, "shared");
        if (!flight->outcome->has_value())
            return *flight->outcome;
        ChatReply reply = withoutUsage(**flight->outcome);
        tell(listener, reply);
        return reply;
    }
    return failure(ErrorCode::Cancelled, "The language model's answer was cancelled");
}

Cache::Key CachedModel::keyOf(const ChatRequest& request) const
{
    return Cache::keyOf(Asked().add("reply 1").add(m_settings.models).add(askedOf(request).text()).text());
}

void CachedModel::refused(const ChatRequest& request)
{
    m_cache.put(keyOf(request), "", m_settings.life); // no reply is empty, so the next one asks
}

Result<ChatReply> CachedModel::ask(
    const Cache::Key& key, const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    Landing landing(*this, key);
    if (const auto kept = m_cache.find(key)) {
        if (const auto reply = replyFrom(*kept, request); reply && isAccepted(request, *reply)) {
            landing.with(*reply);
            count(m_metrics, "hit");
            tell(listener, *reply);
            return *reply;
        }
    }
    count(m_metrics, "miss");
    auto reply = m_inner.reply(request, listener, std::move(stop));
    if (reply)
        keep(key, request, *reply);
    landing.with(reply);
    return reply;
}

void CachedModel::keep(const Cache::Key& key, const ChatRequest& request, const ChatReply& reply)
{
    const std::string asked = askedOf(request).text();
    const std::string_view text = reply.text;
    const bool isUsable = std::ranges::all_of(
        placeholdersIn(text), [&](const text::Span& span) { return asked.find(span.of(text)) != std::string::npos; });
    if (reply.stop == ChatStop::Finished && !isBlank(text) && isUsable && reply.provider == m_inner.provider()
        && isAccepted(request, reply))
        m_cache.put(key, keptForm(reply), m_settings.life);
}

} // namespace tandem
