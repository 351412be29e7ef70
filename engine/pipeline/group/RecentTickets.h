#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Ids.h"
#include "pipeline/group/Bursts.h"
#include "pipeline/group/ByteRows.h"
#include "pipeline/group/SimilarityModel.h"
#include "services/store/Store.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tandem {

// From Config.
struct GroupingThresholds {
    double similarity = 0.7; // how probably two tickets tell of the same to be shown as such
    double reportSimilarity = 0.1; // to count for an incident: the usual number is counted with it too
    std::chrono::hours keep{72}; // how long a ticket is recent
    std::size_t most = 20000; // the oldest go first
    IncidentThresholds incident;
};

struct RecentTicket {
    TicketId ticket;
    CustomerId customer;
    TimePoint at{}; // when it came in
    ReportKind report = ReportKind::Never;
    Fingerprint fingerprint;
};

// What came of comparing a ticket with the recent ones.
struct Grouping {
    RecentTicket ticket;
    std::string modelId;
    GroupId group; // "" = no other tells of the same
    std::vector<TicketId> members; // of the group, this ticket included, whose rows may not say so yet
    std::optional<Burst> burst;
};

// The tickets of the last days and what each is compared by, in memory: half a kilobyte a ticket. One scan compares a ticket with
// all of them. Thread-safe.
class RecentTickets {
public:
    // `modelId`: of the embedder, "" without one.
    RecentTickets(SimilarityModel model, const std::string& modelId, GroupingThresholds thresholds);

    // Takes what is stored of tickets that are still recent at `now`; fingerprints of another model are left out.
    Status fill(Store& store, TimePoint now);
    [[nodiscard]] const SimilarityModel& model() const { return m_model; }
    [[nodiscard]] std::chrono::hours keep() const { return m_thresholds.keep; }
    [[nodiscard]] std::size_t size() const;

    // Compares a ticket with the recent ones and makes it one of them, in one step, so that of two that come together one finds
    // the other. Placing it again, after a stage has failed, comes to the same.
    Grouping place(RecentTicket ticket);
    // The grouping is durable.
    void settled(const Grouping& grouping);
    // Nothing of them stays in memory.
    void forget(const TicketId& ticket);
    void forget(const CustomerId& customer);

private:
    struct Entry {
        RecentTicket ticket; // without the vector
        GroupId group;
        bool isSettled = false; // the ticket's row tells its group
        std::vector<TicketId> alike = {}; // some of those that count for an incident beside it
    };
    struct Likeness {
        std::size_t entry = 0;
        double probability = 0;
    };

    void add(RecentTicket ticket, GroupId group, bool isSettled);
    void removeEntry(std::size_t place);
    void removeTicket(const TicketId& ticket);
    void dropOld(TimePoint now);
    [[nodiscard]] std::vector<Likeness> alike(const RecentTicket& ticket) const; // best first
    [[nodiscard]] GroupId chosenGroup(const std::vector<Likeness>& alike) const;
    [[nodiscard]] std::set<std::size_t> reportsLike(
        const RecentTicket& ticket, const std::vector<Likeness>& alike, const GroupId& group) const;
    [[nodiscard]] std::optional<Burst> burstOf(const RecentTicket& ticket, const std::set<std::size_t>& entries) const;
    void addWindow(
        const std::set<std::size_t>& reports, const Incident& incident, std::set<std::size_t>& joining, GroupId& group) const;
    [[nodiscard]] bool isNear(TimePoint left, TimePoint right) const; // within a window
    void link(const RecentTicket& ticket, const std::vector<Likeness>& alike);
    void assign(std::size_t entry, const GroupId& group);

    const SimilarityModel m_model;
    const std::string m_modelId;
    const GroupingThresholds m_thresholds;
    mutable std::mutex m_mutex; // of everything below
    ByteRows m_vectors; // of the entries, in their order
    std::vector<Entry> m_entries;
    std::unordered_map<TicketId, std::size_t> m_places;
    std::set<std::pair<TimePoint, TicketId>> m_byTime;
    std::unordered_map<GroupId, std::set<TicketId>> m_groups; // those of the entries
};

} // namespace tandem
