#include "services/llm/FallbackModel.h"

#include "services/llm/ChatRequests.h"

#include <optional>
#include <utility>

namespace tandem {

namespace {

// The asked one has its hands full, or a budget is spent: nothing is wrong with it.
bool isBusy(const Error& error)
{
    return error.code == ErrorCode::RateLimited;
}

// Hands on what the models say, and tells the listener when the words of one that failed are void.
class HeardText {
public:
    explicit HeardText(const ChatListener& listener)
        : m_listener(listener)
    {
    }

    [[nodiscard]] ChatListener forMember()
    {
        return {.text =
                    [this](std::string_view text) {
                        m_any = m_any || !text.empty();
                        if (m_listener.text)
                            m_listener.text(text);
                    },
            .startsOver = [this] { clear(); },
            .usage = m_listener.usage};
    }
    void clear()
    {
        if (std::exchange(m_any, false) && m_listener.startsOver)
            m_listener.startsOver();
    }

private:
    const ChatListener& m_listener;
    bool m_any = false;
};

} // namespace

FallbackModel::FallbackModel(std::vector<std::unique_ptr<ChatModel>> models, const Clock& clock, Settings settings)
    : m_clock(clock)
    , m_settings(settings)
{
    for (std::unique_ptr<ChatModel>& model : models)
        m_members.push_back({std::move(model), std::make_unique<CircuitBreaker>(clock, settings.breaker)});
}

std::string FallbackModel::provider() const
{
    return m_members.front().model->provider();
}

std::vector<FallbackModel::MemberState> FallbackModel::states() const
{
    std::vector<MemberState> states;
    for (const Member& member : m_members)
        states.push_back({member.model->provider(), member.breaker->state()});
    return states;
}

Result<ChatReply> FallbackModel::reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop)
{
    TRY(checkChatRequest(request));
    const auto deadline = m_clock.steady() + request.timeout;
    HeardText heard(listener);
    const ChatListener memberListener = heard.forMember();
    ChatRequest asked = request;
    std::optional<Error> last;
    for (const Member& member : m_members) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "The language model's answer was cancelled");
        const auto left = std::chrono::duration_cast<Milliseconds>(deadline - m_clock.steady());
        if (left <= Milliseconds{0})
            return std::unexpected(last.value_or(Error{ErrorCode::TimedOut, "No time was left to ask a language model", true}));
        auto admission = member.breaker->admit();
        if (!admission)
            continue;
        heard.clear();
        const bool isLast = &member == &m_members.back();
        asked.timeout = isLast
            ? left
            : std::chrono::duration_cast<Milliseconds>(std::chrono::duration<double, std::milli>(left) * m_settings.share);
        auto reply = member.model->reply(asked, memberListener, stop);
        if (reply) {
            admission->succeeded();
            return reply;
        }
        if (reply.error().code == ErrorCode::Cancelled)
            return reply;
        if (!isBusy(reply.error()))
            admission->failed();
        last = std::move(reply).error();
    }
    return std::unexpected(
        last.value_or(Error{ErrorCode::Unavailable, "No language model is asked now: each failed too often a moment ago", true}));
}

} // namespace tandem
