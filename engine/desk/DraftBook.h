#pragma once

#include "desk/DraftFeed.h"

#include <chrono>
#include <map>
#include <set>
#include <vector>

namespace tandem {

// The drafts that are being written, and whose watchers are to be told when. Time is passed in. One thread at a time.
class DraftBook {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Limits {
        Milliseconds pause{50}; // between two tellings of a ticket's text
        std::size_t text = 64U << 10U; // bytes kept of a draft; what comes after them is seen when the draft is stored
        std::size_t piece = 8U << 10U; // bytes given at a time
    };
    // How far a reader is.
    struct Place {
        std::optional<std::uint64_t> draft; // nothing = nothing was read yet
        DraftStage stage = DraftStage::Ended;
        std::size_t bytes = 0;
        std::size_t codePoints = 0;
    };

    DraftBook()
        : DraftBook(Limits{})
    {
    }
    explicit DraftBook(Limits limits)
        : m_limits(limits)
    {
    }

    // Takes the place of another draft of the same ticket. The others do nothing for a `writing` that is not the ticket's.
    std::uint64_t begin(const TicketId& ticket, Time now);
    void enter(const TicketId& ticket, std::uint64_t writing, DraftStage stage, Time now);
    void add(const TicketId& ticket, std::uint64_t writing, std::string_view text, Time now);
    void startOver(const TicketId& ticket, std::uint64_t writing, Time now);
    void end(const TicketId& ticket, std::uint64_t writing);

    // The tickets whose watchers are to be told now; each once.
    std::vector<TicketId> due(Time now);
    // When due() will have something, nothing = not before more happens.
    [[nodiscard]] std::optional<Time> next() const;
    // What a reader has not seen yet, and moves its place on.
    std::optional<DraftNews> read(const TicketId& ticket, Place& place, Time now) const;
    [[nodiscard]] std::size_t size() const { return m_drafts.size(); }

private:
    struct Entry {
        std::uint64_t writing = 0; // who writes
        std::uint64_t draft = 0; // what is written
        DraftStage stage = DraftStage::Reading;
        std::string text;
        bool full = false;
        Time begun{};
        std::optional<Time> told;
        std::optional<Time> due; // to be told
    };

    Entry* entry(const TicketId& ticket, std::uint64_t writing);
    void plan(Entry& entry, Time now) const;

    const Limits m_limits;
    std::uint64_t m_last = 0; // number given
    std::map<TicketId, Entry> m_drafts;
    std::set<TicketId> m_ended; // and not told yet
};

} // namespace tandem
