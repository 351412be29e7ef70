#include "knowledge/SearchResultBytes.h"

#include <concepts>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

namespace tandem {

namespace {

constexpr std::uint32_t form = 0x54535231; // "TSR1"; another one for every change of the fields below

class BytesWriter {
public:
    template <typename T>
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    void operator()(const T& value)
    {
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
    }
    void operator()(const std::string& value)
    {
        (*this)(value.size());
        m_bytes += value;
    }
    template <typename Tag>
    void operator()(const Id<Tag>& value)
    {
        (*this)(value.value());
    }
    void operator()(const TimePoint& value) { (*this)(std::int64_t{value.time_since_epoch().count()}); }
    template <typename T>
    void operator()(const std::optional<T>& value)
    {
        (*this)(value.has_value());
        if (value)
            (*this)(*value);
    }
    template <typename T>
    void operator()(const std::vector<T>& values)
    {
        (*this)(values.size());
        for (const T& value : values)
            (*this)(value);
    }
    template <typename T>
        requires std::is_class_v<T>
    void operator()(const T& value)
    {
        members(*this, value);
    }
    [[nodiscard]] std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

// Stops at the first thing that does not fit; what was read until then is of no use.
class BytesReader {
public:
    explicit BytesReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    template <typename T>
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    void operator()(T& value)
    {
        if (!has(sizeof(value)))
            return;
        std::memcpy(&value, m_rest.data(), sizeof(value));
        m_rest.remove_prefix(sizeof(value));
    }
    void operator()(bool& value)
    {
        std::uint8_t byte = 0;
        (*this)(byte);
        m_good = m_good && byte <= 1;
        value = byte == 1;
    }
    void operator()(Language& value) { bounded(value, languageCount); }
    void operator()(DocumentKind& value) { bounded(value, 2); }
    void operator()(std::string& value)
    {
        const std::size_t size = count();
        if (!has(size))
            return;
        value.assign(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
    }
    template <typename Tag>
    void operator()(Id<Tag>& value)
    {
        std::string text;
        (*this)(text);
        value = Id<Tag>(std::move(text));
    }
    void operator()(TimePoint& value)
    {
        std::int64_t count = 0;
        (*this)(count);
        value = TimePoint(Milliseconds(count));
    }
    template <typename T>
    void operator()(std::optional<T>& value)
    {
        bool there = false;
        (*this)(there);
        value.reset();
        if (m_good && there)
            (*this)(value.emplace());
    }
    template <typename T>
    void operator()(std::vector<T>& values)
    {
        const std::size_t size = count();
        for (std::size_t i = 0; m_good && i < size; ++i)
            (*this)(values.emplace_back());
    }
    template <typename T>
        requires std::is_class_v<T>
    void operator()(T& value)
    {
        members(*this, value);
    }
    [[nodiscard]] bool isDone() const { return m_good && m_rest.empty(); }

private:
    bool has(std::size_t bytes)
    {
        m_good = m_good && bytes <= m_rest.size();
        return m_good;
    }
    // Of things of at least a byte each.
    std::size_t count()
    {
        std::size_t value = 0;
        (*this)(value);
        return has(value) ? value : 0;
    }
    template <typename T>
    void bounded(T& value, std::size_t end)
    {
        std::underlying_type_t<T> number = 0;
        (*this)(number);
        m_good = m_good && number < end;
        value = m_good ? static_cast<T>(number) : T{};
    }

    std::string_view m_rest;
    bool m_good = true;
};

template <typename T, typename Wanted>
concept Like = std::same_as<std::remove_const_t<T>, Wanted>;

template <typename Archive>
void members(Archive& archive, Like<text::Span> auto& span)
{
    archive(span.begin);
    archive(span.end);
}

template <typename Archive>
void members(Archive& archive, Like<ScoreParts> auto& parts)
{
    auto& [meaning, words, identifiers, kind, language] = parts;
    for (auto* each : {&meaning, &words, &identifiers, &kind, &language})
        archive(*each);
}

template <typename Archive>
void members(Archive& archive, Like<Passage> auto& passage)
{
    auto& [id, article, kind, title, heading, text, sentences, language, updatedAt] = passage;
    archive(id);
    archive(article);
    archive(kind);
    archive(title);
    archive(heading);
    archive(text);
    archive(sentences);
    archive(language);
    archive(updatedAt);
}

template <typename Archive>
void members(Archive& archive, Like<ScoredPassage> auto& scored)
{
    auto& [passage, score, meaning, words, similarity, parts, heldUntil, plan, audience] = scored;
    archive(passage);
    archive(score);
    archive(meaning);
    archive(words);
    archive(similarity);
    archive(parts);
    archive(heldUntil);
    archive(plan);
    archive(audience);
}

template <typename Archive>
void members(Archive& archive, Like<SearchResult> auto& result)
{
    auto& [passages, evidence, floor, searched] = result;
    archive(passages);
    archive(evidence);
    archive(floor);
    archive(searched);
}

// Spans are trusted by whoever shows a passage.
bool hasGoodSpans(const SearchResult& result)
{
    for (const ScoredPassage& scored : result.passages) {
        for (const text::Span& span : scored.passage.sentences) {
            if (span.begin > span.end || span.end > scored.passage.text.size())
                return false;
        }
    }
    return true;
}

} // namespace

std::string bytesOf(const SearchResult& result)
{
    BytesWriter writer;
    writer(form);
    writer(result);
    return writer.take();
}

std::optional<SearchResult> searchResultFrom(std::string_view bytes)
{
    BytesReader reader(bytes);
    std::uint32_t found = 0;
    reader(found);
    if (found != form)
        return std::nullopt;
    SearchResult result;
    reader(result);
    if (!reader.isDone() || !hasGoodSpans(result))
        return std::nullopt;
    return result;
}

} // namespace tandem
