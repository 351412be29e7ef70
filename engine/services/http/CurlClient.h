#pragma once

#include "services/http/HttpClient.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct CurlSettings {
    // "" = none. A proxy is configured, never inherited: HTTPS_PROXY, NO_PROXY and their like are not read, nor are .netrc and
    // .curlrc.
    std::string proxy = {};
    std::string authorities = {}; // a PEM file of those who may certify servers; "" = the system's
    std::string userAgent = "Tandem";
    std::size_t idleLanes = 16; // how many idle connections or so are kept, for a minute
};

// HttpClient by libcurl, HTTP/1.1. A certificate that does not hold is never accepted, TLS is 1.2 or newer, no redirect is
// followed (a 3xx is the answer, so no credential goes elsewhere), and no body is unpacked. The heads of an answer together may
// have 64 KB.
//
// Each call drives a lane of its own, a multi handle with its connections, taken from the idle ones: nothing of libcurl is shared
// between threads. libcurl sends a request again by itself when a kept connection turns out to be closed before any byte of an
// answer came; what must not happen twice brings an idempotency key.
class CurlClient final : public HttpClient {
public:
    explicit CurlClient(CurlSettings settings = {});
    ~CurlClient() override; // after the last send() has returned

    Result<HttpResponse> send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop) override;

private:
    class Lane;

    // An idle lane, best one that has spoken to this origin before; a new one when all are busy.
    std::unique_ptr<Lane> takeLane(std::string_view origin);
    void giveBack(std::unique_ptr<Lane> lane);

    CurlSettings m_settings;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Lane>> m_idle; // the last one was used last
};

} // namespace tandem
