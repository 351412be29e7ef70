#pragma once

#include "desk/Wire.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace tandem::gateway {

// Changes on their way to one peer: put in by the feed, taken out by the peer's connection. Holds a bounded number; when the peer
// reads too slowly for that they become one resync, which says as much. Thread-safe.
class ChangeQueue {
public:
    explicit ChangeQueue(std::size_t limit)
        : m_limit(limit)
    {
    }

    enum class Wake : std::uint8_t { Needed, NotNeeded };
    // Needed: the taker found nothing last time and waits.
    [[nodiscard]] Wake push(const Change& change)
    {
        const std::lock_guard lock(m_mutex);
        if (change.sequence <= m_known || m_resync)
            return Wake::NotNeeded;
        if (m_waiting.size() >= m_limit) {
            m_waiting.clear();
            m_resync = true;
        } else {
            m_waiting.push_back(change);
        }
        return std::exchange(m_takerWaits, false) ? Wake::Needed : Wake::NotNeeded;
    }

    // The peer will read everything up to `sequence` for itself.
    void skipTo(std::uint64_t sequence)
    {
        const std::lock_guard lock(m_mutex);
        m_known = sequence;
        std::erase_if(m_waiting, [sequence](const Change& change) { return change.sequence <= sequence; });
    }

    // What to send next; nullopt when there is nothing.
    [[nodiscard]] std::optional<wire::StreamEvent> take()
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_resync, false))
            return wire::StreamEvent{wire::StreamEvent::Kind::Resync, {}};
        m_takerWaits = m_waiting.empty();
        if (m_takerWaits)
            return std::nullopt;
        wire::StreamEvent next{wire::StreamEvent::Kind::Change, std::move(m_waiting.front())};
        m_waiting.pop_front();
        return next;
    }

private:
    const std::size_t m_limit;
    std::mutex m_mutex;
    std::deque<Change> m_waiting;
    std::uint64_t m_known = 0;
    bool m_resync = false;
    bool m_takerWaits = false;
};

} // namespace tandem::gateway
