#include "gateway/transport/Connection.h"

#include "gateway/transport/ChangeStream.h"
#include "gateway/transport/ClientWatch.h"
#include "gateway/transport/RequestHead.h"
#include "gateway/transport/ResponseText.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <memory>
#include <type_traits>
#include <utility>

namespace tandem::gateway {

namespace net = boost::asio;
namespace http = boost::beast::http;
using net::ip::tcp;

namespace {

constexpr auto result = net::as_tuple(net::use_awaitable); // yields (error_code, …) and throws nothing
constexpr std::size_t firstRead = 1024; // what an idle connection holds
constexpr std::size_t chunkOverhead = 64U << 10U; // of chunk headers and trailers, beside the body itself
constexpr std::chrono::seconds farewellTime{1};
constexpr int switchingProtocols = 101;

using Parser = http::request_parser<http::string_body>;
using PlainStream = tcp::socket;
using TlsStream = net::ssl::stream<tcp::socket>;

enum class Next : std::uint8_t { Request, Close };

// The coroutines keep what has a destructor in named variables: gcc 12 destroys temporaries of a ?: beside co_await twice.
template <typename Stream>
class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection<Stream>> {
public:
    template <typename... Arguments>
    HttpConnection(ConnectionGate::Pass pass, Connections& connections, const Shared& shared, Arguments&&... stream)
        : m_pass(std::move(pass))
        , m_connections(connections)
        , m_shared(shared)
        , m_limits(shared.limits)
        , m_stream(std::forward<Arguments>(stream)...)
        , m_timer(m_stream.get_executor())
        , m_buffer(shared.limits.headerBytes + 2 * chunkOverhead)
    {
        m_connections.insert(this);
    }
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;
    ~HttpConnection() override { m_connections.erase(this); }

    void start()
    {
        net::co_spawn(m_stream.get_executor(), [self = this->shared_from_this()] { return self->run(); }, net::detached);
    }

    void drain() override
    {
        if (const auto changes = m_changes.lock())
            changes->goAway();
        else if (m_idle)
            abort();
    }

    void abort() override
    {
        boost::system::error_code ignored;
        socket().close(ignored);
    }

private:
    static constexpr bool isTls = std::is_same_v<Stream, TlsStream>;

    tcp::socket& socket()
    {
        if constexpr (isTls)
            return m_stream.next_layer();
        else
            return m_stream;
    }

    net::awaitable<void> run()
    {
        boost::system::error_code unknown;
        m_peer = socket().remote_endpoint(unknown).address().is_loopback() && !unknown ? Peer::Loopback : Peer::Remote;
        if (m_shared.draining)
            co_return;
        if constexpr (isTls) {
            arm(m_limits.headerTime);
            const auto [error] = co_await m_stream.async_handshake(net::ssl::stream_base::server, result);
            disarm();
            if (error || m_expired)
                co_return;
        }
        Next next = Next::Request;
        while (next == Next::Request) {
            next = co_await awaitRequest();
            if (next == Next::Request)
                next = co_await serveRequest();
        }
        co_await close();
    }

    // Waits for a request's first byte.
    net::awaitable<Next> awaitRequest()
    {
        if (m_buffer.size() > 0)
            co_return Next::Request;
        if (m_shared.draining)
            co_return Next::Close;
        if (m_buffer.capacity() > 4 * firstRead)
            m_buffer.shrink_to_fit();
        m_idle = true;
        arm(m_limits.idleTime);
        const auto [error, count] = co_await m_stream.async_read_some(m_buffer.prepare(firstRead), result);
        disarm();
        m_idle = false;
        m_buffer.commit(count);
        const bool closed = error || m_expired;
        co_return closed ? Next::Close : Next::Request;
    }

    net::awaitable<Next> serveRequest()
    {
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(m_limits.headerBytes));
        parser.body_limit(m_limits.bodyBytes);
        arm(m_limits.headerTime);
        const auto [error, count] = co_await http::async_read_header(m_stream, m_buffer, parser, result);
        disarm();
        Request request = requestFrom(parser.get(), m_peer);
        request.received = m_shared.clock.steady();
        request.correlation = m_shared.dispatcher.correlationFor(request.header("x-correlation-id"));
        Reading reading;
        if (error || m_expired)
            reading = failed(error, ReadStage::Header);
        else if (std::optional<Problem> const problem = protocolProblem(parser.get(), request))
            reading = {.whole = false, .problem = std::move(problem)};
        BodyBudget::Share share(m_shared.bodies);
        if (reading.whole)
            reading = co_await readBody(parser, share);
        if (!reading.whole) {
            std::string().swap(parser.get().body());
            share.release();
            co_await refuse(request, reading);
            co_return Next::Close;
        }
        request.body = std::move(parser.get().body());
        std::shared_ptr<ClientWatch> watch;
        if (m_shared.dispatcher.abandoned(request) == Abandoned::Stops) {
            watch = std::make_shared<ClientWatch>(socket());
            request.gone = watch->gone();
            watch->begin();
        }
        Response response = co_await dispatch(request);
        if (watch)
            watch->end();
        if (response.status == switchingProtocols && m_buffer.size() > 0)
            response
                = m_shared.dispatcher.refuse(request, Problem(400, "A WebSocket's client waits for the handshake's answer."));
        if (response.status == switchingProtocols) {
            co_await stream(parser.get(), response);
            co_return Next::Close;
        }
        const Persistence persistence = parser.keep_alive() && !m_shared.draining ? Persistence::KeepAlive : Persistence::Close;
        const bool written = co_await write(response, request.method, persistence);
        co_return written&& persistence == Persistence::KeepAlive ? Next::Request : Next::Close;
    }

    // From here on the connection is a WebSocket.
    net::awaitable<void> stream(const typename ChangeStream<Stream>::Handshake& handshake, const Response& answer)
    {
        const auto changes = std::make_shared<ChangeStream<Stream>>(m_stream, m_shared, this->shared_from_this());
        m_changes = changes;
        m_saidGoodbye = true; // the WebSocket's own closing does that
        co_await changes->run(handshake, answer);
    }

    struct Reading {
        bool whole = true;
        std::optional<Problem> problem; // nullopt when not whole: the client is gone
    };

    [[nodiscard]] Reading failed(const boost::system::error_code& error, ReadStage stage) const
    {
        if (m_expired)
            return {.whole = false, .problem = Problem(408, "The request did not arrive in time.")};
        return {.whole = false, .problem = readProblem(error, stage)};
    }

    net::awaitable<Reading> readBody(Parser& parser, BodyBudget::Share& share)
    {
        Reading reading;
        if (parser.is_done())
            co_return reading;
        arm(m_limits.bodyTime);
        if (m_buffer.size() == 0 && parser.get().count(http::field::expect) > 0) {
            constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await net::async_write(m_stream, net::buffer(goOn), result); // a failure shows in the next read
        }
        std::size_t wireBytes = 0;
        while (reading.whole && !parser.is_done()) {
            const auto [error, count] = co_await http::async_read_some(m_stream, m_buffer, parser, result);
            wireBytes += count;
            if (error || m_expired)
                reading = failed(error, ReadStage::Body);
            else if (wireBytes > 2 * m_limits.bodyBytes + chunkOverhead)
                reading = {.whole = false, .problem = Problem(413, "The body's chunks are wrapped in more than they hold.")};
            else if (!share.growTo(parser.get().body().size()))
                reading = {.whole = false,
                    .problem = Problem(503, "The server is reading as much as it can hold; send the request again later.")};
        }
        disarm();
        co_return reading;
    }

    // Runs the request on the worker pool and comes back to this thread.
    net::awaitable<Response> dispatch(const Request& request)
    {
        net::use_awaitable_t<> token;
        co_return co_await net::async_initiate<net::use_awaitable_t<>, void(Response)>(
            [this, &request](auto handler) { submit(request, std::move(handler)); }, token);
    }

    template <typename Handler>
    void submit(const Request& request, Handler handler)
    {
        const auto resume = std::make_shared<Handler>(std::move(handler));
        const auto answer = [resume, executor = m_stream.get_executor()](Response response) {
            net::post(executor, [resume, response = std::move(response)]() mutable { (*resume)(std::move(response)); });
        };
        WorkerPool::Job job = [&dispatcher = m_shared.dispatcher, &request, answer] { answer(dispatcher.handle(request)); };
        WorkerPool& pool = m_shared.dispatcher.lane(request) == Lane::Probe ? m_shared.probes : m_shared.workers;
        if (pool.submit(job) == WorkerPool::Submission::Full)
            answer(m_shared.dispatcher.refuse(request, Problem(503, "The server is busy; send the request again later.")));
    }

    net::awaitable<bool> write(const Response& response, Method method, Persistence persistence)
    {
        const std::string text
            = responseText(response, method, persistence, isTls ? Transport::Tls : Transport::Plain, m_shared.clock.now());
        arm(m_limits.bodyTime);
        const auto [error, count] = co_await net::async_write(m_stream, net::buffer(text), result);
        disarm();
        co_return !error && !m_expired;
    }

    // Says why, then reads on for a bounded while: closing with unread input would destroy the answer on its way.
    net::awaitable<void> refuse(const Request& request, const Reading& reading)
    {
        if (!reading.problem || !socket().is_open())
            co_return;
        const int status = reading.problem->status;
        const Response response = m_shared.dispatcher.refuse(request, *reading.problem);
        const bool written = co_await write(response, request.method, Persistence::Close);
        const bool moreMayCome = status == 413 || status == 503;
        if (written && status != 408)
            co_await discardInput(moreMayCome ? m_limits.bodyTime : std::min(farewellTime, m_limits.bodyTime));
    }

    net::awaitable<void> discardInput(std::chrono::seconds patience)
    {
        co_await sayGoodbye();
        boost::system::error_code ignored;
        socket().shutdown(tcp::socket::shutdown_send, ignored);
        m_buffer.clear();
        arm(patience);
        std::size_t discarded = 0;
        while (discarded < m_limits.drainBytes) {
            const auto [error, count] = co_await socket().async_read_some(m_buffer.prepare(chunkOverhead), result);
            if (error || m_expired)
                break;
            discarded += count;
        }
        disarm();
    }

    // TLS tells an end from a cut line.
    net::awaitable<void> sayGoodbye()
    {
        if constexpr (isTls) {
            if (!std::exchange(m_saidGoodbye, true) && socket().is_open()) {
                arm(farewellTime);
                co_await m_stream.async_shutdown(result);
                disarm();
            }
        }
        co_return;
    }

    net::awaitable<void> close()
    {
        co_await sayGoodbye();
        boost::system::error_code ignored;
        socket().shutdown(tcp::socket::shutdown_both, ignored);
        socket().close(ignored);
    }

    // From now on `time` may pass before what the coroutine waits for on the socket is cancelled and m_expired set.
    void arm(std::chrono::milliseconds time)
    {
        m_expired = false;
        const std::uint64_t turn = ++m_turn; // an expiry that is queued already must not hit the next wait
        m_timer.expires_after(time);
        m_timer.async_wait([weak = this->weak_from_this(), turn](const boost::system::error_code& error) {
            const auto self = weak.lock();
            if (error || !self || self->m_turn != turn)
                return;
            self->m_expired = true;
            boost::system::error_code ignored;
            self->socket().cancel(ignored);
        });
    }

    void disarm()
    {
        ++m_turn;
        m_timer.cancel();
    }

    ConnectionGate::Pass m_pass; // first: the gate counts this connection until all else is gone
    Connections& m_connections;
    const Shared& m_shared;
    const Limits& m_limits;
    Stream m_stream;
    net::steady_timer m_timer;
    boost::beast::flat_buffer m_buffer;
    std::weak_ptr<ChangeStream<Stream>> m_changes; // set while the connection is a WebSocket
    Peer m_peer = Peer::Remote;
    std::uint64_t m_turn = 0;
    bool m_expired = false;
    bool m_idle = false;
    bool m_saidGoodbye = false;
};

} // namespace

void serve(tcp::socket socket, net::ssl::context* tls, ConnectionGate::Pass pass, Connections& connections, const Shared& shared)
{
    if (tls == nullptr)
        std::make_shared<HttpConnection<PlainStream>>(std::move(pass), connections, shared, std::move(socket))->start();
    else
        std::make_shared<HttpConnection<TlsStream>>(std::move(pass), connections, shared, std::move(socket), *tls)->start();
}

} // namespace tandem::gateway
