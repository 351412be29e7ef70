#pragma once

#include "ui/connector/Connector.h"
#include "ui/support/AbsentDesk.h"
#include "ui/support/MemoryConnector.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace tandem::ui {

// A desk that takes replies and notes, or answers them with an error; each call is carried out when the test says so. The state
// is the test's, too.
class PostDesk : public Connector {
public:
    [[nodiscard]] Actor actor() const override { return me; }
    [[nodiscard]] ConnectionState state() const override { return m_state; }
    [[nodiscard]] QString place() const override { return QStringLiteral("desk.example"); }

    void enter(ConnectionState state)
    {
        m_state = state;
        Q_EMIT stateChanged(state);
        if (state == ConnectionState::Online)
            Q_EMIT resynchronised();
    }
    // Carries out the calls that are out now.
    void answer()
    {
        for (auto calls = std::exchange(m_calls, {}); !calls.empty(); calls.pop_front())
            calls.front()(m_desk);
    }
    [[nodiscard]] std::size_t callsOut() const { return m_calls.size(); }
    // What the desk took, in its order; a repeated key counts once.
    [[nodiscard]] const std::vector<std::string>& taken() const { return m_conversations.texts; }
    // Every answer from now on; nullopt = it takes what comes.
    void failWith(std::optional<Error> error) { m_conversations.error = std::move(error); }
    // The next one is taken but its answer is lost.
    void loseAnswer() { m_conversations.lost = true; }

    Actor me{ActorId("dana"), Role::Agent, "Dana Reyes", {}};

protected:
    void run(std::function<void(Desk&)> work) override { m_calls.push_back(std::move(work)); }

private:
    class Post : public AbsentConversations {
    public:
        Result<Message> reply(const Actor&, const TicketId&, const Reply& reply) override
        {
            return take(reply.text, reply.idempotencyKey);
        }
        Result<Message> note(const Actor&, const TicketId&, const std::string& text, const std::string& key) override
        {
            return take(text, key);
        }
        Result<Message> take(const std::string& text, const std::string& key)
        {
            if (error)
                return std::unexpected(*error);
            if (keys.emplace(key, text).second)
                texts.push_back(text);
            if (std::exchange(lost, false))
                return retryableFailure(ErrorCode::Unavailable, "The answer was lost.");
            return Message{};
        }
        std::optional<Error> error;
        bool lost = false;
        std::map<std::string, std::string> keys;
        std::vector<std::string> texts;
    };

    ConnectionState m_state = ConnectionState::Online;
    std::deque<std::function<void(Desk&)>> m_calls;
    Post m_conversations;
    MemoryInbox m_inbox;
    PartialDesk m_desk{{.inbox = &m_inbox, .conversations = &m_conversations}};
};

} // namespace tandem::ui
