#include "gateway/Query.h"

#include "base/Text.h"
#include "gateway/Router.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace tandem::gateway {

namespace {

std::optional<std::string> decoded(std::string_view raw)
{
    std::string text(raw);
    std::ranges::replace(text, '+', ' ');
    return percentDecoded(text);
}

} // namespace

std::expected<Query, Problem> Query::parse(std::string_view raw)
{
    Query query;
    for (const std::string_view part : text::split(raw, '&')) {
        if (part.empty())
            continue;
        const std::size_t equals = part.find('=');
        std::optional<std::string> name = decoded(part.substr(0, equals));
        std::optional<std::string> value
            = decoded(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1));
        if (!name || !value)
            return std::unexpected(Problem(400, "The query is not well-formed: percent-encode its texts as UTF-8."));
        if (!query.m_parameters.emplace(*name, std::move(*value)).second)
            return std::unexpected(Problem(400, "'" + std::string(text::truncate(*name, 60)) + "' comes twice in the query."));
    }
    return query;
}

const std::string& Query::text(std::string_view parameter) const
{
    static const std::string none;
    const auto found = m_parameters.find(std::string(parameter));
    return found == m_parameters.end() ? none : found->second;
}

std::expected<std::int64_t, Problem> Query::number(
    std::string_view parameter, std::int64_t otherwise, std::int64_t least, std::int64_t most) const
{
    const std::string& given = text(parameter);
    if (given.empty())
        return otherwise;
    std::int64_t value = 0;
    const char* const end = given.data() + given.size();
    const auto [stop, error] = std::from_chars(given.data(), end, value);
    if (error == std::errc() && stop == end && value >= least && value <= most)
        return value;
    return std::unexpected(Problem(422,
        "'" + std::string(parameter) + "' must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)
            + '.'));
}

} // namespace tandem::gateway
