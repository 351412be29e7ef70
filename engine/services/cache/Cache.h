#pragma once

#include "base/Clock.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// Bytes by key for a while. Thread-safe. What was put may be gone at any time; what is found is what was put. A cache that cannot
// be reached finds nothing: that is no error.
class Cache {
public:
    using Key = std::array<std::uint8_t, 32>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const
        {
            std::size_t result = 0;
            std::memcpy(&result, key.data(), sizeof(result)); // already uniform
            return result;
        }
    };

    Cache() = default;
    Cache(const Cache&) = delete;
    Cache& operator=(const Cache&) = delete;
    virtual ~Cache() = default;

    // SHA-256, so that no word of what is asked is kept.
    static Key keyOf(std::string_view asked);

    virtual std::optional<std::string> find(const Key& key) = 0;
    virtual void put(const Key& key, std::string value, Milliseconds life) = 0;
};

} // namespace tandem
