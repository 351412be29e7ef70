#pragma once

#include "base/Json.h"
#include "desk/Wire.h"
#include "gateway/transport/ChangeQueue.h"
#include "gateway/transport/Connection.h"
#include "gateway/transport/WatchedDrafts.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace tandem::gateway {

// /api/v1/stream on a connection that became a WebSocket: what the feed tells, one text frame a change, and the drafts that the
// peer watches. Lives on the reactor's thread; only the feeds' listeners run elsewhere, and they do no more than put the change
// into the queue or say that there is something to read.
template <typename Stream>
class ChangeStream final : public std::enable_shared_from_this<ChangeStream<Stream>> {
public:
    using Handshake = boost::beast::http::request<boost::beast::http::string_body>;

    // `owner` keeps `stream` alive.
    ChangeStream(Stream& stream, const Shared& shared, std::shared_ptr<void> owner)
        : m_owner(std::move(owner))
        , m_shared(shared)
        , m_socket(stream)
        , m_wake(stream.get_executor())
        , m_tokenTimer(stream.get_executor())
        , m_queue(std::make_shared<ChangeQueue>(shared.limits.waitingChanges))
    {
    }

    // Returns when the peer is gone or was sent away, and nothing runs on the stream any more.
    boost::asio::awaitable<void> run(const Handshake& handshake, const Response& answer)
    {
        namespace websocket = boost::beast::websocket;
        websocket::stream_base::timeout timeout{};
        timeout.handshake_timeout = m_shared.limits.headerTime;
        timeout.idle_timeout = 2 * m_shared.limits.pingTime; // half of it is the ping's, half the answer's
        timeout.keep_alive_pings = true;
        m_socket.set_option(timeout);
        m_socket.read_message_max(longestMessage);
        m_socket.auto_fragment(false); // one change, one frame
        m_socket.set_option(websocket::stream_base::decorator([&answer](websocket::response_type& response) {
            for (const Header& header : answer.headers)
                response.set(header.name, header.value);
        }));
        m_goingAway = m_shared.draining;
        m_mayGoOn = answer.mayGoOn;
        const auto [error] = co_await m_socket.async_accept(handshake, result);
        if (error)
            co_return;
        m_drafts = std::make_unique<WatchedDrafts>(m_shared.drafts, answer.listener.value_or(Actor{}), waker());
        boost::asio::co_spawn(
            m_wake.get_executor(), [self = this->shared_from_this()] { return self->readLoop(); }, boost::asio::detached);
        planTokenCheck();
        const std::unique_ptr<Feed::Subscription> subscription = m_shared.feed.subscribe(listener());
        co_await sendLoop();
        co_await end();
    }

    // The server shuts down: the peer is told so.
    void goAway()
    {
        m_goingAway = true;
        m_wake.cancel();
    }

private:
    static constexpr auto result = boost::asio::as_tuple(boost::asio::use_awaitable); // yields (error_code, …), throws nothing
    static constexpr std::size_t longestMessage = 4096; // of the peer's

    Feed::Listener listener()
    {
        return [queue = m_queue, wake = waker()](const Change& change) {
            if (queue->push(change) == ChangeQueue::Wake::Needed)
                wake();
        };
    }

    // Ends the send loop's wait, from any thread.
    std::function<void()> waker()
    {
        return [weak = this->weak_from_this(), executor = m_wake.get_executor()] {
            boost::asio::post(executor, [weak] {
                if (const auto self = weak.lock())
                    self->m_wake.cancel();
            });
        };
    }

    boost::asio::awaitable<void> sendLoop()
    {
        const std::uint64_t newest = m_shared.feed.newest();
        m_queue->skipTo(newest);
        wire::StreamEvent hello;
        hello.change.sequence = newest;
        bool sent = co_await send(hello);
        while (sent && !m_over && !m_goingAway && !m_revoked) {
            const std::optional<wire::StreamEvent> event = m_queue->take();
            if (event)
                sent = co_await send(*event);
            // In turn, so that neither holds up the other.
            const std::optional<wire::StreamEvent> draft = sent ? m_drafts->take() : std::nullopt;
            if (draft) {
                sent = co_await send(*draft);
            } else if (!event) {
                m_wake.expires_at(std::chrono::steady_clock::time_point::max());
                co_await m_wake.async_wait(result);
            }
        }
    }

    boost::asio::awaitable<bool> send(const wire::StreamEvent& event)
    {
        const std::string text = toText(wire::toJson(event));
        const auto [error, count] = co_await m_socket.async_write(boost::asio::buffer(text), result);
        co_return !error;
    }

    // Answers pings and closes, hears what the peer wants to watch, and notices when it is gone.
    boost::asio::awaitable<void> readLoop()
    {
        boost::beast::flat_buffer buffer;
        while (true) {
            const auto [error, count] = co_await m_socket.async_read(buffer, result);
            if (error)
                break;
            if (m_socket.got_text())
                m_drafts->hear({static_cast<const char*>(buffer.cdata().data()), buffer.size()});
            else
                m_drafts->refuse("Only text frames of JSON are read here");
            buffer.clear();
            m_wake.cancel();
        }
        m_over = true;
        m_wake.cancel();
    }

    // Asks again and again, on a thread that may wait, whether the token still holds.
    void planTokenCheck()
    {
        if (!m_mayGoOn || m_ended)
            return;
        m_tokenTimer.expires_after(m_shared.limits.tokenTime);
        m_tokenTimer.async_wait([weak = this->weak_from_this()](const boost::system::error_code& error) {
            if (const auto self = weak.lock(); self && !error)
                self->checkToken();
        });
    }

    void checkToken()
    {
        WorkerPool::Job job = [weak = this->weak_from_this(), mayGoOn = m_mayGoOn, executor = m_wake.get_executor()] {
            const bool holds = mayGoOn();
            boost::asio::post(executor, [weak, holds] {
                if (const auto self = weak.lock())
                    self->hearOfToken(holds);
            });
        };
        if (m_shared.probes.submit(job) == WorkerPool::Submission::Full)
            planTokenCheck();
    }

    void hearOfToken(bool holds)
    {
        if (holds)
            return planTokenCheck();
        m_revoked = true;
        m_wake.cancel();
        // A peer that does not read, or does not answer the closing, is not waited for.
        m_tokenTimer.expires_after(m_shared.limits.tokenTime);
        m_tokenTimer.async_wait([weak = this->weak_from_this()](const boost::system::error_code& error) {
            boost::system::error_code ignored;
            if (const auto self = weak.lock(); self && !error)
                boost::beast::get_lowest_layer(self->m_socket).close(ignored);
        });
    }

    boost::asio::awaitable<void> end()
    {
        m_ended = true;
        if (m_revoked && !m_over)
            co_await m_socket.async_close(
                {boost::beast::websocket::close_code::policy_error, "The access token is not valid any more"}, result);
        else if (m_goingAway && !m_over)
            co_await m_socket.async_close(boost::beast::websocket::close_code::going_away, result);
        m_tokenTimer.cancel();
        boost::system::error_code ignored;
        boost::beast::get_lowest_layer(m_socket).close(ignored); // whatever still reads or writes ends with it
        while (!m_over) {
            m_wake.expires_at(std::chrono::steady_clock::time_point::max());
            co_await m_wake.async_wait(result);
        }
    }

    const std::shared_ptr<void> m_owner;
    const Shared& m_shared;
    boost::beast::websocket::stream<Stream&, false> m_socket;
    boost::asio::steady_timer m_wake;
    boost::asio::steady_timer m_tokenTimer;
    const std::shared_ptr<ChangeQueue> m_queue;
    std::unique_ptr<WatchedDrafts> m_drafts; // since the handshake
    bool m_over = false; // nothing more comes from the peer
    bool m_goingAway = false;
    std::function<bool()> m_mayGoOn; // empty: nobody asks
    bool m_revoked = false;
    bool m_ended = false; // no check is planned any more
};

} // namespace tandem::gateway
