#include "services/llm/AnthropicModel.h"

#include "services/http/HttpClient.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/ProviderCall.h"

#include <utility>

namespace tandem {

namespace {

constexpr std::string_view apiVersion = "2023-06-01";

} // namespace

Result<std::unique_ptr<AnthropicModel>> AnthropicModel::create(HttpClient& http, Settings settings)
{
    TRY(checkProviderSettings(settings.baseUrl, settings.key, settings.options.model));
    if (settings.key.empty())
        return failure(ErrorCode::InvalidArgument, "The key of anthropic is missing: set ANTHROPIC_API_KEY");
    return std::unique_ptr<AnthropicModel>(new AnthropicModel(http, std::move(settings)));
}

AnthropicModel::AnthropicModel(HttpClient& http, Settings settings)
    : m_http(http)
    , m_settings(std::move(settings))
{
}

Result<ChatReply> AnthropicModel::reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    ProviderCall call;
    call.request.url = joinUrl(m_settings.baseUrl, "/v1/messages");
    call.request.headers = {{"x-api-key", m_settings.key}, {"anthropic-version", std::string(apiVersion)},
        {"content-type", "application/json"}, {"accept", "text/event-stream"}};
    call.request.body = TRY(anthropicRequest(request, m_settings.options));
    call.request.timeout = request.timeout;
    call.request.ticket = request.ticket;
    call.promptBytes = promptBytes(request);
    call.provider = provider();
    call.model = m_settings.options.model;
    call.requestIdHeader = "request-id";
    call.headers = [this](const HttpResponse& response) {
        if (m_settings.rateLimits)
            m_settings.rateLimits(anthropicRateLimits(response));
    };
    AnthropicReader reader(sentenceCounts(request));
    return callProvider(m_http, call, reader, listener, std::move(stop));
}

} // namespace tandem
