#include "knowledge/DocumentSet.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace tandem {
namespace {

bool inWindow(const DocumentSet::Entry& entry, TimePoint now)
{
    return (!entry.validFrom || *entry.validFrom <= now) && (!entry.validUntil || now <= *entry.validUntil);
}

} // namespace

ArticleId articleOf(const PassageId& passage)
{
    return ArticleId(passage.value().substr(0, passage.value().rfind('#')));
}

void DocumentSet::put(const Document& document, std::string modelId, std::size_t passages)
{
    remove(document.id);
    for (const ArticleId& older : document.supersedes)
        m_supersededBy[older].push_back(document.id);
    m_entries[document.id] = {document.kind, document.language, document.validFrom, document.validUntil, document.superseded,
        document.updatedAt, document.supersedes, document.audience, document.plan, Readership(document.plan, document.audience),
        document.contentHash, std::move(modelId), passages, document.restsOn};
    for (const TimePoint turn : turnsOf(m_entries[document.id]))
        m_turns.insert(turn);
}

std::vector<TimePoint> DocumentSet::turnsOf(const Entry& entry)
{
    std::vector<TimePoint> turns;
    if (entry.validFrom)
        turns.push_back(*entry.validFrom);
    if (entry.validUntil)
        turns.push_back(*entry.validUntil + Milliseconds(1)); // it holds at its last moment
    return turns;
}

std::optional<TimePoint> DocumentSet::lastTurn(TimePoint time) const
{
    const auto after = m_turns.upper_bound(time);
    return after == m_turns.begin() ? std::nullopt : std::optional(*std::prev(after));
}

void DocumentSet::setPassages(const ArticleId& id, std::size_t passages)
{
    const auto found = m_entries.find(id);
    if (found != m_entries.end())
        found->second.passages = passages;
}

void DocumentSet::remove(const ArticleId& id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    for (const ArticleId& older : found->second.supersedes) {
        const auto list = m_supersededBy.find(older);
        if (list == m_supersededBy.end())
            continue;
        std::erase(list->second, id);
        if (list->second.empty())
            m_supersededBy.erase(list);
    }
    for (const TimePoint turn : turnsOf(found->second))
        m_turns.erase(m_turns.find(turn));
    m_entries.erase(found);
}

const DocumentSet::Entry* DocumentSet::find(const ArticleId& id) const
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second;
}

std::unordered_map<ArticleId, std::string> DocumentSet::versions() const
{
    std::unordered_map<ArticleId, std::string> hashes;
    hashes.reserve(m_entries.size());
    for (const auto& [id, entry] : m_entries)
        hashes.emplace(id, entry.contentHash);
    return hashes;
}

bool DocumentSet::reaches(const ArticleId& from, const ArticleId& to) const
{
    std::vector<ArticleId> open{from};
    std::unordered_set<ArticleId> seen{from};
    while (!open.empty()) {
        const ArticleId current = open.back();
        open.pop_back();
        if (current == to)
            return true;
        const Entry* entry = find(current);
        if (entry == nullptr)
            continue;
        for (const ArticleId& next : entry->supersedes) {
            if (seen.insert(next).second)
                open.push_back(next);
        }
    }
    return false;
}

std::vector<ArticleId> DocumentSet::foundation(const ArticleId& id) const
{
    std::vector<ArticleId> all{id};
    for (std::size_t next = 0; next < all.size(); ++next) {
        const Entry* entry = find(all[next]);
        if (entry == nullptr)
            continue;
        for (const ArticleId& evidence : entry->restsOn) {
            if (std::ranges::find(all, evidence) == all.end())
                all.push_back(evidence);
        }
    }
    return all;
}

bool DocumentSet::isValid(const ArticleId& id, TimePoint now) const
{
    const Entry* entry = find(id);
    if (entry == nullptr || entry->restsOn.empty())
        return holdsAlone(id, now);
    return std::ranges::all_of(foundation(id), [&](const ArticleId& each) { return holdsAlone(each, now); });
}

bool DocumentSet::isFor(const ArticleId& id, const Reader& reader) const
{
    const auto includes = [&](const Entry* entry) { return entry != nullptr && entry->readers.includes(reader); };
    const Entry* entry = find(id);
    if (entry == nullptr || entry->restsOn.empty())
        return includes(entry);
    return std::ranges::all_of(foundation(id), [&](const ArticleId& each) { return includes(find(each)); });
}

bool DocumentSet::holdsAlone(const ArticleId& id, TimePoint now) const
{
    const Entry* entry = find(id);
    if (entry == nullptr || entry->superseded || !inWindow(*entry, now))
        return false;
    const auto newer = m_supersededBy.find(id);
    if (newer == m_supersededBy.end())
        return true;
    return std::ranges::none_of(newer->second, [&](const ArticleId& other) { return replaces(other, id, now); });
}

bool DocumentSet::replaces(const ArticleId& other, const ArticleId& id, TimePoint now) const
{
    const Entry* replaced = find(id);
    const Entry* replacement = find(other);
    if (replaced == nullptr || replacement == nullptr || other == id || !inWindow(*replacement, now))
        return false;
    const bool circle = reaches(id, other);
    return !circle || std::tie(replacement->updatedAt, other) > std::tie(replaced->updatedAt, id);
}

std::optional<TimePoint> DocumentSet::endOf(const ArticleId& id, TimePoint today) const
{
    std::optional<TimePoint> end;
    for (const ArticleId& each : foundation(id)) {
        const auto ended = endAlone(each, today);
        if (ended)
            end = end ? std::min(*end, *ended) : *ended;
    }
    return end;
}

std::optional<TimePoint> DocumentSet::endAlone(const ArticleId& id, TimePoint today) const
{
    const Entry* entry = find(id);
    if (entry == nullptr || holdsAlone(id, today))
        return std::nullopt;
    std::optional<TimePoint> end;
    const auto take = [&](TimePoint time) { end = end ? std::min(*end, time) : time; };
    if (entry->validUntil && *entry->validUntil < today)
        take(*entry->validUntil + Milliseconds(1)); // it holds at its last moment
    if (const auto newer = m_supersededBy.find(id); newer != m_supersededBy.end()) {
        for (const ArticleId& other : newer->second) {
            const Entry* replacement = find(other);
            if (replaces(other, id, today) && replacement->validFrom)
                take(*replacement->validFrom);
        }
    }
    return end;
}

std::vector<ArticleId> DocumentSet::embeddedByOthers(const std::string& modelId) const
{
    std::vector<ArticleId> ids;
    for (const auto& [id, entry] : m_entries) {
        if (entry.modelId != modelId)
            ids.push_back(id);
    }
    std::ranges::sort(ids);
    return ids;
}

} // namespace tandem
