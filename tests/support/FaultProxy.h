#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace tandem {

// What becomes of one exchange that goes through a FaultProxy.
struct Fault {
    enum class End : std::uint8_t { Close, Reset, Hang };

    std::string instead{}; // an answer of the proxy's own; the server behind is not asked
    std::function<std::string(std::string answer)> change{}; // of the server's whole answer, head and body
    std::size_t after = std::string::npos; // bytes of the answer that are let through, before it ends as `end` says
    End end = End::Close;
    std::size_t pieces = 0; // bytes of each write; 0 = all at once
    int pause = 0; // milliseconds between two writes

    static Fault none() { return {}; }
    static Fault status(int status, std::string_view header = {})
    {
        return {.instead = "HTTP/1.1 " + std::to_string(status) + " Fault\r\n" + std::string(header)
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"};
    }
    static Fault endAfter(std::size_t bytes, End end) { return {.after = bytes, .end = end}; }
    static Fault split(std::size_t pieces, int pause = 0) { return {.pieces = pieces, .pause = pause}; }
    static Fault changed(std::function<std::string(std::string answer)> change) { return {.change = std::move(change)}; }
};

// A proxy on a free port of 127.0.0.1 before an HTTP server on this machine that spoils answers: the n-th connection gets the
// n-th fault, later ones pass. One request a connection. A spoiled answer is collected first, so that where it is spoiled is
// certain; one that passes is handed on as it comes. Thread-safe; a thread for each connection, nothing waits for more than 20
// seconds.
class FaultProxy {
public:
    FaultProxy(std::uint16_t server, std::vector<Fault> faults)
        : m_server(server)
        , m_faults(std::move(faults))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(m_listener, 64) != 0
            || ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("no port to listen on");
        // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
        m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { acceptAll(); });
    }
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;
    ~FaultProxy()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        m_acceptor.join();
        {
            const std::scoped_lock lock(m_mutex);
            m_ending = true;
            for (const int socket : m_open)
                ::shutdown(socket, SHUT_RDWR);
        }
        for (std::thread& thread : m_threads)
            thread.join();
        ::close(m_listener);
    }

    [[nodiscard]] std::string url(std::string_view target = "/") const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + std::string(target);
    }
    [[nodiscard]] std::size_t connections() const { return m_connections; }

private:
    static sockaddr_in loopback(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    // Our end of a connection; known to the proxy, so that its end ends it.
    class Socket {
    public:
        Socket(FaultProxy& proxy, int socket)
            : m_proxy(proxy)
            , m_socket(socket)
        {
            const int on = 1;
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            const timeval patience{20, 0};
            ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            const std::scoped_lock lock(m_proxy.m_mutex);
            m_proxy.m_open.push_back(socket);
            if (m_proxy.m_ending)
                ::shutdown(socket, SHUT_RDWR);
        }
        Socket(const Socket&) = delete;
        Socket& operator=(const Socket&) = delete;
        ~Socket()
        {
            const std::scoped_lock lock(m_proxy.m_mutex);
            std::erase(m_proxy.m_open, m_socket);
            ::close(m_socket);
        }
        [[nodiscard]] bool write(std::string_view bytes) const
        {
            while (!bytes.empty()) {
                const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (sent <= 0)
                    return false;
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            }
            return true;
        }
        // "" at the end.
        [[nodiscard]] std::string read() const
        {
            std::array<char, 65536> block{};
            const ssize_t count = ::recv(m_socket, block.data(), block.size(), 0);
            return {block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
        }
        // False when the other end is gone.
        [[nodiscard]] bool pause(int milliseconds) const
        {
            pollfd end{m_socket, POLLRDHUP, 0};
            return ::poll(&end, 1, milliseconds) == 0;
        }
        void resetAtTheEnd() const
        {
            const linger atOnce{1, 0};
            ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        }
        [[nodiscard]] int descriptor() const { return m_socket; }

    private:
        FaultProxy& m_proxy;
        int m_socket;
    };

    void acceptAll()
    {
        while (true) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                return;
            const std::size_t number = m_connections++;
            Fault fault = number < m_faults.size() ? m_faults[number] : Fault::none();
            m_threads.emplace_back([this, socket, fault = std::move(fault)] {
                const Socket client(*this, socket);
                serve(client, fault);
            });
        }
    }

    // A whole request, which asks the server to close after its answer; "" when the client hung up.
    static std::string readRequest(const Socket& client)
    {
        std::string request;
        std::size_t headEnd = std::string::npos;
        while ((headEnd = request.find("\r\n\r\n")) == std::string::npos) {
            const std::string more = client.read();
            if (more.empty())
                return {};
            request += more;
        }
        std::string head = request.substr(0, headEnd);
        std::ranges::transform(head, head.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        const std::size_t length = head.find("content-length:");
        const std::size_t body = length == std::string::npos ? 0 : std::strtoul(head.c_str() + length + 15, nullptr, 10);
        while (request.size() < headEnd + 4 + body) {
            const std::string more = client.read();
            if (more.empty())
                return {};
            request += more;
        }
        return request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
    }

    void serve(const Socket& client, const Fault& fault)
    {
        const std::string request = readRequest(client);
        if (request.empty())
            return;
        const bool passes = fault.instead.empty() && !fault.change && fault.after == std::string::npos && fault.pieces == 0;
        std::string answer = fault.instead.empty() ? ask(request, passes ? &client : nullptr) : fault.instead;
        if (passes)
            return;
        if (fault.change)
            answer = fault.change(std::move(answer));
        std::string_view let = std::string_view(answer).substr(0, fault.after);
        while (!let.empty()) {
            const std::size_t size = fault.pieces == 0 ? let.size() : std::min(fault.pieces, let.size());
            if (!client.write(let.substr(0, size)) || (fault.pause > 0 && !client.pause(fault.pause)))
                return;
            let.remove_prefix(size);
        }
        if (fault.end == Fault::End::Reset)
            client.resetAtTheEnd();
        else if (fault.end == Fault::End::Hang)
            (void)client.read();
    }

    // The server's whole answer; handed on to `client` as it comes, if there is one.
    std::string ask(const std::string& request, const Socket* client)
    {
        const Socket server(*this, ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(m_server);
        std::string answer;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        if (::connect(server.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
            || !server.write(request))
            return answer;
        for (std::string more = server.read(); !more.empty(); more = server.read()) {
            if (client != nullptr && !client->write(more))
                return answer;
            answer += more;
        }
        return answer;
    }

    const std::uint16_t m_server;
    const std::vector<Fault> m_faults;
    int m_listener;
    std::uint16_t m_port = 0;
    std::atomic<std::size_t> m_connections = 0;
    std::mutex m_mutex;
    bool m_ending = false;
    std::vector<int> m_open;
    std::vector<std::thread> m_threads; // written by the acceptor, read after it ended
    std::thread m_acceptor;
};

} // namespace tandem
