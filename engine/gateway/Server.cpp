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
        , m_dispatcher(allRoutes(desk, m_draining), desk.administration, m_clock)
        , m_gate(settings.limits.connections)
        , m_bodies(settings.limits.bodiesBytes)
        , m_workers(static_cast<std::size_t>(std::max(settings.concurrentRequests, 1)), settings.waitingRequests)
        , m_probes(1, settings.waitingRequests)
        , m_shared{m_limits, m_dispatcher, m_clock, m_workers, m_probes, m_bodies, m_draining}
    {
    }
    ~HttpServer() override { stop(std::chrono::milliseconds(0)); }

    Status start(tcp::endpoint endpoint, int threads)
    {
        for (int i = 0; i < std::max(threads, 1); ++i) {
            auto reactor = std::make_unique<Reactor>(m_gate, m_shared, m_tls ? &*m_tls : nullptr);
            endpoint = TRY(reactor->open(endpoint, i == 0 ? Reactor::Place::First : Reactor::Place::Sibling));
            m_reactors.push_back(std::move(reactor));
        }
        m_port = endpoint.port();
        for (const auto& reactor : m_reactors)
            reactor->start();
        return {};
    }

    [[nodiscard]] std::uint16_t port() const override { return m_port; }

    void stop(std::chrono::milliseconds grace) override
    {
        const std::lock_guard lock(m_stopMutex);
        m_draining = true;
        for (const auto& reactor : m_reactors)
            reactor->drain();
        m_gate.waitUntilEmpty(grace);
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
    ConnectionGate m_gate;
    BodyBudget m_bodies;
    WorkerPool m_workers;
    WorkerPool m_probes;
    const Shared m_shared;
    std::vector<std::unique_ptr<Reactor>> m_reactors;
    std::uint16_t m_port = 0;
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
    TRY(server->start(endpoint, settings.threads));
    return server;
}

} // namespace tandem::gateway
