#include "services/http/CurlClient.h"

#include "services/http/CurlExchange.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

namespace tandem {

namespace {

using Steady = std::chrono::steady_clock;

constexpr long idleConnectionsOfLane = 4;
constexpr long idleSeconds = 60; // before a kept connection is not trusted any more

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* thing) const
    {
        Free(thing);
    }
};
using Easy = std::unique_ptr<CURL, Freer<&curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Freer<&curl_multi_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, Freer<&curl_slist_free_all>>;
using Url = std::unique_ptr<CURLU, Freer<&curl_url_cleanup>>;

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

// "https://host:port" of an address that may be asked: http or https, without a name or password in it.
Result<std::string> originOf(const std::string& address)
{
    const Url url(curl_url());
    // No word of the address in the messages: it may be anything.
    if (address.find('\0') != std::string::npos || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK)
        return failure(ErrorCode::InvalidArgument, "The address to ask is no whole http or https address.");
    const std::string scheme = part(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https")
        return failure(ErrorCode::InvalidArgument, "The address to ask is neither http nor https.");
    if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty())
        return failure(ErrorCode::InvalidArgument, "The address to ask holds a name or a password; those belong in a header.");
    return scheme + "://" + part(url.get(), CURLUPART_HOST) + ":" + part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

// A header must not smuggle in a line of its own.
bool isSendable(const HttpHeader& header)
{
    const auto isToken = [](char c) { return c > ' ' && c < '\x7F' && c != ':'; };
    const auto breaksLine = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return !header.name.empty() && std::ranges::all_of(header.name, isToken) && std::ranges::none_of(header.value, breaksLine);
}

Result<HeaderList> headerList(const HttpRequest& request)
{
    HeaderList list;
    const auto append = [&](const std::string& line) { list.reset(curl_slist_append(list.release(), line.c_str())); };
    // libcurl's own: a wait of a second before large bodies, and a form's type where none is given.
    append("Expect:");
    const auto isType = [](const HttpHeader& header) { return sameHeaderName(header.name, "content-type"); };
    if (std::ranges::none_of(request.headers, isType))
        append("Content-Type:");
    for (const HttpHeader& header : request.headers) {
        if (!isSendable(header))
            return failure(ErrorCode::InvalidArgument, "A header to send holds what no header may hold.");
        append(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    return list;
}

void initialiseOnce()
{
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)done;
}

} // namespace

// One thread at a time.
class CurlClient::Lane {
public:
    Lane()
        : m_multi(curl_multi_init())
        , m_easy(curl_easy_init())
    {
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, idleConnectionsOfLane);
    }

    [[nodiscard]] const std::string& origin() const { return m_origin; }
    Result<HttpResponse> send(const CurlSettings& settings, const HttpRequest& request, const BodyListener& listener,
        const std::stop_token& stop, std::string origin);

private:
    void prepare(const CurlSettings& settings, const HttpRequest& request, const HeaderList& headers, CurlExchange& exchange);
    // Until it is over; nullopt: the exchange itself ended it.
    std::optional<CURLcode> drive(const HttpRequest& request, CurlExchange& exchange, const std::stop_token& stop);
    template <typename T>
    T told(CURLINFO what) const
    {
        T value{};
        curl_easy_getinfo(m_easy.get(), what, &value);
        return value;
    }
    template <typename T>
    void set(CURLoption option, T value)
    {
        curl_easy_setopt(m_easy.get(), option, value);
    }

    // In this order: an easy handle goes before the multi handle it was in.
    Multi m_multi;
    Easy m_easy;
    std::string m_origin; // asked last
};

void CurlClient::Lane::prepare(
    const CurlSettings& settings, const HttpRequest& request, const HeaderList& headers, CurlExchange& exchange)
{
    curl_easy_reset(m_easy.get()); // options only: connections stay
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.authorities.empty())
        set(CURLOPT_CAINFO, settings.authorities.c_str());
    // "" also keeps the environment's away.
    set(CURLOPT_PROXY, settings.proxy.c_str());
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L); // a call that is over does not wait for a name that is still looked up
    set(CURLOPT_USERAGENT, settings.userAgent.c_str());
    set(CURLOPT_MAXAGE_CONN, idleSeconds);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max<Milliseconds::rep>(1, request.connectTimeout.count())));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    set(CURLOPT_HTTPHEADER, headers.get());
    if (request.method == HttpMethod::Post)
        set(CURLOPT_POST, 1L);
    if (!request.body.empty() || request.method == HttpMethod::Post || request.method == HttpMethod::Put) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method != HttpMethod::Post)
        set(CURLOPT_CUSTOMREQUEST, name(request.method).data());
    set(CURLOPT_HEADERFUNCTION, &CurlExchange::onHeader);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_WRITEFUNCTION, &CurlExchange::onBody);
    set(CURLOPT_WRITEDATA, &exchange);
}

std::optional<CURLcode> CurlClient::Lane::drive(const HttpRequest& request, CurlExchange& exchange, const std::stop_token& stop)
{
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(m_multi.get()); });
    auto lastSign = Steady::now();
    curl_off_t moved = -1;
    while (true) {
        if (stop.stop_requested()) {
            exchange.end(CurlExchange::cancelled());
            return std::nullopt;
        }
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        int queued = 0;
        if (const CURLMsg* message = curl_multi_info_read(m_multi.get(), &queued); message != nullptr)
            return message->data.result;
        const auto now = Steady::now();
        const bool connecting = told<curl_off_t>(CURLINFO_PRETRANSFER_TIME_T) == 0;
        const curl_off_t total = told<curl_off_t>(CURLINFO_SIZE_UPLOAD_T) + exchange.receivedBytes();
        if (connecting || total != moved) {
            lastSign = now;
            moved = total;
        }
        const Milliseconds left = request.silence - std::chrono::duration_cast<Milliseconds>(now - lastSign);
        if (left <= Milliseconds(0)) {
            exchange.end({ErrorCode::TimedOut, "Nothing was heard of the server " + m_origin + " for too long.", true});
            return std::nullopt;
        }
        // While connecting a sign of life is not yet asked for, but libcurl's own timers wake the poll as well.
        curl_multi_poll(m_multi.get(), nullptr, 0, static_cast<int>(std::min(left, Milliseconds(60'000)).count()), nullptr);
    }
}

Result<HttpResponse> CurlClient::Lane::send(const CurlSettings& settings, const HttpRequest& request,
    const BodyListener& listener, const std::stop_token& stop, std::string origin)
{
    m_origin = std::move(origin);
    const HeaderList headers = TRY(headerList(request));
    CurlExchange exchange(request, listener, stop);
    prepare(settings, request, headers, exchange);
    curl_multi_add_handle(m_multi.get(), m_easy.get());
    const std::optional<CURLcode> code = drive(request, exchange, stop);
    const CurlExchange::Course course{told<curl_off_t>(CURLINFO_PRETRANSFER_TIME_T) > 0, told<long>(CURLINFO_SSL_VERIFYRESULT)};
    // Closes the connection of what did not come to its end.
    curl_multi_remove_handle(m_multi.get(), m_easy.get());
    return exchange.outcome(code.value_or(CURLE_OK), course, m_origin);
}

CurlClient::CurlClient(CurlSettings settings)
    : m_settings(std::move(settings))
{
    initialiseOnce();
}

CurlClient::~CurlClient() = default;

std::unique_ptr<CurlClient::Lane> CurlClient::takeLane(std::string_view origin)
{
    const std::scoped_lock lock(m_mutex);
    if (m_idle.empty())
        return std::make_unique<Lane>();
    const auto known = std::find_if(m_idle.rbegin(), m_idle.rend(), [&](const auto& lane) { return lane->origin() == origin; });
    const auto taken = known == m_idle.rend() ? m_idle.begin() : std::prev(known.base());
    std::unique_ptr<Lane> lane = std::move(*taken);
    m_idle.erase(taken);
    return lane;
}

void CurlClient::giveBack(std::unique_ptr<Lane> lane)
{
    std::unique_ptr<Lane> oldest; // freed outside the lock
    const std::scoped_lock lock(m_mutex);
    m_idle.push_back(std::move(lane));
    if (m_idle.size() > m_settings.idleLanes) {
        oldest = std::move(m_idle.front());
        m_idle.erase(m_idle.begin());
    }
}

Result<HttpResponse> CurlClient::send(const HttpRequest& request, const BodyListener& listener, std::stop_token stop)
{
    std::string origin = TRY(originOf(request.url));
    if (stop.stop_requested())
        return std::unexpected(CurlExchange::cancelled());
    if (request.timeout <= Milliseconds(0))
        return retryableFailure(ErrorCode::TimedOut, "There was no time left to ask the server " + origin + ".");
    std::unique_ptr<Lane> lane = takeLane(origin);
    Result<HttpResponse> outcome = lane->send(m_settings, request, listener, stop, std::move(origin));
    giveBack(std::move(lane));
    return outcome;
}

} // namespace tandem
