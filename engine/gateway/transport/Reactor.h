#pragma once

#include "gateway/transport/Connection.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace tandem::gateway {

// One thread with its own io_context and its own listening socket. Methods are called from one other thread.
class Reactor {
public:
    // `acceptor` must have been made on `context()` of this reactor, by open().
    Reactor(ConnectionGate& gate, const Shared& shared, boost::asio::ssl::context* tls);
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;
    ~Reactor();

    enum class Place : std::uint8_t { First, Sibling };
    // Binds and listens. The first reactor binds alone, so that a port another program holds is refused; only then does it
    // admit siblings beside it. Yields the endpoint it got.
    Result<boost::asio::ip::tcp::endpoint> open(const boost::asio::ip::tcp::endpoint& endpoint, Place place);
    void start();
    // Accepts no more; idle connections close, others after their running request.
    void drain();
    // Closes every connection.
    void abort();
    // Returns when the last connection has ended.
    void join();

private:
    boost::asio::awaitable<void> acceptLoop();
    void admit(boost::asio::ip::tcp::socket socket);
    void turnAway(boost::asio::ip::tcp::socket socket);

    ConnectionGate& m_gate;
    const Shared& m_shared;
    boost::asio::ssl::context* m_tls;
    Connections m_connections;
    bool m_full = false; // since when is in the log
    boost::asio::io_context m_context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    boost::asio::ip::tcp::acceptor m_acceptor;
    boost::asio::steady_timer m_pause;
    std::jthread m_thread;
};

} // namespace tandem::gateway
