#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// Values as files hold them, one after another, little-endian.
namespace tandem {

// Appends plain values to a text.
class ByteWriter {
public:
    template <typename T>
        requires std::is_trivially_copyable_v<T>
    void value(T value)
    {
        char bytes[sizeof(T)];
        std::memcpy(bytes, &value, sizeof(T));
        m_bytes.append(bytes, sizeof(T));
    }
    template <typename T>
        requires std::is_trivially_copyable_v<T>
    void values(std::span<const T> values)
    {
        value(static_cast<std::uint64_t>(values.size()));
        bytes(values.data(), values.size_bytes());
    }
    void text(std::string_view text)
    {
        value(static_cast<std::uint64_t>(text.size()));
        m_bytes.append(text);
    }
    void bytes(const void* data, std::size_t size);
    [[nodiscard]] const std::string& written() const { return m_bytes; }

private:
    std::string m_bytes;
};

// Reads what ByteWriter wrote. A read past the end yields zero or empty and makes good() false for ever.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    template <typename T>
        requires std::is_trivially_copyable_v<T>
    T value()
    {
        T result{};
        const std::string_view taken = take(sizeof(T));
        if (taken.size() == sizeof(T))
            std::memcpy(&result, taken.data(), sizeof(T));
        return result;
    }
    template <typename T>
        requires std::is_trivially_copyable_v<T>
    std::vector<T> values()
    {
        const auto count = value<std::uint64_t>();
        if (count > m_rest.size() / sizeof(T)) {
            m_good = false;
            return {};
        }
        std::vector<T> result(count);
        const std::string_view taken = take(count * sizeof(T));
        if (count > 0)
            std::memcpy(result.data(), taken.data(), taken.size());
        return result;
    }
    std::string_view text() { return take(value<std::uint64_t>()); }
    // The next `size` bytes.
    std::string_view take(std::uint64_t size);
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_good = true;
};

} // namespace tandem
