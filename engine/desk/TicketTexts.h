#pragma once

#include "base/Error.h"
#include "model/Ids.h"
#include "services/store/Store.h"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tandem {

// What lists are searched by: subject, customer's name and number of every ticket, folded, with what lists filter and sort by, in
// memory (about 300 bytes a ticket). Read from the store when first asked; after that changed tickets alone are read again, so a
// customer's new name shows with the next change of each ticket. Thread-safe.
class TicketTexts {
public:
    struct Query {
        TicketFilter filter; // customer and among are left out of account
        TicketOrder order = TicketOrder::Due;
        // Every word must begin a word of subject or customer's name, in any letter case, accents left out of account; "12" also
        // is the ticket of that number, "#12" that one alone. A text without a word finds nothing.
        std::string text;
        std::string cursor;
        std::int64_t offset = 0; // when there is no cursor
        std::size_t limit = 100;
        std::array<TimePoint, 2> dueBefore{};
    };
    struct Matches {
        std::vector<TicketId> page; // in order
        std::string cursor; // "" = last page
        std::int64_t total = 0;
        std::array<std::int64_t, 2> due{}; // how many of all are due before each of Query::dueBefore
    };

    // The store outlives the object.
    explicit TicketTexts(Store& store);

    // The ticket may have changed; cheap, from any thread.
    void changed(const TicketId& id);
    // Reads what the first search would have to wait for. Cancelled on a stop.
    Status prepare(const std::stop_token& stop);
    // InvalidArgument: a made-up cursor.
    Result<Matches> find(const Query& query);

private:
    using Position = std::pair<std::int64_t, std::int64_t>; // ascending in every order
    struct Entry {
        TicketId id;
        std::string text; // " word word word"
        std::int64_t number = 0;
        TicketStatus status = TicketStatus::Received;
        std::optional<Queue> queue;
        std::string team;
        std::optional<Language> language;
        ActorId assignee;
        std::optional<GroupId> group;
        TimePoint createdAt{};
        std::optional<TimePoint> waitingSince;
        std::optional<TimePoint> dueAt;
    };

    static bool fits(const Entry& entry, const TicketFilter& filter);
    static Position position(const Entry& entry, TicketOrder order);
    Status prepareLocked(const std::stop_token& stop);
    Status refresh();
    Status take(const TicketListing& listing, std::string& cursor);

    Store& m_store;
    std::mutex m_changedMutex;
    std::unordered_set<TicketId> m_changed;
    std::mutex m_mutex; // of everything below
    bool m_loaded = false;
    std::vector<Entry> m_entries;
    std::unordered_map<TicketId, std::size_t> m_places;
};

} // namespace tandem
