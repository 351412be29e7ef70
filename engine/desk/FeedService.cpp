#include "desk/FeedService.h"

#include "desk/Subscriber.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

namespace tandem {

namespace {

using Listening = Subscriber<Change>;

class OwnedSubscription final : public Feed::Subscription {
public:
    OwnedSubscription(std::shared_ptr<Listening> subscriber, std::function<void()> leave)
        : m_subscriber(std::move(subscriber))
        , m_leave(std::move(leave))
    {
    }
    OwnedSubscription(const OwnedSubscription&) = delete;
    OwnedSubscription& operator=(const OwnedSubscription&) = delete;
    ~OwnedSubscription() override
    {
        m_leave();
        m_subscriber->end(); // waits for a call that is under way
    }

private:
    std::shared_ptr<Listening> m_subscriber;
    std::function<void()> m_leave;
};

} // namespace

struct FeedService::State {
    mutable std::mutex mutex;
    std::condition_variable_any changed;
    std::condition_variable told;
    std::deque<Change> waiting;
    std::uint64_t newest = 0;
    std::uint64_t delivered = 0;
    std::vector<std::shared_ptr<Listening>> subscribers;

    void add(const CommittedChanges& committed)
    {
        {
            const std::lock_guard lock(mutex);
            for (const TicketId& ticket : committed.tickets)
                waiting.push_back({++newest, ChangeKind::Ticket, ticket});
            for (const TicketId& ticket : committed.approvals)
                waiting.push_back({++newest, ChangeKind::Approval, ticket});
            if (committed.knowledge)
                waiting.push_back({++newest, ChangeKind::Knowledge, {}});
        }
        changed.notify_one();
    }

    void run(const std::stop_token& stop)
    {
        std::unique_lock lock(mutex);
        while (changed.wait(lock, stop, [this] { return !waiting.empty(); })) {
            const std::deque<Change> changes = std::exchange(waiting, {});
            const auto listeners = subscribers; // of this batch: who comes now hears of what comes later
            lock.unlock();
            for (const Change& change : changes) {
                for (const auto& subscriber : listeners)
                    subscriber->tell(change);
            }
            lock.lock();
            delivered = changes.back().sequence;
            told.notify_all();
        }
        delivered = newest;
        told.notify_all();
    }
};

FeedService::FeedService(Store& store)
    : m_store(store)
    , m_state(std::make_shared<State>())
    , m_thread([state = m_state](const std::stop_token& stop) { state->run(stop); })
{
    m_store.onCommit([state = m_state](const CommittedChanges& changes) { state->add(changes); });
}

FeedService::~FeedService()
{
    m_store.onCommit({});
}

std::unique_ptr<Feed::Subscription> FeedService::subscribe(Listener listener)
{
    auto subscriber = std::make_shared<Listening>(std::move(listener));
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->subscribers.push_back(subscriber);
    }
    auto leave = [state = std::weak_ptr(m_state), subscriber] {
        if (const auto alive = state.lock()) {
            const std::lock_guard lock(alive->mutex);
            std::erase(alive->subscribers, subscriber);
        }
    };
    return std::make_unique<OwnedSubscription>(std::move(subscriber), std::move(leave));
}

std::uint64_t FeedService::newest() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->newest;
}

void FeedService::settle()
{
    std::unique_lock lock(m_state->mutex);
    const std::uint64_t wanted = m_state->newest;
    m_state->told.wait(lock, [&] { return m_state->delivered >= wanted; });
}

} // namespace tandem
