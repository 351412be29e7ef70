#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Ids.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class HttpMethod : std::uint8_t { Get, Post, Put, Delete };
std::string_view name(HttpMethod method); // "GET", …; a literal, so that its data ends in 0

struct HttpHeader {
    std::string name; // compared without regard to case
    std::string value; // may be a secret: never logged
};

// Without regard to case, as HTTP compares them. Pure.
bool sameHeaderName(std::string_view left, std::string_view right);

struct HttpRequest {
    HttpMethod method = HttpMethod::Post;
    std::string url; // http or https
    std::vector<HttpHeader> headers;
    std::string body;
    Milliseconds connectTimeout{5'000}; // name, connection and TLS
    Milliseconds timeout{600'000}; // of the whole exchange, with all tries where something tries again; 0 = no time at all
    Milliseconds silence{120'000}; // once connected, without a byte going out or coming in
    std::size_t answerLimit = std::size_t{32} << 20U; // bytes of the answer's body that are taken
    TicketId ticket; // on whose behalf, for the egress ledger; empty = no ticket's
};

struct HttpResponse {
    int status = 0;
    std::vector<HttpHeader> headers;
    std::string body; // empty where the listener got it

    // "" when there is none; the last one when there are several.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

// The body of a 2xx answer as it comes, in order, on the calling thread; the bytes live during the call. False = enough: the
// exchange ends as Cancelled. Must not throw.
using BodyListener = std::function<bool(std::string_view bytes)>;

// Talks HTTP to other servers. Thread-safe; send() blocks its caller until the answer is there, the time is up or `stop` asks.
class HttpClient {
public:
    HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    virtual ~HttpClient() = default;

    // Any status is an answer; a body that is not 2xx is collected in HttpResponse::body, and so is a 2xx one without a listener.
    // Errors: InvalidArgument (address or header), Unavailable (name, connection, TLS, cut short; retryable, but for a
    // certificate that does not hold), TimedOut (retryable), TooLarge (the answer), Cancelled. None names a header's value, a
    // body or an address's path and query.
    virtual Result<HttpResponse> send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop) = 0;
};

} // namespace tandem
