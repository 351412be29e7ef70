#pragma once

#include "base/Clock.h"
#include "gateway/Dispatcher.h"
#include "gateway/Server.h"
#include "gateway/transport/BodyBudget.h"
#include "gateway/transport/ConnectionGate.h"
#include "gateway/transport/WorkerPool.h"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <unordered_set>

namespace boost::asio::ssl {
class context; // NOLINT(readability-identifier-naming)
}

namespace tandem::gateway {

// One client's connection as its reactor sees it. Lives and dies on the reactor's thread.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    // Closes at once when idle, after the running request's response otherwise; a stream's peer is told.
    virtual void drain() = 0;
    // Closes now. A desk call that runs is not stopped; its response is lost.
    virtual void abort() = 0;
};

using Connections = std::unordered_set<Connection*>; // a connection adds and removes itself

// What all connections share. Everything outlives them.
struct Shared {
    const Limits& limits;
    const Dispatcher& dispatcher;
    const Clock& clock;
    WorkerPool& workers; // for Lane::Desk
    WorkerPool& probes; // for Lane::Probe
    BodyBudget& bodies;
    Feed& feed;
    DraftFeed& drafts;
    const std::atomic<bool>& draining;
};

// Serves requests on `socket` until either side closes; `tls` nullptr = plain. Call on the reactor's thread.
void serve(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls, ConnectionGate::Pass pass,
    Connections& connections, const Shared& shared);

} // namespace tandem::gateway
