#pragma once

#include "base/Clock.h"
#include "services/http/HttpClient.h"
#include "services/store/Store.h"

namespace tandem {

enum class EgressSwitch : std::uint8_t { Off, On };

// The one door to the outside: writes each request into the egress ledger, durably, before a byte of it is sent, and what became
// of it afterwards. Every other client of the engine stands behind one of these (tests/architecture). Thread-safe.
class LedgeredClient final : public HttpClient {
public:
    struct Settings {
        EgressSwitch egress = EgressSwitch::On;
        Milliseconds bodyTime = std::chrono::days(30); // how long the text of a request is kept; 0 = not at all. Its row stays.
    };

    // References outlive the client.
    LedgeredClient(HttpClient& inner, Store& store, const Clock& clock, const Settings& settings);

    // As the inner client does, and before that: Forbidden when sending is switched off, written down and nothing sent;
    // InvalidArgument for an address that is not http or https, or that holds a user's name, spaces or a back-slash, and so could
    // mean another host to the inner client than to the ledger; an error of the store when it cannot be written down: then
    // nothing is sent either.
    Result<HttpResponse> send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop) override;

private:
    Status begin(const EgressEntry& entry);
    void settle(EgressEntry entry);

    HttpClient& m_inner;
    Store& m_store;
    const Clock& m_clock;
    const Settings m_settings;
};

// Scheme, host and port of an address in one form: "https://api.example.com:443". InvalidArgument as LedgeredClient::send.
Result<std::string> egressHost(std::string_view url);
// Whether an origin ("http://127.0.0.1:11434") is this machine's own for certain: by number, or by the one name that is never
// looked up elsewhere.
bool isThisMachine(std::string_view origin);
// Request line, headers and body in bytes, as they are handed over: what the client adds by itself (Host, lengths, TLS) is not
// in.
std::int64_t egressBytes(const HttpRequest& request);

} // namespace tandem
