#include "knowledge/QueryCache.h"

#include "knowledge/SearchResultBytes.h"

#include <utility>

namespace tandem {

namespace {

constexpr Milliseconds life{5 * 60'000};

// Each field with its length, so that no two queries are written alike.
class Asked {
public:
    void add(std::string_view field)
    {
        m_all += std::to_string(field.size());
        m_all += ':';
        m_all += field;
    }
    void add(std::int64_t number) { add(std::to_string(number)); }
    template <typename T>
    void add(const std::optional<T>& value)
    {
        if (!value)
            m_all += '-';
        else if constexpr (std::is_enum_v<T>)
            add(std::int64_t{std::to_underlying(*value)});
        else
            add(std::int64_t{value->time_since_epoch().count()});
    }
    [[nodiscard]] const std::string& all() const { return m_all; }

private:
    std::string m_all;
};

} // namespace

QueryCache::QueryCache(Cache* cache, std::string space)
    : m_cache(cache)
    , m_space(std::move(space))
{
}

std::optional<Cache::Key> QueryCache::keyOf(const SearchQuery& query, const Validity& validity) const
{
    if (m_cache == nullptr)
        return std::nullopt;
    Asked asked;
    asked.add(m_space);
    asked.add(static_cast<std::int64_t>(m_generation.load()));
    asked.add(query.text);
    asked.add(static_cast<std::int64_t>(query.count));
    asked.add(query.kind);
    asked.add(query.language);
    asked.add(query.queryLanguage);
    asked.add(std::int64_t{query.reader.has_value()});
    if (query.reader) {
        asked.add(query.reader->plan);
        asked.add(query.reader->audience);
    }
    asked.add(validity.now);
    asked.add(validity.today);
    asked.add(std::string_view(reinterpret_cast<const char*>(query.vector.data()), query.vector.size() * sizeof(float)));
    return Cache::keyOf(asked.all());
}

std::optional<SearchResult> QueryCache::find(const std::optional<Cache::Key>& key) const
{
    if (!key)
        return std::nullopt;
    const auto bytes = m_cache->find(*key);
    return bytes ? searchResultFrom(*bytes) : std::nullopt;
}

void QueryCache::put(const std::optional<Cache::Key>& key, const SearchResult& result) const
{
    if (key)
        m_cache->put(*key, bytesOf(result), life);
}

} // namespace tandem
