#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <poll.h>

#include <chrono>
#include <memory>
#include <stop_token>

namespace tandem::gateway {

// Asks a stop when the client of a call that runs elsewhere has gone: closed its side, or is cut off. Nothing is read, so what
// the client sends ahead stays where it is; a TLS client's farewell is followed by its closing, which is what shows. Looked at
// five times a second, for epoll does not tell a closing from data behind which it waits. On the socket's thread; end() before
// the socket goes.
class ClientWatch : public std::enable_shared_from_this<ClientWatch> {
public:
    explicit ClientWatch(boost::asio::ip::tcp::socket& socket)
        : m_socket(socket)
        , m_timer(socket.get_executor())
    {
    }

    [[nodiscard]] std::stop_token gone() const { return m_gone.get_token(); }

    void begin()
    {
        m_timer.expires_after(pause);
        m_timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            if (const auto self = weak.lock(); self && !error && !self->m_over)
                self->look();
        });
    }
    void end()
    {
        m_over = true;
        m_timer.cancel();
    }

private:
    static constexpr std::chrono::milliseconds pause{200};

    void look()
    {
        if (isGone())
            m_gone.request_stop();
        else
            begin();
    }

    [[nodiscard]] bool isGone()
    {
        if (!m_socket.is_open())
            return true;
        pollfd line{m_socket.native_handle(), POLLRDHUP, 0};
        return ::poll(&line, 1, 0) > 0 && (line.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
    }

    boost::asio::ip::tcp::socket& m_socket;
    boost::asio::steady_timer m_timer;
    std::stop_source m_gone;
    bool m_over = false;
};

} // namespace tandem::gateway
