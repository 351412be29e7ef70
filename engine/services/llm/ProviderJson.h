#pragma once

#include "base/Json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// Reading JSON that a provider wrote: what is missing or of another type than documented is passed over, never an exception.
namespace tandem {

// An event of a stream may repeat the whole answer.
inline constexpr JsonLimits eventLimits{.bytes = std::size_t{8} << 20U, .depth = 64};

// nullptr when `object` is none, or the member is missing or null.
inline const Json* memberOf(const Json& object, std::string_view key)
{
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

// "" when it is no string; lives as long as `object`.
inline std::string_view textAt(const Json& object, std::string_view key)
{
    const Json* const value = memberOf(object, key);
    return value != nullptr && value->is_string() ? std::string_view(value->get_ref<const std::string&>()) : std::string_view();
}

// nullopt when it is no count: not an integer, negative or absurdly large.
inline std::optional<std::int64_t> countAt(const Json& object, std::string_view key)
{
    constexpr std::int64_t most = 1'000'000'000'000;
    const Json* const value = memberOf(object, key);
    if (value == nullptr || !value->is_number_integer())
        return std::nullopt;
    const bool outside = value->is_number_unsigned() ? value->get<std::uint64_t>() > static_cast<std::uint64_t>(most)
                                                     : value->get<std::int64_t>() < 0;
    return outside ? std::nullopt : std::optional(value->get<std::int64_t>());
}

} // namespace tandem
