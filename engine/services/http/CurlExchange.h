#pragma once

#include "services/http/HttpClient.h"

#include <curl/curl.h>

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tandem {

// What libcurl tells of one exchange while it is driven, and what becomes of it. One thread.
class CurlExchange {
public:
    // All outlive this.
    CurlExchange(const HttpRequest& request, const BodyListener& listener, const std::stop_token& stop)
        : m_request(request)
        , m_listener(listener)
        , m_stop(stop)
    {
    }
    CurlExchange(const CurlExchange&) = delete;
    CurlExchange& operator=(const CurlExchange&) = delete;
    ~CurlExchange() = default;

    // libcurl's CURLOPT_HEADERFUNCTION and CURLOPT_WRITEFUNCTION; `exchange` is a CurlExchange.
    static std::size_t onHeader(const char* bytes, std::size_t, std::size_t count, void* exchange);
    static std::size_t onBody(const char* bytes, std::size_t, std::size_t count, void* exchange);

    // Heads and body.
    [[nodiscard]] curl_off_t receivedBytes() const { return static_cast<curl_off_t>(m_headBytes + m_bodyBytes); }
    // The first reason stands.
    void end(Error reason);
    static Error cancelled();

    // How far it came: `connected`, the request could begin to be sent; `certificate`, what OpenSSL found of the server's
    // certificate (CURLINFO_SSL_VERIFYRESULT).
    struct Course {
        bool connected = false;
        long certificate = 0;
    };
    // Once it is over.
    Result<HttpResponse> outcome(CURLcode code, const Course& course, const std::string& origin);

private:
    bool takeHeader(std::string_view line);
    bool takeBody(std::string_view bytes);

    const HttpRequest& m_request;
    const BodyListener& m_listener;
    const std::stop_token& m_stop;
    HttpResponse m_response;
    std::size_t m_headBytes = 0;
    std::size_t m_bodyBytes = 0;
    bool m_headDone = false; // what comes after are trailers
    std::optional<Error> m_ended;
};

} // namespace tandem
