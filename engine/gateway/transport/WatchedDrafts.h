#pragma once

#include "desk/DraftFeed.h"
#include "desk/Wire.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::gateway {

// The drafts that one peer of the stream asked to watch. Holds no text: what the peer has not read yet waits in the feed, so one
// that reads slowly gets more at a time. For one thread.
class WatchedDrafts {
public:
    static constexpr std::size_t most = 8; // tickets at a time

    // `wake` is called on threads of the feed when take() may have something; it must not block.
    WatchedDrafts(DraftFeed& feed, Actor listener, std::function<void()> wake);

    // A text frame of the peer's: a StreamRequest. Watching a ticket anew gives all of its text again.
    void hear(std::string_view message);
    // Any other frame.
    void refuse(std::string why);
    // What to send next; nullopt when there is nothing. The tickets take turns.
    std::optional<wire::StreamEvent> take();

private:
    struct Watched {
        std::shared_ptr<std::atomic<bool>> news; // there may be something to take
        std::unique_ptr<DraftFeed::Watch> watch;
    };

    void watch(const TicketId& ticket);

    DraftFeed& m_feed;
    const Actor m_listener;
    const std::function<void()> m_wake;
    std::map<TicketId, Watched> m_watched;
    TicketId m_turn; // whose turn it was
    std::optional<std::string> m_refusal; // the latest alone: who sends rubbish gets no queue of answers
};

} // namespace tandem::gateway
