#pragma once

#include "base/Error.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

using Json = nlohmann::json;

struct JsonLimits {
    std::size_t bytes = 1U << 20U;
    std::size_t depth = 64; // nesting of arrays and objects
};

// Parses RFC 8259 JSON. Checks size, depth, UTF-8 and duplicate-free limits before building anything; never throws.
// The error says what is wrong and at which byte, and never quotes the text.
Result<Json> parseJson(std::string_view text, JsonLimits limits = {});

// Compact UTF-8 text; invalid UTF-8 inside strings is replaced by U+FFFD.
std::string toText(const Json& json);

// Typed access to an object's members, for hand-written readers of foreign JSON. A missing or null member is nullopt;
// a member of another type is InvalidArgument with the member's name.
Result<std::optional<std::string>> optionalString(const Json& object, std::string_view key);
Result<std::optional<double>> optionalNumber(const Json& object, std::string_view key);
Result<std::optional<bool>> optionalBool(const Json& object, std::string_view key);
Result<std::string> requiredString(const Json& object, std::string_view key);

} // namespace tandem
