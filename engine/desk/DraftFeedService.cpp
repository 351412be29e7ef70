#include "desk/DraftFeedService.h"

#include "desk/DraftBook.h"
#include "desk/Roles.h"
#include "desk/Subscriber.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace tandem {

struct DraftFeedService::State {
    explicit State(const Clock& time)
        : clock(time)
    {
    }

    // `change` gets the book and the time, and says what it says.
    template <typename Change>
    auto with(const Change& change)
    {
        std::unique_lock lock(mutex);
        const auto before = book.next();
        auto value = change(book, clock.steady());
        const bool sooner = book.next() && (!before || *book.next() < *before);
        lock.unlock();
        if (sooner)
            changed.notify_one();
        return value;
    }

    std::vector<std::shared_ptr<Subscriber<>>> watchersOf(const std::vector<TicketId>& tickets)
    {
        std::vector<std::shared_ptr<Subscriber<>>> found;
        for (const TicketId& ticket : tickets) {
            const auto [first, last] = watchers.equal_range(ticket);
            std::transform(first, last, std::back_inserter(found), [](const auto& entry) { return entry.second; });
        }
        return found;
    }

    void run(const std::stop_token& stop)
    {
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            const auto next = book.next();
            const auto now = clock.steady();
            if (!next) {
                changed.wait(lock, stop, [this] { return book.next().has_value(); });
            } else if (*next > now) {
                changed.wait_for(lock, stop, *next - now, [&] { return book.next() != next; });
            } else {
                const auto told = watchersOf(book.due(now));
                lock.unlock();
                for (const auto& watcher : told)
                    watcher->tell();
                lock.lock();
            }
        }
    }

    const Clock& clock;
    std::mutex mutex;
    std::condition_variable_any changed;
    DraftBook book;
    std::multimap<TicketId, std::shared_ptr<Subscriber<>>> watchers;
};

class DraftFeedService::TicketWatch final : public Watch {
public:
    TicketWatch(std::shared_ptr<State> state, TicketId ticket, Listener listener)
        : m_state(std::move(state))
        , m_ticket(std::move(ticket))
        , m_subscriber(std::make_shared<Subscriber<>>(std::move(listener)))
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->watchers.emplace(m_ticket, m_subscriber);
    }
    TicketWatch(const TicketWatch&) = delete;
    TicketWatch& operator=(const TicketWatch&) = delete;
    ~TicketWatch() override
    {
        {
            const std::lock_guard lock(m_state->mutex);
            const auto [first, last] = m_state->watchers.equal_range(m_ticket);
            m_state->watchers.erase(
                std::find_if(first, last, [this](const auto& entry) { return entry.second == m_subscriber; }));
        }
        m_subscriber->end(); // waits for a call that is under way
    }

    std::optional<DraftNews> take() override
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->book.read(m_ticket, m_place, m_state->clock.steady());
    }

private:
    const std::shared_ptr<State> m_state;
    const TicketId m_ticket;
    const std::shared_ptr<Subscriber<>> m_subscriber;
    DraftBook::Place m_place;
};

DraftFeedService::DraftFeedService(const Clock& clock)
    : m_state(std::make_shared<State>(clock))
    , m_thread([state = m_state](const std::stop_token& stop) { state->run(stop); })
{
}

Result<std::unique_ptr<DraftFeed::Watch>> DraftFeedService::watch(const Actor& actor, const TicketId& ticket, Listener listener)
{
    TRY(requireDeskPerson(actor, "Drafts are seen by agents while they are written"));
    if (ticket.empty())
        return failure(ErrorCode::InvalidArgument, "The ticket whose draft is to be watched is not named");
    return std::make_unique<TicketWatch>(m_state, ticket, std::move(listener));
}

DraftListener::Writing DraftFeedService::begun(const TicketId& ticket)
{
    return m_state->with([&](DraftBook& book, DraftBook::Time now) { return book.begin(ticket, now); });
}

void DraftFeedService::entered(const TicketId& ticket, Writing writing, DraftStage stage)
{
    m_state->with([&](DraftBook& book, DraftBook::Time now) {
        book.enter(ticket, writing, stage, now);
        return 0;
    });
}

void DraftFeedService::wrote(const TicketId& ticket, Writing writing, std::string_view text)
{
    m_state->with([&](DraftBook& book, DraftBook::Time now) {
        book.add(ticket, writing, text, now);
        return 0;
    });
}

void DraftFeedService::startedOver(const TicketId& ticket, Writing writing)
{
    m_state->with([&](DraftBook& book, DraftBook::Time now) {
        book.startOver(ticket, writing, now);
        return 0;
    });
}

void DraftFeedService::ended(const TicketId& ticket, Writing writing)
{
    m_state->with([&](DraftBook& book, DraftBook::Time /*now*/) {
        book.end(ticket, writing);
        return 0;
    });
}

} // namespace tandem
