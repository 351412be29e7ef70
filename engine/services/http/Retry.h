#pragma once

#include "base/Clock.h"
#include "services/http/HttpClient.h"

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tandem {

// What to do when a server asks to wait longer than is reasonable.
enum class LongWait : std::uint8_t { UseOwn, GiveUp };

// When a request is sent again, and after how long. The two makers follow the providers' own libraries, anthropic-sdk-python
// and openai-python (_base_client.py, August 2026).
struct RetryPolicy {
    int retries = 2; // after the first try
    Milliseconds firstWait{500}; // doubles with every retry
    Milliseconds longestWait{8'000};
    Milliseconds longestAsked{60'000}; // the most that a server's retry-after is obeyed for
    LongWait longWait = LongWait::UseOwn;
    std::string countHeader = "x-tandem-retry-count"; // 0, 1, …; "" = not sent
    std::string idempotencyHeader
        = "idempotency-key"; // made for what is no GET and brings none, the same for all tries; "" = none

    static RetryPolicy anthropic() { return {}; }
    static RetryPolicy openai();
};

// How a retry waits, and where its jitter comes from. Both are called from any thread.
struct Patience {
    std::function<bool(Milliseconds time, std::stop_token stop)> wait; // false: `stop` asked first
    std::function<double()> chance; // evenly in 0…1, 1 excluded

    static Patience real();
};

// Whether an answer of a server is worth another try: x-should-retry decides; else 408, 409, 429 and 5xx are, but for an account
// whose spending limit is reached. Pure.
bool isWorthRetrying(const RetryPolicy& policy, const HttpResponse& response, TimePoint now);

// How long to wait before retry number `retry` (0 = the first). What the server asks (retry-after-ms; retry-after in seconds or
// as a date) where that is reasonable, else firstWait · 2^retry up to longestWait, less up to a quarter by `chance`. Pure.
Milliseconds waitBeforeRetry(const RetryPolicy& policy, const HttpResponse* response, int retry, TimePoint now, double chance);

// Sends again what failed for a while. Answers as isWorthRetrying() says, and errors that are retryable; never once the listener
// has seen a byte. HttpRequest::timeout bounds all tries with their waits: where the next wait does not fit, the last outcome
// stands. Thread-safe.
class RetryingClient final : public HttpClient {
public:
    // Both outlive this.
    RetryingClient(HttpClient& next, const Clock& clock, RetryPolicy policy = {}, Patience patience = Patience::real());

    Result<HttpResponse> send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop) override;

private:
    [[nodiscard]] bool isFinal(const Result<HttpResponse>& outcome, int retry, bool heard) const;

    HttpClient& m_next;
    const Clock& m_clock;
    RetryPolicy m_policy;
    Patience m_patience;
};

} // namespace tandem
