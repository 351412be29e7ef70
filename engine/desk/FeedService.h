#pragma once

#include "desk/Feed.h"
#include "services/store/Store.h"

#include <memory>
#include <thread>

namespace tandem {

// Hears of commits on the store's writer thread, which it never holds up, and tells its listeners on a thread of its own.
class FeedService final : public Feed {
public:
    // Becomes the store's listener; the store outlives the feed. Subscriptions may outlive it: they hear nothing any more.
    explicit FeedService(Store& store);
    FeedService(const FeedService&) = delete;
    FeedService& operator=(const FeedService&) = delete;
    ~FeedService() override;

    [[nodiscard]] std::unique_ptr<Subscription> subscribe(Listener listener) override;
    [[nodiscard]] std::uint64_t newest() const override;
    // Returns when everything that was committed before the call has been told. Not from a listener.
    void settle();

private:
    struct State;

    Store& m_store;
    std::shared_ptr<State> m_state;
    std::jthread m_thread;
};

} // namespace tandem
