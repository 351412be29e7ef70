#pragma once

#include "gateway/Problem.h"

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace tandem::gateway {

// A request's query, taken apart and decoded ('+' is a space). Immutable.
class Query {
public:
    Query() = default;
    // 400 when an escape is broken, a text is not UTF-8 or holds a NUL, or a name comes twice.
    static std::expected<Query, Problem> parse(std::string_view raw);

    [[nodiscard]] const std::map<std::string, std::string>& parameters() const { return m_parameters; }
    [[nodiscard]] const std::string& text(std::string_view parameter) const; // "" when it is missing
    // 422 that names the parameter when it is no whole number from `least` to `most`; missing or empty is `otherwise`.
    [[nodiscard]] std::expected<std::int64_t, Problem> number(
        std::string_view parameter, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;

private:
    std::map<std::string, std::string> m_parameters;
};

} // namespace tandem::gateway
