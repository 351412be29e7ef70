#pragma once

#include "knowledge/KnowledgeBase.h"
#include "services/cache/Cache.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace tandem {

// What searches found lately, until a document changes or the five minutes are over. Keys are hashes of everything that decides
// about a result: no word of a query is kept. Thread-safe.
class QueryCache {
public:
    // `cache` may be null: nothing is kept then; it outlives the object. `space`: what else results depend on (the model, the
    // state of the documents at the start, settings).
    QueryCache(Cache* cache, std::string space);

    // When documents begin and end decides with the time asked about: the last such moment before `now`, and before `today`.
    struct Validity {
        std::optional<TimePoint> now;
        std::optional<TimePoint> today;
    };
    // Before the search looks at anything: what is put under it is found only while no document has changed since. nullopt
    // without a cache.
    [[nodiscard]] std::optional<Cache::Key> keyOf(const SearchQuery& query, const Validity& validity) const;
    [[nodiscard]] std::optional<SearchResult> find(const std::optional<Cache::Key>& key) const;
    void put(const std::optional<Cache::Key>& key, const SearchResult& result) const;

    // Says at the end of a scope that documents may have changed in it. What began before is not found by what begins after.
    class Change {
    public:
        explicit Change(QueryCache& cache)
            : m_cache(cache)
        {
        }
        Change(const Change&) = delete;
        Change& operator=(const Change&) = delete;
        ~Change() { ++m_cache.m_generation; }

    private:
        QueryCache& m_cache;
    };

private:
    Cache* const m_cache;
    const std::string m_space;
    std::atomic<std::uint64_t> m_generation = 0;
};

} // namespace tandem
