#pragma once

#include "services/llm/ChatModel.h"
#include "services/llm/CircuitBreaker.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace tandem {

// Asks the first of several models, and the next one where that fails, each behind a circuit breaker of its own. A refusal and an
// answer that was cut off are answers: another model is not asked until one says yes. It ends at what no model could mend, a
// request that is none (InvalidArgument, nobody is asked), and when it is Cancelled; an address, a model's name or a context that
// is wrong for one may be right for another. All share the request's time; a model that is not the last gets a part of what is
// left, so that one that hangs leaves the others theirs.
class FallbackModel final : public ChatModel {
public:
    struct Settings {
        CircuitBreaker::Settings breaker{};
        double share = 0.6; // 0…1 of the time left, for a model that is not the last
    };

    // At least one model, the preferred one first. The clock outlives this.
    FallbackModel(std::vector<std::unique_ptr<ChatModel>> models, const Clock& clock, Settings settings);

    // The preferred one's; ChatReply::provider tells who wrote.
    [[nodiscard]] std::string provider() const override;
    // The error of the model that was asked last; Unavailable and retryable when none could be asked.
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override;

    struct MemberState {
        std::string provider;
        CircuitState state = CircuitState::Closed;
    };
    // For health and metrics.
    [[nodiscard]] std::vector<MemberState> states() const;

private:
    struct Member {
        std::unique_ptr<ChatModel> model;
        std::unique_ptr<CircuitBreaker> breaker;
    };

    const Clock& m_clock;
    const Settings m_settings;
    std::vector<Member> m_members;
};

} // namespace tandem
