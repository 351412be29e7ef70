#include "pipeline/group/RecentTickets.h"

#include "base/Log.h"

#include <algorithm>
#include <cstdio>

namespace tandem {

namespace {

// A ticket joins a group when it is like so large a part of it: else one chain of likenesses would lead from anything to
// anything.
constexpr std::size_t leastPart = 3; // a third

// Fingerprints can be compared when embedder and taken-out directions are the same.
std::string fullId(const std::string& embedder, const SimilarityModel& model)
{
    char hash[17];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(model.dataHash));
    return embedder + "/" + hash;
}

} // namespace

RecentTickets::RecentTickets(SimilarityModel model, const std::string& modelId, GroupingThresholds thresholds)
    : m_model(std::move(model))
    , m_modelId(fullId(modelId, m_model))
    , m_thresholds(thresholds)
    , m_vectors(m_model.mean.size())
{
}

Status RecentTickets::fill(Store& store, TimePoint now)
{
    std::vector<StoredFingerprint> stored;
    TRY(store.read([&](Transaction& transaction) {
        return transaction.groups().each(
            now - m_thresholds.keep, static_cast<int>(m_thresholds.most), [&](const StoredFingerprint& fingerprint) -> Status {
                if (fingerprint.modelId == m_modelId)
                    stored.push_back(fingerprint);
                return {};
            });
    }));
    const std::lock_guard lock(m_mutex);
    for (StoredFingerprint& each : stored) {
        if (m_places.contains(each.ticket))
            continue; // placed meanwhile
        const bool isGrouped = !each.group.empty();
        add({each.ticket, each.customer, each.at, each.report, {std::move(each.vector), std::move(each.words)}},
            std::move(each.group), isGrouped);
    }
    return {};
}

std::size_t RecentTickets::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

void RecentTickets::add(RecentTicket ticket, GroupId group, bool isSettled)
{
    m_vectors.append(ticket.fingerprint.vector);
    ticket.fingerprint.vector = {};
    m_places[ticket.ticket] = m_entries.size();
    m_byTime.emplace(ticket.at, ticket.ticket);
    if (!group.empty())
        m_groups[group].insert(ticket.ticket);
    m_entries.push_back({std::move(ticket), std::move(group), isSettled, {}});
}

void RecentTickets::removeEntry(std::size_t place)
{
    const Entry& entry = m_entries[place];
    if (const auto group = m_groups.find(entry.group); group != m_groups.end()) {
        group->second.erase(entry.ticket.ticket);
        if (group->second.empty())
            m_groups.erase(group);
    }
    m_byTime.erase({entry.ticket.at, entry.ticket.ticket});
    m_places.erase(entry.ticket.ticket);
    m_vectors.remove(place);
    if (place + 1 != m_entries.size()) {
        m_entries[place] = std::move(m_entries.back());
        m_places[m_entries[place].ticket.ticket] = place;
    }
    m_entries.pop_back();
}

void RecentTickets::removeTicket(const TicketId& ticket)
{
    if (const auto found = m_places.find(ticket); found != m_places.end())
        removeEntry(found->second);
}

void RecentTickets::dropOld(TimePoint now)
{
    while (!m_byTime.empty() && (m_entries.size() > m_thresholds.most || m_byTime.begin()->first < now - m_thresholds.keep))
        removeTicket(TicketId(m_byTime.begin()->second));
}

std::vector<RecentTickets::Likeness> RecentTickets::alike(const RecentTicket& ticket) const
{
    const double least = std::min(m_thresholds.similarity, m_thresholds.reportSimilarity);
    const Fingerprint& print = ticket.fingerprint;
    std::vector<Likeness> found;
    if (!print.vector.empty()) {
        const double leastCosine = m_model.similarityFor(least);
        std::vector<float> cosines;
        m_vectors.similarities(print.vector, cosines);
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            if (double{cosines[i]} >= leastCosine)
                found.push_back({i, m_model.probability(double{cosines[i]})});
        }
    } else if (!print.words.empty()) {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const double probability
                = m_model.probabilityByWords(sharedWords(print.words, m_entries[i].ticket.fingerprint.words));
            if (probability >= least)
                found.push_back({i, probability});
        }
    }
    std::ranges::sort(found, [&](const Likeness& left, const Likeness& right) {
        if (left.probability != right.probability)
            return left.probability > right.probability;
        return m_entries[left.entry].ticket.ticket < m_entries[right.entry].ticket.ticket;
    });
    return found;
}

// The group of which most is like the ticket, when it is like enough of it; "" = none.
GroupId RecentTickets::chosenGroup(const std::vector<Likeness>& alike) const
{
    std::unordered_map<GroupId, std::size_t> counts;
    for (const Likeness& each : alike)
        ++counts[m_entries[each.entry].group];
    for (const Likeness& each : alike) { // best first
        const GroupId& group = m_entries[each.entry].group;
        if (each.probability < m_thresholds.similarity)
            break;
        if (!group.empty() && counts[group] * leastPart >= m_groups.at(group).size())
            return group;
    }
    return {};
}

// Reports like the ticket, what is like those of them that came in at about the same time, and those of its group: two customers'
// words for one problem may have nothing in common but a third one's.
std::set<std::size_t> RecentTickets::reportsLike(
    const RecentTicket& ticket, const std::vector<Likeness>& alike, const GroupId& group) const
{
    std::set<std::size_t> entries;
    const auto takeAll = [&](const auto& tickets) {
        for (const TicketId& id : tickets) {
            if (const auto place = m_places.find(id); place != m_places.end())
                entries.insert(place->second);
        }
    };
    for (const Likeness& each : alike) {
        if (each.probability < m_thresholds.reportSimilarity)
            continue;
        const Entry& entry = m_entries[each.entry];
        entries.insert(each.entry);
        if (entry.ticket.report != ReportKind::Never && isNear(entry.ticket.at, ticket.at))
            takeAll(entry.alike);
    }
    if (const auto members = m_groups.find(group); members != m_groups.end())
        takeAll(members->second);
    std::erase_if(entries, [&](std::size_t entry) { return m_entries[entry].ticket.report == ReportKind::Never; });
    return entries;
}

std::optional<Burst> RecentTickets::burstOf(const RecentTicket& ticket, const std::set<std::size_t>& entries) const
{
    std::vector<Report> reports;
    for (const std::size_t entry : entries) {
        const RecentTicket& other = m_entries[entry].ticket;
        reports.push_back({other.customer, other.at, other.report == ReportKind::Sure});
    }
    const TimePoint oldest = m_byTime.empty() ? ticket.at : m_byTime.begin()->first;
    const Report report{ticket.customer, ticket.at, ticket.report == ReportKind::Sure};
    return burstAround(report, reports, oldest, m_thresholds.incident);
}

bool RecentTickets::isNear(TimePoint left, TimePoint right) const
{
    return std::chrono::abs(left - right) <= m_thresholds.incident.window;
}

// Notes on the newest entry, which is the ticket's, and on those near it that they are like one another.
void RecentTickets::link(const RecentTicket& ticket, const std::vector<Likeness>& alike)
{
    constexpr std::size_t most = 16;
    for (const Likeness& each : alike) {
        Entry& other = m_entries[each.entry];
        if (each.probability < m_thresholds.reportSimilarity || other.ticket.report == ReportKind::Never)
            continue;
        if (std::vector<TicketId>& own = m_entries.back().alike; own.size() < most)
            own.push_back(other.ticket.ticket);
        if (isNear(other.ticket.at, ticket.at) && other.alike.size() < 2 * most)
            other.alike.push_back(ticket.ticket);
    }
}

// The reports of a burst, and a group for it if one of them has one.
void RecentTickets::addWindow(
    const std::set<std::size_t>& reports, const Incident& incident, std::set<std::size_t>& joining, GroupId& group) const
{
    for (const std::size_t entry : reports) {
        const Entry& each = m_entries[entry];
        if (each.ticket.at < incident.begin || each.ticket.at > incident.end)
            continue;
        joining.insert(entry);
        if (group.empty())
            group = each.group;
    }
}

void RecentTickets::assign(std::size_t entry, const GroupId& group)
{
    m_entries[entry].group = group;
    m_entries[entry].isSettled = false;
    m_groups[group].insert(m_entries[entry].ticket.ticket);
}

Grouping RecentTickets::place(RecentTicket ticket)
{
    const std::lock_guard lock(m_mutex);
    GroupId earlier; // of the same ticket, when a stage after this one has failed
    if (const auto known = m_places.find(ticket.ticket); known != m_places.end())
        earlier = m_entries[known->second].group;
    removeTicket(ticket.ticket);
    dropOld(ticket.at);
    Grouping grouping;
    grouping.modelId = m_modelId;
    const std::vector<Likeness> found = alike(ticket);
    grouping.group = earlier.empty() ? chosenGroup(found) : earlier;
    std::set<std::size_t> joining; // entries that become one group with the ticket
    for (const Likeness& each : found) {
        if (each.probability >= m_thresholds.similarity)
            joining.insert(each.entry);
    }
    if (ticket.report != ReportKind::Never) {
        const std::set<std::size_t> reports = reportsLike(ticket, found, grouping.group);
        grouping.burst = burstOf(ticket, reports);
        if (grouping.burst)
            addWindow(reports, grouping.burst->incident, joining, grouping.group);
    }
    std::erase_if(joining, [&](std::size_t entry) { return !m_entries[entry].group.empty(); });
    if (grouping.group.empty() && !joining.empty()) {
        const auto first = std::ranges::min_element(joining, {},
            [&](std::size_t entry) { return std::pair(m_entries[entry].ticket.at, m_entries[entry].ticket.ticket); });
        const RecentTicket& founder = m_entries[*first].ticket;
        const bool isFirst = std::pair(ticket.at, ticket.ticket) < std::pair(founder.at, founder.ticket);
        grouping.group = GroupId(isFirst ? ticket.ticket.value() : founder.ticket.value());
    }
    for (const std::size_t entry : joining)
        assign(entry, grouping.group);
    grouping.ticket = ticket;
    add(std::move(ticket), grouping.group, false);
    if (grouping.ticket.report != ReportKind::Never)
        link(grouping.ticket, found);
    if (!grouping.group.empty()) {
        for (const TicketId& member : m_groups.at(grouping.group)) {
            if (!m_entries[m_places.at(member)].isSettled)
                grouping.members.push_back(member);
        }
    }
    dropOld(grouping.ticket.at);
    return grouping;
}

void RecentTickets::settled(const Grouping& grouping)
{
    const std::lock_guard lock(m_mutex);
    for (const TicketId& member : grouping.members) {
        const auto found = m_places.find(member);
        if (found != m_places.end() && m_entries[found->second].group == grouping.group)
            m_entries[found->second].isSettled = true;
    }
}

void RecentTickets::forget(const TicketId& ticket)
{
    const std::lock_guard lock(m_mutex);
    removeTicket(ticket);
    for (Entry& each : m_entries)
        std::erase(each.alike, ticket);
}

void RecentTickets::forget(const CustomerId& customer)
{
    const std::lock_guard lock(m_mutex);
    std::set<TicketId> forgotten;
    for (std::size_t i = m_entries.size(); i > 0; --i) {
        if (m_entries[i - 1].ticket.customer != customer)
            continue;
        forgotten.insert(m_entries[i - 1].ticket.ticket);
        removeEntry(i - 1);
    }
    for (Entry& each : m_entries)
        std::erase_if(each.alike, [&](const TicketId& ticket) { return forgotten.contains(ticket); });
}

} // namespace tandem
