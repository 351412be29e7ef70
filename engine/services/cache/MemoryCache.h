#pragma once

#include "services/cache/Cache.h"

#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

namespace tandem {

// A Cache in this process's memory: what was used least lately goes first.
class MemoryCache final : public Cache {
public:
    struct Limits {
        std::size_t entries = 2000;
        std::size_t bytes = 32U << 20U; // of keys and values
    };

    // `clock` outlives the object.
    MemoryCache(Limits limits, const Clock& clock);

    std::optional<std::string> find(const Key& key) override;
    // A value larger than all that may be kept is not kept.
    void put(const Key& key, std::string value, Milliseconds life) override;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Entry {
        Key key;
        std::string value;
        std::chrono::steady_clock::time_point end;
    };
    using Entries = std::list<Entry>;

    // With m_mutex held.
    void drop(Entries::iterator entry);

    const Limits m_limits;
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    Entries m_entries; // most recently used first
    std::unordered_map<Key, Entries::iterator, KeyHash> m_byKey;
    std::size_t m_bytes = 0;
};

} // namespace tandem
