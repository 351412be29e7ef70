#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The engine has a tandem::HttpClient too (services/http): in a program with both, this one's symbols must be its own.
namespace tandem::inline loopback {

struct HttpReply {
    int status = 0; // 0: the server closed before a whole response came
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

// A small blocking HTTP/1.1 client on 127.0.0.1 for tests; sends any bytes, right or wrong. One thread at a time. Waits at most
// 20 seconds for anything.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const timeval patience{20, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    ~HttpClient() { ::close(m_socket); }

    [[nodiscard]] bool connected() const { return m_connected; }
    [[nodiscard]] int descriptor() const { return m_socket; }

    // False when the server no longer takes it.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void endSending() { ::shutdown(m_socket, SHUT_WR); }

    // Is there something to read (or the end) within `milliseconds`?
    [[nodiscard]] bool readable(int milliseconds)
    {
        pollfd poll{m_socket, POLLIN, 0};
        return !m_buffer.empty() || ::poll(&poll, 1, milliseconds) > 0;
    }

    enum class Body { Follows, Absent }; // Absent: the answer to HEAD
    // The next response; interim ones (1xx) count.
    HttpReply reply(Body body = Body::Follows)
    {
        HttpReply reply;
        std::size_t headEnd = std::string::npos;
        while ((headEnd = m_buffer.find("\r\n\r\n")) == std::string::npos) {
            if (!readMore())
                return reply;
        }
        const std::string head = m_buffer.substr(0, headEnd + 2);
        m_buffer.erase(0, headEnd + 4);
        const int status = std::atoi(head.substr(9, 3).c_str());
        for (std::size_t line = head.find("\r\n") + 2; line < head.size(); line = head.find("\r\n", line) + 2) {
            const std::size_t colon = head.find(": ", line);
            const std::size_t end = head.find("\r\n", line);
            reply.headers[lower(head.substr(line, colon - line))] = head.substr(colon + 2, end - colon - 2);
        }
        const std::size_t length = static_cast<std::size_t>(std::atoll(reply.header("content-length").c_str()));
        while (body == Body::Follows && m_buffer.size() < length) {
            if (!readMore())
                return reply;
        }
        if (body == Body::Follows) {
            reply.body = m_buffer.substr(0, length);
            m_buffer.erase(0, length);
        }
        reply.status = status;
        return reply;
    }

    // Exactly so many bytes; nullopt when they do not come.
    std::optional<std::string> bytes(std::size_t count)
    {
        while (m_buffer.size() < count) {
            if (!readMore())
                return std::nullopt;
        }
        std::string taken = m_buffer.substr(0, count);
        m_buffer.erase(0, count);
        return taken;
    }

    // True when the server closes (or resets) before 20 seconds have passed; what it still sends is thrown away.
    bool waitForClose()
    {
        std::array<char, 4096> rest{};
        while (true) {
            const ssize_t count = ::recv(m_socket, rest.data(), rest.size(), 0);
            if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
                return true;
            if (count < 0)
                return false;
        }
    }

    static std::string text(std::string_view method, std::string_view target,
        const std::vector<std::pair<std::string, std::string>>& headers = {}, std::string_view body = {})
    {
        std::string text = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
        for (const auto& [name, value] : headers)
            text += name + ": " + value + "\r\n";
        if (!body.empty())
            text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        return text + "\r\n" + std::string(body);
    }

    HttpReply request(std::string_view method, std::string_view target,
        const std::vector<std::pair<std::string, std::string>>& headers = {}, std::string_view body = {})
    {
        send(text(method, target, headers, body));
        return reply(method == "HEAD" ? Body::Absent : Body::Follows);
    }

private:
    bool readMore()
    {
        std::array<char, 16384> block{};
        const ssize_t count = ::recv(m_socket, block.data(), block.size(), 0);
        if (count > 0)
            m_buffer.append(block.data(), static_cast<std::size_t>(count));
        return count > 0;
    }

    static std::string lower(std::string text)
    {
        std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return text;
    }

    int m_socket;
    bool m_connected = false;
    std::string m_buffer;
};

} // namespace tandem::inline loopback
