#pragma once

#include "model/Desk.h"
#include "model/Ids.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::gateway {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };
std::string_view name(Method method); // "GET"; Other is ""

enum class Peer : std::uint8_t { Remote, Loopback };

struct Header {
    std::string name;
    std::string value;
};

// A whole request, off the wire and free of the HTTP library's types.
struct Request {
    Method method = Method::Get;
    std::string path; // as received, percent-encoded, without the query
    std::string query; // after '?', as received
    std::vector<Header> headers; // names in lower case, in order of arrival
    std::string body;
    Peer peer = Peer::Remote; // Loopback only when no proxy stands between
    CorrelationId correlation;
    std::chrono::steady_clock::time_point received{}; // when its header was complete
    std::stop_token gone{}; // asked when the client went away before its answer, on routes with Abandoned::Stops

    // The first value, "" when the header is missing. `headerName` in lower case.
    [[nodiscard]] std::string_view header(std::string_view headerName) const;
    [[nodiscard]] std::size_t headerCount(std::string_view headerName) const;
};

// What goes back. Content-Length, Connection and Date are the transport's.
struct Response {
    int status = 200;
    std::string contentType; // "" = no body
    std::string body;
    std::vector<Header> headers;
    std::optional<Actor> listener = std::nullopt; // of a WebSocket's handshake: who listens from now on
    // Of a WebSocket's handshake: whether the token that opened it still holds. May block for milliseconds; from any thread.
    std::function<bool()> mayGoOn{};
};

} // namespace tandem::gateway
