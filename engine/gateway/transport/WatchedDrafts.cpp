#include "gateway/transport/WatchedDrafts.h"

#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::size_t longestId = 64;

} // namespace

WatchedDrafts::WatchedDrafts(DraftFeed& feed, Actor listener, std::function<void()> wake)
    : m_feed(feed)
    , m_listener(std::move(listener))
    , m_wake(std::move(wake))
{
}

void WatchedDrafts::refuse(std::string why)
{
    m_refusal = std::move(why);
}

void WatchedDrafts::hear(std::string_view message)
{
    const auto json = parseJson(message, {.bytes = 4096, .depth = 4});
    const auto request = json ? wire::fromJson<wire::StreamRequest>(*json) : std::unexpected(json.error());
    if (!request)
        refuse(request.error().message);
    else if (request->kind == wire::StreamRequest::Kind::Unwatch)
        m_watched.erase(request->ticket);
    else
        watch(request->ticket);
}

void WatchedDrafts::watch(const TicketId& ticket)
{
    if (ticket.value().size() > longestId)
        return refuse("'watch' is not the id of a ticket");
    m_watched.erase(ticket);
    if (m_watched.size() >= most)
        return refuse("No more than " + std::to_string(most) + " drafts can be watched at a time; unwatch one first");
    auto news = std::make_shared<std::atomic<bool>>(true);
    auto watched = m_feed.watch(m_listener, ticket, [news, wake = m_wake] {
        if (!news->exchange(true))
            wake();
    });
    if (!watched)
        return refuse(watched.error().message);
    m_watched[ticket] = {std::move(news), std::move(*watched)};
}

std::optional<wire::StreamEvent> WatchedDrafts::take()
{
    if (m_refusal)
        return wire::StreamEvent{.kind = wire::StreamEvent::Kind::Refused, .detail = *std::exchange(m_refusal, std::nullopt)};
    auto next = m_watched.upper_bound(m_turn);
    for (std::size_t i = 0; i < m_watched.size(); ++i) {
        if (next == m_watched.end())
            next = m_watched.begin();
        auto& [ticket, watched] = *next++;
        if (!watched.news->exchange(false))
            continue;
        auto news = watched.watch->take();
        if (!news)
            continue;
        *watched.news = true; // there may be more
        m_turn = ticket;
        return wire::StreamEvent{.kind = wire::StreamEvent::Kind::Draft, .draft = std::move(*news)};
    }
    return std::nullopt;
}

} // namespace tandem::gateway
