#pragma once

#include "desk/DraftFeed.h"
#include "pipeline/DraftListener.h"

#include <memory>
#include <thread>

namespace tandem {

// Keeps what is written of the drafts under way and tells who watches them, on a thread of its own: who writes is never held up,
// and who reads slowly finds everything in one piece.
class DraftFeedService final : public DraftFeed, public DraftListener {
public:
    // The clock outlives the service and its watches. Watches may outlive the service: they hear nothing any more.
    explicit DraftFeedService(const Clock& clock);
    DraftFeedService(const DraftFeedService&) = delete;
    DraftFeedService& operator=(const DraftFeedService&) = delete;
    ~DraftFeedService() override = default;

    [[nodiscard]] Result<std::unique_ptr<Watch>> watch(const Actor& actor, const TicketId& ticket, Listener listener) override;

    Writing begun(const TicketId& ticket) override;
    void entered(const TicketId& ticket, Writing writing, DraftStage stage) override;
    void wrote(const TicketId& ticket, Writing writing, std::string_view text) override;
    void startedOver(const TicketId& ticket, Writing writing) override;
    void ended(const TicketId& ticket, Writing writing) override;

private:
    struct State;
    class TicketWatch;

    std::shared_ptr<State> m_state;
    std::jthread m_thread;
};

} // namespace tandem
