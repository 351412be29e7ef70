#include "services/store/VectorBlob.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace tandem::blob {

namespace {

static_assert(std::endian::native == std::endian::little, "stored vectors are little-endian");

template <typename T>
void put(std::string& out, T value)
{
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

template <typename T>
T take(std::string_view& bytes)
{
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    bytes.remove_prefix(sizeof(T));
    return value;
}

std::unexpected<Error> damaged()
{
    return failure(
        ErrorCode::Corrupt, "A stored vector or list of offsets is damaged; import its article again or restore a backup.");
}

} // namespace

std::string packVector(const std::vector<float>& vector)
{
    std::string out(vector.size() * sizeof(float), '\0');
    if (!vector.empty())
        std::memcpy(out.data(), vector.data(), out.size());
    return out;
}

Result<std::vector<float>> unpackVector(std::string_view bytes)
{
    if (bytes.size() % sizeof(float) != 0)
        return damaged();
    std::vector<float> vector(bytes.size() / sizeof(float));
    if (!vector.empty())
        std::memcpy(vector.data(), bytes.data(), bytes.size());
    return vector;
}

std::string packQuantised(const std::vector<std::vector<float>>& vectors)
{
    std::string out;
    for (const std::vector<float>& vector : vectors) {
        float largest = 0;
        for (const float component : vector)
            largest = std::max(largest, std::abs(component));
        const float scale = largest / 127;
        put(out, static_cast<std::uint32_t>(vector.size()));
        put(out, scale);
        for (const float component : vector)
            put(out, static_cast<std::int8_t>(scale > 0 ? std::lround(component / scale) : 0));
    }
    return out;
}

Result<std::vector<std::vector<float>>> unpackQuantised(std::string_view bytes)
{
    std::vector<std::vector<float>> vectors;
    while (!bytes.empty()) {
        if (bytes.size() < sizeof(std::uint32_t) + sizeof(float))
            return damaged();
        const auto dimension = take<std::uint32_t>(bytes);
        const auto scale = take<float>(bytes);
        if (bytes.size() < dimension)
            return damaged();
        std::vector<float>& vector = vectors.emplace_back(dimension);
        for (float& component : vector)
            component = static_cast<float>(take<std::int8_t>(bytes)) * scale;
    }
    return vectors;
}

std::string packWords(const std::vector<std::uint32_t>& words)
{
    std::string out;
    out.reserve(words.size() * sizeof(std::uint32_t));
    for (const std::uint32_t word : words)
        put(out, word);
    return out;
}

Result<std::vector<std::uint32_t>> unpackWords(std::string_view bytes)
{
    if (bytes.size() % sizeof(std::uint32_t) != 0)
        return damaged();
    std::vector<std::uint32_t> words(bytes.size() / sizeof(std::uint32_t));
    for (std::uint32_t& word : words)
        word = take<std::uint32_t>(bytes);
    return words;
}

std::string packSpans(const std::vector<text::Span>& spans)
{
    std::string out;
    out.reserve(spans.size() * 2 * sizeof(std::uint32_t));
    for (const text::Span& span : spans) {
        put(out, static_cast<std::uint32_t>(span.begin));
        put(out, static_cast<std::uint32_t>(span.end));
    }
    return out;
}

Result<std::vector<text::Span>> unpackSpans(std::string_view bytes)
{
    constexpr std::size_t pair = 2 * sizeof(std::uint32_t);
    if (bytes.size() % pair != 0)
        return damaged();
    std::vector<text::Span> spans(bytes.size() / pair);
    for (text::Span& span : spans) {
        span.begin = take<std::uint32_t>(bytes);
        span.end = take<std::uint32_t>(bytes);
    }
    return spans;
}

} // namespace tandem::blob
