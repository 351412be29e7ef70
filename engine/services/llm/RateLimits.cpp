#include "services/llm/RateLimits.h"

#include "services/http/HttpClient.h"

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace tandem {

namespace {

std::optional<std::int64_t> count(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::optional<RateLimit> rateLimit(std::string_view limit, std::string_view remaining, std::optional<TimePoint> resets)
{
    const auto most = count(limit);
    const auto left = count(remaining);
    if (!most || !left)
        return std::nullopt;
    return RateLimit{*most, *left, resets};
}

// The unit at the start of `text`, in milliseconds, and how many bytes it has.
std::pair<double, std::size_t> unit(std::string_view text)
{
    if (text.starts_with("ms"))
        return {1, 2};
    if (text.starts_with('s'))
        return {1000, 1};
    if (text.starts_with('m'))
        return {60'000, 1};
    if (text.starts_with('h'))
        return {3'600'000, 1};
    return {0, 0};
}

// "1h2m3.5s", "120ms".
std::optional<Milliseconds> duration(std::string_view text)
{
    constexpr double longest = 366.0 * 24 * 3'600'000;
    double total = 0;
    if (text.empty())
        return std::nullopt;
    while (!text.empty()) {
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
        if (error != std::errc() || !(value >= 0))
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto [factor, length] = unit(text);
        if (length == 0)
            return std::nullopt;
        text.remove_prefix(length);
        total += value * factor;
    }
    if (total > longest)
        return std::nullopt;
    return Milliseconds(static_cast<std::int64_t>(total));
}

} // namespace

RateLimits anthropicRateLimits(const HttpResponse& response)
{
    const auto read = [&response](std::string_view what) {
        const std::string prefix = "anthropic-ratelimit-" + std::string(what);
        const auto reset = parseTime(response.header(prefix + "-reset"));
        return rateLimit(response.header(prefix + "-limit"), response.header(prefix + "-remaining"),
            reset ? std::optional<TimePoint>(*reset) : std::nullopt);
    };
    return {read("requests"), read("tokens"), read("input-tokens"), read("output-tokens")};
}

RateLimits openAiRateLimits(const HttpResponse& response, TimePoint now)
{
    const auto read = [&response, now](std::string_view what) {
        const std::string name(what);
        const auto reset = duration(response.header("x-ratelimit-reset-" + name));
        return rateLimit(response.header("x-ratelimit-limit-" + name), response.header("x-ratelimit-remaining-" + name),
            reset ? std::optional<TimePoint>(now + *reset) : std::nullopt);
    };
    RateLimits limits;
    limits.requests = read("requests");
    limits.tokens = read("tokens");
    return limits;
}

} // namespace tandem
