#include "operations/LedgeredClient.h"

#include "base/Ascii.h"
#include "base/Log.h"
#include "base/Random.h"
#include "privacy/Seal.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace tandem {

namespace {

constexpr int forgottenAtOnce = 20;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isName(std::string_view host)
{
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        return (text::lowerAscii(c) >= 'a' && text::lowerAscii(c) <= 'z') || isDigit(c) || c == '.' || c == '-';
    });
}

// With its brackets.
bool isSixthAddress(std::string_view host)
{
    return host.size() > 2 && host.starts_with('[') && host.ends_with(']')
        && std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
               return (text::lowerAscii(c) >= 'a' && text::lowerAscii(c) <= 'f') || isDigit(c) || c == ':' || c == '.';
           });
}

std::optional<int> portFrom(std::string_view text)
{
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || !isDigit(text.front()) || error != std::errc() || end != text.data() + text.size() || port < 1
        || port > 65535)
        return std::nullopt;
    return port;
}

struct Address {
    std::string scheme;
    std::string_view authority;
    std::string_view target; // path and query, as it stands in the request line
};

std::optional<Address> addressFrom(std::string_view url)
{
    const bool isPlain = std::ranges::all_of(url, [](char c) { return c > ' ' && c != '\\' && c != '\x7f'; });
    const std::size_t mark = url.find("://");
    if (!isPlain || mark == std::string_view::npos)
        return std::nullopt;
    Address address{text::lowerAscii(url.substr(0, mark)), url.substr(mark + 3), ""};
    address.authority = address.authority.substr(0, address.authority.find_first_of("/?#"));
    address.target = url.substr(mark + 3 + address.authority.size());
    address.target = address.target.substr(0, address.target.find('#')); // stays here
    if (address.scheme != "http" && address.scheme != "https")
        return std::nullopt;
    return address;
}

// Counts what the listener gets; what it answers is passed on.
BodyListener counted(const BodyListener& listener, std::int64_t& bytes)
{
    if (!listener)
        return {};
    return [&listener, &bytes](std::string_view piece) {
        bytes += static_cast<std::int64_t>(piece.size());
        return listener(piece);
    };
}

} // namespace

Result<std::string> egressHost(std::string_view url)
{
    const auto wrong = [] {
        return failure(ErrorCode::InvalidArgument,
            "The address to send to is not of the form http(s)://host[:port]/…, without a user's name; check the configuration.");
    };
    const auto address = addressFrom(url);
    if (!address)
        return wrong();
    const std::string_view authority = address->authority;
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const std::string_view host = authority.substr(0, colon);
    std::optional<int> port = address->scheme == "https" ? 443 : 80;
    if (colon != std::string_view::npos)
        port = portFrom(authority.substr(colon + 1));
    if (!port || (!isName(host) && !isSixthAddress(host)))
        return wrong();
    return address->scheme + "://" + text::lowerAscii(host) + ":" + std::to_string(*port);
}

bool isThisMachine(std::string_view origin)
{
    const std::size_t begin = origin.find("://") + 3;
    const std::string_view host = origin.substr(begin, origin.rfind(':') - begin);
    const bool isNumber = std::ranges::all_of(host, [](char c) { return isDigit(c) || c == '.'; });
    return host == "localhost" || host == "[::1]" || (isNumber && host.starts_with("127.") && std::ranges::count(host, '.') == 3);
}

std::int64_t egressBytes(const HttpRequest& request)
{
    constexpr std::string_view lineRest = "  HTTP/1.1\r\n"; // with the space after the method
    constexpr std::size_t headerRest = std::string_view(": \r\n").size();
    const auto address = addressFrom(request.url);
    const std::size_t target = address ? address->target.size() : 0;
    const bool hasPath = address && address->target.starts_with('/');
    std::size_t bytes = name(request.method).size() + target + (hasPath ? 0 : 1) + lineRest.size();
    for (const HttpHeader& header : request.headers)
        bytes += header.name.size() + header.value.size() + headerRest;
    bytes += std::string_view("\r\n").size() + request.body.size();
    return static_cast<std::int64_t>(bytes);
}

LedgeredClient::LedgeredClient(HttpClient& inner, Store& store, const Clock& clock, const Settings& settings)
    : m_inner(inner)
    , m_store(store)
    , m_clock(clock)
    , m_settings(settings)
{
}

Result<HttpResponse> LedgeredClient::send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop)
{
    EgressEntry entry;
    entry.at = m_clock.now();
    entry.id = EgressId(newUlid(entry.at));
    entry.ticket = request.ticket;
    entry.host = TRY(egressHost(request.url));
    entry.method = name(request.method);
    entry.bodyHash = sha256Hex(request.body);
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "Nobody waits for the answer any more; nothing was sent.");
    if (m_settings.egress == EgressSwitch::Off) {
        entry.outcome = EgressOutcome::Refused;
        entry.settledAt = entry.at;
        TRY(begin(entry));
        return failure(ErrorCode::Forbidden, "Sending anything to other machines is switched off here (egress.allowed).");
    }
    entry.bytesOut = egressBytes(request);
    if (m_settings.bodyTime > Milliseconds(0))
        entry.body = request.body;
    TRY(begin(entry));

    auto response = m_inner.send(request, counted(listener, entry.bytesIn), std::move(stop));
    entry.outcome = response ? EgressOutcome::Answered : EgressOutcome::Failed;
    if (response) {
        entry.status = response->status;
        entry.bytesIn += static_cast<std::int64_t>(response->body.size());
    }
    entry.settledAt = m_clock.now();
    settle(std::move(entry));
    return response;
}

Status LedgeredClient::begin(const EgressEntry& entry)
{
    const TimePoint before = entry.at - m_settings.bodyTime;
    return m_store.write([&](Transaction& transaction) -> Status {
        TRY(transaction.egress().append(entry));
        TRY(transaction.egress().forgetBodies(before, forgottenAtOnce));
        return {};
    });
}

// The answer is worth more than the note about it: an entry that cannot be settled stays pending.
void LedgeredClient::settle(EgressEntry entry)
{
    const Status written = m_store.write([&](Transaction& transaction) { return transaction.egress().settle(entry); });
    if (!written)
        log::error("egress_not_settled", {{"entry", entry.id}, log::Field::reason(written.error().message)});
}

} // namespace tandem
