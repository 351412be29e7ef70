#pragma once

#include "services/embedding/Embedder.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace tandem {

// The most recently used embeddings by SHA-256 of role and text, so that no text is kept. Thread-safe; a vector of 384
// floats takes about 1.7 KB. Zero entries switch it off.
class EmbeddingCache {
public:
    using Key = std::array<std::uint8_t, 32>;

    explicit EmbeddingCache(std::size_t entries);

    static Key keyOf(std::string_view text, TextRole role);
    std::optional<Embedding> find(const Key& key);
    void put(const Key& key, const Embedding& embedding);

    struct KeyHash {
        std::size_t operator()(const Key& key) const
        {
            std::size_t result = 0;
            std::memcpy(&result, key.data(), sizeof(result)); // already uniform
            return result;
        }
    };

private:
    struct Entry {
        Key key;
        Embedding embedding;
    };

    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::list<Entry> m_entries; // most recently used first
    std::unordered_map<Key, std::list<Entry>::iterator, KeyHash> m_byKey;
};

} // namespace tandem
