#include "services/http/Retry.h"

#include "base/Random.h"
#include "base/Text.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

namespace tandem {

namespace {

// error.details.error_code of Anthropic's 429 when the account's own limit is spent: no waiting helps.
constexpr std::string_view spendLimit = "enforced_spend_limit_reached";

std::optional<double> number(std::string_view text)
{
    text = text::trim(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

// Milliseconds the server asks to wait, may be negative or not finite; nullopt when it says nothing that can be read.
std::optional<double> askedWait(const HttpResponse& response, TimePoint now)
{
    if (const auto milliseconds = number(response.header("retry-after-ms")))
        return milliseconds;
    const std::string_view asked = response.header("retry-after");
    if (const auto seconds = number(asked))
        return *seconds * 1000;
    if (asked.empty())
        return std::nullopt;
    const std::time_t date = curl_getdate(std::string(asked).c_str(), nullptr); // all three forms of RFC 9110
    if (date < 0)
        return std::nullopt;
    return static_cast<double>(date) * 1000 - static_cast<double>(now.time_since_epoch().count());
}

bool hasHeader(const HttpRequest& request, std::string_view name)
{
    return std::ranges::any_of(request.headers, [&](const HttpHeader& header) { return sameHeaderName(header.name, name); });
}

} // namespace

RetryPolicy RetryPolicy::openai()
{
    RetryPolicy policy;
    policy.longestAsked = Milliseconds(120'000);
    policy.longWait = LongWait::GiveUp;
    return policy;
}

Patience Patience::real()
{
    return {
        .wait =
            [](Milliseconds time, std::stop_token stop) {
                std::mutex mutex;
                std::condition_variable_any never;
                std::unique_lock lock(mutex);
                (void)never.wait_for(lock, stop, time, [] { return false; });
                return !stop.stop_requested();
            },
        .chance =
            [] {
                std::uint32_t bits = 0;
                const std::string bytes = randomBytes(sizeof bits);
                std::memcpy(&bits, bytes.data(), sizeof bits);
                return static_cast<double>(bits) / 4294967296.0;
            },
    };
}

bool isWorthRetrying(const RetryPolicy& policy, const HttpResponse& response, TimePoint now)
{
    if (policy.longWait == LongWait::GiveUp) {
        const auto asked = askedWait(response, now);
        if (asked && std::isfinite(*asked) && *asked > static_cast<double>(policy.longestAsked.count()))
            return false;
    }
    const std::string_view told = response.header("x-should-retry");
    if (told == "true")
        return true;
    if (told == "false")
        return false;
    if (response.status == 429)
        return response.body.find(spendLimit) == std::string::npos;
    return response.status == 408 || response.status == 409 || response.status >= 500;
}

Milliseconds waitBeforeRetry(const RetryPolicy& policy, const HttpResponse* response, int retry, TimePoint now, double chance)
{
    const auto asked = response == nullptr ? std::nullopt : askedWait(*response, now);
    if (asked && *asked > 0 && *asked <= static_cast<double>(policy.longestAsked.count()))
        return Milliseconds(static_cast<Milliseconds::rep>(std::ceil(*asked)));
    const double doubled = static_cast<double>(policy.firstWait.count()) * std::exp2(std::min(retry, 60));
    const double wait = std::min(doubled, static_cast<double>(policy.longestWait.count())) * (1 - 0.25 * chance);
    return Milliseconds(static_cast<Milliseconds::rep>(wait));
}

RetryingClient::RetryingClient(HttpClient& next, const Clock& clock, RetryPolicy policy, Patience patience)
    : m_next(next)
    , m_clock(clock)
    , m_policy(std::move(policy))
    , m_patience(std::move(patience))
{
}

bool RetryingClient::isFinal(const Result<HttpResponse>& outcome, int retry, bool heard) const
{
    if (heard || retry >= m_policy.retries)
        return true;
    return outcome ? outcome->status < 300 || !isWorthRetrying(m_policy, *outcome, m_clock.now()) : !outcome.error().retryable;
}

Result<HttpResponse> RetryingClient::send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop)
{
    const auto start = m_clock.steady();
    const auto left = [&] { return request.timeout - std::chrono::duration_cast<Milliseconds>(m_clock.steady() - start); };
    HttpRequest tried = request;
    if (!m_policy.idempotencyHeader.empty() && request.method != HttpMethod::Get
        && !hasHeader(request, m_policy.idempotencyHeader))
        tried.headers.push_back({m_policy.idempotencyHeader, "tandem-retry-" + toHex(randomBytes(16))});
    const bool counted = !m_policy.countHeader.empty() && !hasHeader(request, m_policy.countHeader);
    if (counted)
        tried.headers.push_back({m_policy.countHeader, {}});
    bool heard = false;
    BodyListener hearing;
    if (listener) {
        hearing = [&](std::string_view bytes) {
            heard = true;
            return listener(bytes);
        };
    }
    for (int retry = 0;; ++retry) {
        if (counted)
            tried.headers.back().value = std::to_string(retry);
        tried.timeout = left();
        Result<HttpResponse> outcome = m_next.send(tried, hearing, stop);
        if (isFinal(outcome, retry, heard))
            return outcome;
        const Milliseconds wait
            = waitBeforeRetry(m_policy, outcome ? &*outcome : nullptr, retry, m_clock.now(), m_patience.chance());
        if (wait >= left())
            return outcome;
        if (!m_patience.wait(wait, stop))
            return failure(ErrorCode::Cancelled, "The request was called off while it waited for its next try.");
    }
}

} // namespace tandem
