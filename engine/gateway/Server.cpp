#include "gateway/Server.h"

#include "base/Clock.h"
#include "gateway/Dispatcher.h"
#include "gateway/Routes.h"
#include "gateway/transport/Reactor.h"
#include "gateway/transport/Tls.h"
#include "gateway/transport/WorkerPool.h"

#include <boost/asio/ip/tcp.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace tandem::gateway {

namespace net = boost::asio;
using net::ip::tcp;

namespace {

constexpr std::size_t scrapers = 64; // connections to the port for metrics

Result<tcp::endpoint> resolved(const Settings& settings)
{
    boost::system::error_code error;
    const net::ip::address address = net::ip::make_address(settings.host, error);
    if (!error)
        return tcp::endpoint(address, settings.port);
    net::io_context context;
    tcp::resolver resolver(context);
    const auto found = resolver.resolve(settings.host, std::to_string(settings.port), tcp::resolver::passive, error);
    if (error || found.empty())
        return failure(ErrorCode::InvalidArgument,
            "The address " + settings.host + " to listen on is unknown (" + error.message() + "): give an IP address");
    return found.begin()->endpoint();
}

class HttpServer final : public Server {
public:
    HttpServer(const Settings& settings, Desk desk, std::optional<net::ssl::context> tls)
        : m_limits(settings.limits)
        , m_tls(std::move(tls))
        , m_dispatcher(allRoutes(desk, m_draining, settings.uploads), desk.administration, m_clock)
        , m_metricsDispatcher({metricsRoute(desk.administration)}, desk.administration, m_clock)
        , m_gate(settings.limits.connections)
        , m_metricsGate(scrapers)
        , m_bodies(settings.limits.bodiesBytes)
        , m_workers(static_cast<std::size_t>(std::max(settings.concurrentRequests, 1)), settings.waitingRequests)
        , m_probes(1, settings.waitingRequests)
        , m_shared{m_limits, m_dispatcher, m_clock, m_workers, m_probes, m_bodies, desk.feed, desk.drafts, m_draining}
        , m_metricsShared{
              m_limits, m_metricsDispatcher, m_clock, m_workers, m_probes, m_bodies, desk.feed, desk.drafts, m_draining}
    {
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer() override { stop(std::chrono::milliseconds(0)); }

    Status open(tcp::endpoint endpoint, int threads)
    {
        for (int i = 0; i < std::max(threads, 1); ++i) {
            auto reactor = std::make_unique<Reactor>(m_gate, m_shared, m_tls ? &*m_tls : nullptr);
            endpoint = TRY(reactor->open(endpoint, i == 0 ? Reactor::Place::First : Reactor::Place::Sibling));
            m_reactors.push_back(std::move(reactor));
        }
        m_port = endpoint.port();
        return {};
    }

    Status openMetrics(const tcp::endpoint& endpoint)
    {
        auto reactor = std::make_unique<Reactor>(m_metricsGate, m_metricsShared, m_tls ? &*m_tls : nullptr);
        m_metricsPort = TRY(reactor->open(endpoint, Reactor::Place::First)).port();
        m_reactors.push_back(std::move(reactor));
        return {};
    }

    void start()
    {
        for (const auto& reactor : m_reactors)
            reactor->start();
    }

    [[nodiscard]] std::uint16_t port() const override { return m_port; }
    [[nodiscard]] std::uint16_t metricsPort() const override { return m_metricsPort; }

    void stop(std::chrono::milliseconds grace) override
    {
        const std::lock_guard lock(m_stopMutex);
        m_draining = true;
        for (const auto& reactor : m_reactors)
            reactor->drain();
        m_gate.waitUntilEmpty(grace); // a scraper's connection is not waited for
        for (const auto& reactor : m_reactors)
            reactor->abort();
        m_probes.stop();
        m_workers.stop(); // their answers go back to the reactors, which wait for them
        for (const auto& reactor : m_reactors)
            reactor->join();
    }

private:
    const SystemClock m_clock{};
    const Limits m_limits;
    std::optional<net::ssl::context> m_tls;
    std::atomic<bool> m_draining = false;
    const Dispatcher m_dispatcher;
    const Dispatcher m_metricsDispatcher;
    ConnectionGate m_gate;
    ConnectionGate m_metricsGate;
    BodyBudget m_bodies;
    WorkerPool m_workers;
    WorkerPool m_probes;
    const Shared m_shared;
    const Shared m_metricsShared;
    std::vector<std::unique_ptr<Reactor>> m_reactors;
    std::uint16_t m_port = 0;
    std::uint16_t m_metricsPort = 0;
    std::mutex m_stopMutex;
};

} // namespace

Result<std::unique_ptr<Server>> Server::listen(const Settings& settings, Desk desk)
{
    if (settings.tlsCertificate.empty() != settings.tlsKey.empty())
        return failure(ErrorCode::InvalidArgument, "TLS needs a certificate and its key: give both --tls-cert and --tls-key");
    std::optional<net::ssl::context> tls;
    if (!settings.tlsCertificate.empty())
        tls = TRY(tlsContext(settings.tlsCertificate, settings.tlsKey));
    const tcp::endpoint endpoint = TRY(resolved(settings));
    auto server = std::make_unique<HttpServer>(settings, desk, std::move(tls));
    TRY(server->open(endpoint, settings.threads));
    if (settings.metricsPort)
        TRY(server->openMetrics({endpoint.address(), *settings.metricsPort}));
    server->start();
    return server;
}

} // namespace tandem::gateway
