#pragma once

#include "desk/DraftFeed.h"

#include <deque>
#include <map>
#include <mutex>
#include <utility>

namespace tandem {

// Drafts as a test says they are written. Every watch begins with what its first take() must give: that nothing is.
class MemoryDrafts final : public DraftFeed {
public:
    [[nodiscard]] Result<std::unique_ptr<Watch>> watch(const Actor& actor, const TicketId& ticket, Listener listener) override
    {
        if (actor.role == Role::Customer || actor.role == Role::Service)
            return failure(ErrorCode::Forbidden, "Drafts are seen by agents");
        const std::lock_guard lock(m_mutex);
        const int id = m_nextId++;
        DraftNews nothing;
        nothing.ticket = ticket;
        m_places[id] = {ticket, std::move(listener), {std::move(nothing)}};
        return std::make_unique<Place>(*this, id);
    }

    void tell(const DraftNews& news)
    {
        const std::lock_guard lock(m_mutex);
        for (auto& [id, place] : m_places) {
            if (place.ticket != news.ticket)
                continue;
            place.waiting.push_back(news);
            place.listener();
        }
    }
    [[nodiscard]] std::size_t watchers() const
    {
        const std::lock_guard lock(m_mutex);
        return m_places.size();
    }

private:
    struct Told {
        TicketId ticket;
        Listener listener;
        std::deque<DraftNews> waiting;
    };

    class Place final : public Watch {
    public:
        Place(MemoryDrafts& drafts, int id)
            : m_drafts(drafts)
            , m_id(id)
        {
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() override
        {
            const std::lock_guard lock(m_drafts.m_mutex);
            m_drafts.m_places.erase(m_id);
        }

        std::optional<DraftNews> take() override
        {
            const std::lock_guard lock(m_drafts.m_mutex);
            std::deque<DraftNews>& waiting = m_drafts.m_places.at(m_id).waiting;
            if (waiting.empty())
                return std::nullopt;
            DraftNews next = std::move(waiting.front());
            waiting.pop_front();
            return next;
        }

    private:
        MemoryDrafts& m_drafts;
        const int m_id;
    };

    mutable std::mutex m_mutex;
    std::map<int, Told> m_places;
    int m_nextId = 0;
};

} // namespace tandem
