#include "services/llm/OpenAiModel.h"

#include "base/Clock.h"
#include "services/http/HttpClient.h"
#include "services/llm/ChatRequests.h"
#include "services/llm/OpenAiAnswers.h"
#include "services/llm/ProviderCall.h"

#include <utility>

namespace tandem {

Result<std::unique_ptr<OpenAiModel>> OpenAiModel::create(HttpClient& http, const Clock& clock, Settings settings)
{
    TRY(checkProviderSettings(settings.baseUrl, settings.key, settings.options.model));
    return std::unique_ptr<OpenAiModel>(new OpenAiModel(http, clock, std::move(settings)));
}

OpenAiModel::OpenAiModel(HttpClient& http, const Clock& clock, Settings settings)
    : m_http(http)
    , m_clock(clock)
    , m_settings(std::move(settings))
{
}

Result<ChatReply> OpenAiModel::reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    ProviderCall call;
    call.request.url = joinUrl(m_settings.baseUrl, openAiPath(m_settings.options.api));
    call.request.headers = {{"content-type", "application/json"}, {"accept", "text/event-stream"}};
    if (!m_settings.key.empty())
        call.request.headers.push_back({"authorization", "Bearer " + m_settings.key});
    call.request.body = TRY(openAiRequest(request, m_settings.options));
    call.request.timeout = request.timeout;
    call.request.ticket = request.ticket;
    call.promptBytes = promptBytes(request);
    call.provider = provider();
    call.model = m_settings.options.model;
    call.requestIdHeader = "x-request-id";
    call.headers = [this](const HttpResponse& response) {
        if (m_settings.rateLimits)
            m_settings.rateLimits(openAiRateLimits(response, m_clock.now()));
    };
    if (m_settings.options.api == OpenAiApi::Responses) {
        ResponsesReader reader(provider(), sentenceCounts(request), request.outputTokens);
        return callProvider(m_http, call, reader, listener, std::move(stop));
    }
    ChatCompletionReader reader(provider(), sentenceCounts(request));
    return callProvider(m_http, call, reader, listener, std::move(stop));
}

} // namespace tandem
