#include "services/embedding/EmbeddingCache.h"

#include <openssl/sha.h>

#include <string>

namespace tandem {

EmbeddingCache::EmbeddingCache(std::size_t entries)
    : m_capacity(entries)
{
}

EmbeddingCache::Key EmbeddingCache::keyOf(std::string_view text, TextRole role)
{
    // The prefix byte keeps a query and a passage of the same text apart.
    std::string content;
    content.reserve(text.size() + 1);
    content.push_back(static_cast<char>(role));
    content.append(text);
    Key key{};
    SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), key.data());
    return key;
}

std::optional<Embedding> EmbeddingCache::find(const Key& key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end())
        return std::nullopt;
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return found->second->embedding;
}

void EmbeddingCache::put(const Key& key, const Embedding& embedding)
{
    if (m_capacity == 0)
        return;
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_byKey.find(key); found != m_byKey.end()) {
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return;
    }
    if (m_entries.size() == m_capacity) {
        m_byKey.erase(m_entries.back().key);
        m_entries.pop_back();
    }
    m_entries.push_front({key, embedding});
    m_byKey.emplace(key, m_entries.begin());
}

} // namespace tandem
