#include "gateway/transport/Reactor.h"

#include "base/Log.h"
#include "gateway/transport/ResponseText.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace net = boost::asio;
using net::ip::tcp;

namespace {

constexpr auto result = net::as_tuple(net::use_awaitable);
constexpr std::chrono::milliseconds pauseWhenExhausted{100};

void shareThePort(tcp::acceptor& acceptor, boost::system::error_code& error)
{
    const int on = 1;
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
        error.assign(errno, boost::system::system_category());
}

std::string text(const tcp::endpoint& endpoint)
{
    const std::string address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? '[' + address + ']' : address) + ':' + std::to_string(endpoint.port());
}

std::unexpected<Error> cannotListen(const tcp::endpoint& endpoint, const boost::system::error_code& error)
{
    if (error == net::error::address_in_use)
        return failure(ErrorCode::Io, "Another program listens on " + text(endpoint) + ": stop it or choose another --listen");
    return failure(ErrorCode::Io, "Cannot listen on " + text(endpoint) + " (" + error.message() + "): choose another --listen");
}

} // namespace

Reactor::Reactor(ConnectionGate& gate, const Shared& shared, net::ssl::context* tls)
    : m_gate(gate)
    , m_shared(shared)
    , m_tls(tls)
    , m_context(1)
    , m_guard(m_context.get_executor())
    , m_acceptor(m_context)
    , m_pause(m_context)
{
}

Reactor::~Reactor()
{
    join();
}

Result<tcp::endpoint> Reactor::open(const tcp::endpoint& endpoint, Place place)
{
    boost::system::error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error && place == Place::Sibling)
        shareThePort(m_acceptor, error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error && place == Place::First)
        shareThePort(m_acceptor, error);
    if (!error)
        m_acceptor.listen(4096, error);
    if (error)
        return cannotListen(endpoint, error);
    tcp::endpoint bound = m_acceptor.local_endpoint(error);
    if (error)
        return cannotListen(endpoint, error);
    return bound;
}

void Reactor::start()
{
    net::co_spawn(m_context, acceptLoop(), net::detached);
    m_thread = std::jthread([this] { m_context.run(); });
}

void Reactor::drain()
{
    net::post(m_context, [this] {
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        m_pause.cancel();
        for (Connection* connection : m_connections)
            connection->drain();
    });
}

void Reactor::abort()
{
    net::post(m_context, [this] {
        for (Connection* connection : m_connections)
            connection->abort();
    });
}

void Reactor::join()
{
    m_guard.reset();
    if (m_thread.joinable())
        m_thread.join();
}

net::awaitable<void> Reactor::acceptLoop()
{
    while (m_acceptor.is_open()) {
        auto [error, socket] = co_await m_acceptor.async_accept(result);
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        if (!m_acceptor.is_open())
            co_return;
        if (error == net::error::connection_aborted || error == net::error::interrupted)
            continue;
        // Out of descriptors or memory: the waiting client would make a busy loop of this.
        log::warning("accept_failed", {{"errno", error.value()}});
        m_pause.expires_after(pauseWhenExhausted);
        co_await m_pause.async_wait(result);
    }
}

void Reactor::admit(tcp::socket socket)
{
    std::optional<ConnectionGate::Pass> pass = m_gate.enter();
    if (!pass) {
        turnAway(std::move(socket));
        return;
    }
    m_full = false;
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    serve(std::move(socket), m_tls, std::move(*pass), m_connections, m_shared);
}

void Reactor::turnAway(tcp::socket socket)
{
    if (!std::exchange(m_full, true))
        log::warning("connections_full", {{"limit", m_shared.limits.connections}});
    if (m_tls == nullptr) {
        Request unread;
        unread.correlation = m_shared.dispatcher.correlationFor("");
        const Problem problem(503, "The server has as many connections as it takes; connect again later.");
        const std::string text = responseText(m_shared.dispatcher.refuse(unread, problem, Logged::No), unread.method,
            Persistence::Close, Transport::Plain, m_shared.clock.now());
        boost::system::error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(net::buffer(text), ignored); // fits into an empty send buffer
        socket.shutdown(tcp::socket::shutdown_both, ignored);
    }
}

} // namespace tandem::gateway
