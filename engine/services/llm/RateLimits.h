#pragma once

#include "base/Clock.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace tandem {

struct HttpResponse;

struct RateLimit {
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    std::optional<TimePoint> resets; // when `remaining` is `limit` again; nullopt = not said
};

// What a provider says is left of the account's limits; nullopt = not said in this answer.
struct RateLimits {
    std::optional<RateLimit> requests;
    std::optional<RateLimit> tokens;
    std::optional<RateLimit> inputTokens;
    std::optional<RateLimit> outputTokens;
};

// Hears them after each answer, on the thread that called reply().
using RateLimitListener = std::function<void(const RateLimits& limits)>;

// From the headers anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}; reset is RFC 3339.
RateLimits anthropicRateLimits(const HttpResponse& response);
// From the headers x-ratelimit-{limit,remaining,reset}-{requests,tokens}; reset is a time from now, such as 6m0s or 120ms.
RateLimits openAiRateLimits(const HttpResponse& response, TimePoint now);

} // namespace tandem
