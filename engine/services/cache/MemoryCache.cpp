#include "services/cache/MemoryCache.h"

#include <utility>

namespace tandem {

namespace {

std::size_t sizeOf(const std::string& value)
{
    return value.size() + sizeof(Cache::Key);
}

} // namespace

MemoryCache::MemoryCache(Limits limits, const Clock& clock)
    : m_limits(limits)
    , m_clock(clock)
{
}

std::optional<std::string> MemoryCache::find(const Key& key)
{
    const auto now = m_clock.steady();
    const std::lock_guard lock(m_mutex);
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end())
        return std::nullopt;
    if (now >= found->second->end) {
        drop(found->second);
        return std::nullopt;
    }
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return found->second->value;
}

void MemoryCache::put(const Key& key, std::string value, Milliseconds life)
{
    const auto end = m_clock.steady() + life;
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_byKey.find(key); known != m_byKey.end())
        drop(known->second);
    if (m_limits.entries == 0 || sizeOf(value) > m_limits.bytes)
        return;
    m_bytes += sizeOf(value);
    m_entries.push_front({key, std::move(value), end});
    m_byKey[key] = m_entries.begin();
    while (m_entries.size() > m_limits.entries || m_bytes > m_limits.bytes)
        drop(std::prev(m_entries.end()));
}

std::size_t MemoryCache::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

std::size_t MemoryCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

void MemoryCache::drop(Entries::iterator entry)
{
    m_bytes -= sizeOf(entry->value);
    m_byKey.erase(entry->key);
    m_entries.erase(entry);
}

} // namespace tandem
