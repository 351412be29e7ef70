#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace tandem {

// A request as it came over the wire.
struct ReceivedRequest {
    std::size_t connection = 0; // counted from 0 in the order of connecting
    std::string method;
    std::string target; // path and query
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    std::string body;

    // "" when there is none.
    [[nodiscard]] std::string header(std::string_view name) const
    {
        const auto found = std::ranges::find(headers, name, [](const auto& header) { return std::string_view(header.first); });
        return found == headers.end() ? std::string() : found->second;
    }
};

// What the server does on one connection, step by step; after the last step it closes.
//     Script().request().send("HTTP/1.1 200 OK\r\n").hang()
//     Script().answer(429, "{}", {{"retry-after", "3"}}).answer(200, "done")     // two requests on one connection
class Script {
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;
    using Handler = std::function<std::string(const ReceivedRequest& request)>;

    struct Step {
        enum class Kind : std::uint8_t { Request, Send, Call, Hang, Reset, Serve };
        Kind kind = Kind::Request;
        std::string bytes = {};
        std::size_t pieces = 0; // bytes of each write; 0 = all at once
        std::function<void()> call = {};
        Handler handler = {};
    };

    // Waits for a whole request and records it.
    Script& request() { return add({.kind = Step::Kind::Request}); }
    // Any bytes, right or wrong; `pieces` > 0: in writes of so many bytes each.
    Script& send(std::string bytes, std::size_t pieces = 0)
    {
        return add({.kind = Step::Kind::Send, .bytes = std::move(bytes), .pieces = pieces});
    }
    // A request, and a whole answer to it.
    Script& answer(int status, std::string_view body, const Headers& headers = {})
    {
        return request().send(answerText(status, body, headers));
    }
    // The head of an answer whose body follows in chunks; end it with lastChunk().
    Script& chunkedHead(int status, const Headers& headers = {})
    {
        return send(head(status, headers) + "Transfer-Encoding: chunked\r\n\r\n");
    }
    Script& chunk(std::string_view bytes)
    {
        std::array<char, 20> size{};
        std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
        return send(size.data() + std::string(bytes) + "\r\n");
    }
    Script& lastChunk() { return send("0\r\n\r\n"); }
    // An event stream from its request to its end: one chunk, or one a piece of `pieces` bytes.
    Script& eventStream(std::string_view events, std::size_t pieces = 0, const Headers& headers = {})
    {
        Headers all = headers;
        all.emplace_back("Content-Type", "text/event-stream");
        request().chunkedHead(200, all);
        for (std::size_t at = 0; at < events.size();) {
            const std::size_t size = pieces == 0 ? events.size() : std::min(pieces, events.size() - at);
            chunk(events.substr(at, size));
            at += size;
        }
        return lastChunk();
    }
    // Runs on the connection's thread; it may wait for the test.
    Script& then(std::function<void()> call) { return add({.kind = Step::Kind::Call, .call = std::move(call)}); }
    // Sends nothing more until the client goes away or the server ends.
    Script& hang() { return add({.kind = Step::Kind::Hang}); }
    // Ends with RST instead of FIN.
    Script& reset() { return add({.kind = Step::Kind::Reset}); }
    // Answers every further request on the connection with what `handler` gives (a whole answer: answerText()).
    Script& serve(Handler handler) { return add({.kind = Step::Kind::Serve, .handler = std::move(handler)}); }

    [[nodiscard]] const std::vector<Step>& steps() const { return m_steps; }

    static std::string answerText(int status, std::string_view body, const Headers& headers = {})
    {
        return head(status, headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    }

private:
    static std::string head(int status, const Headers& headers)
    {
        std::string text = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n";
        for (const auto& [name, value] : headers)
            text += name + ": " + value + "\r\n";
        return text;
    }
    Script& add(Step step)
    {
        m_steps.push_back(std::move(step));
        return *this;
    }

    std::vector<Step> m_steps;
};

// An HTTP/1.1 server on a free port of 127.0.0.1 that follows scripts: the n-th connection gets the n-th script, later ones get
// `otherwise` (none: they are closed at once). A thread for each connection. Thread-safe; waits at most 20 seconds for anything.
class ScriptedServer {
public:
    explicit ScriptedServer(std::vector<Script> scripts, std::optional<Script> otherwise = std::nullopt)
        : m_scripts(std::move(scripts))
        , m_otherwise(std::move(otherwise))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(m_listener, 512) != 0
            || ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("no port to listen on");
        // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
        m_port = ntohs(address.sin_port);
        m_acceptor = std::thread([this] { acceptAll(); });
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    // Ends what hangs; a `then` that waits must have been let go.
    ~ScriptedServer()
    {
        m_ending = true;
        ::shutdown(m_listener, SHUT_RDWR);
        m_acceptor.join();
        {
            const std::scoped_lock lock(m_mutex);
            for (const int socket : m_open)
                ::shutdown(socket, SHUT_RDWR);
        }
        for (std::thread& thread : m_threads)
            thread.join();
        ::close(m_listener);
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    // "http://127.0.0.1:PORT" and what follows.
    [[nodiscard]] std::string url(std::string_view target = "/") const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + std::string(target);
    }

    [[nodiscard]] std::vector<ReceivedRequest> requests() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_requests;
    }
    [[nodiscard]] std::size_t connections() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_connections;
    }
    // False when 20 seconds passed before so many were there.
    bool waitForRequests(std::size_t count) const
    {
        return wait([&] { return m_requests.size() >= count; });
    }
    // Connections that are over, whoever ended them.
    bool waitForClosed(std::size_t count) const
    {
        return wait([&] { return m_closed >= count; });
    }

private:
    bool wait(const std::function<bool()>& condition) const
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), condition);
    }

    void acceptAll()
    {
        while (!m_ending) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) {
                if (errno == EINTR || errno == ECONNABORTED)
                    continue;
                return;
            }
            const int on = 1;
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            const std::scoped_lock lock(m_mutex);
            const std::size_t number = m_connections++;
            m_open.push_back(socket);
            std::optional<Script> script = number < m_scripts.size() ? m_scripts[number] : m_otherwise;
            m_threads.emplace_back(
                [this, socket, number, script = std::move(script)] { follow(socket, number, script.value_or(Script())); });
        }
    }

    void follow(int socket, std::size_t number, const Script& script)
    {
        std::string buffer;
        for (const Script::Step& step : script.steps()) {
            if (!carryOut(step, socket, number, buffer))
                break;
        }
        const std::scoped_lock lock(m_mutex);
        std::erase(m_open, socket);
        ::close(socket);
        ++m_closed;
        m_changed.notify_all();
    }

    // False when the connection is over.
    bool carryOut(const Script::Step& step, int socket, std::size_t number, std::string& buffer)
    {
        using Kind = Script::Step::Kind;
        switch (step.kind) {
        case Kind::Request: return readRequest(socket, number, buffer).has_value();
        case Kind::Send: return write(socket, step.bytes, step.pieces);
        case Kind::Call: step.call(); return true;
        case Kind::Hang: buffer.clear(); return drain(socket);
        case Kind::Reset: {
            const linger atOnce{1, 0};
            ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
            return false;
        }
        case Kind::Serve:
            while (const auto request = readRequest(socket, number, buffer)) {
                if (!write(socket, step.handler(*request), 0))
                    return false;
            }
            return false;
        }
        return false;
    }

    static bool write(int socket, std::string_view bytes, std::size_t pieces)
    {
        while (!bytes.empty()) {
            const std::size_t size = pieces == 0 ? bytes.size() : std::min(pieces, bytes.size());
            const ssize_t sent = ::send(socket, bytes.data(), size, MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Reads and throws away until the client or the server ends.
    static bool drain(int socket)
    {
        std::array<char, 4096> rest{};
        while (::recv(socket, rest.data(), rest.size(), 0) > 0) { }
        return false;
    }

    static bool readMore(int socket, std::string& buffer)
    {
        std::array<char, 65536> block{};
        const ssize_t count = ::recv(socket, block.data(), block.size(), 0);
        if (count > 0)
            buffer.append(block.data(), static_cast<std::size_t>(count));
        return count > 0;
    }

    std::optional<ReceivedRequest> readRequest(int socket, std::size_t number, std::string& buffer)
    {
        std::size_t headEnd = std::string::npos;
        while ((headEnd = buffer.find("\r\n\r\n")) == std::string::npos) {
            if (!readMore(socket, buffer))
                return std::nullopt;
        }
        ReceivedRequest request = parseHead(buffer.substr(0, headEnd + 2));
        request.connection = number;
        buffer.erase(0, headEnd + 4);
        const std::size_t length = std::strtoul(request.header("content-length").c_str(), nullptr, 10);
        while (buffer.size() < length) {
            if (!readMore(socket, buffer))
                return std::nullopt;
        }
        request.body = buffer.substr(0, length);
        buffer.erase(0, length);
        const std::scoped_lock lock(m_mutex);
        m_requests.push_back(request);
        m_changed.notify_all();
        return request;
    }

    static ReceivedRequest parseHead(const std::string& head)
    {
        ReceivedRequest request;
        const std::size_t lineEnd = head.find("\r\n");
        const std::size_t first = head.find(' ');
        const std::size_t second = head.find(' ', first + 1);
        request.method = head.substr(0, first);
        request.target = head.substr(first + 1, second - first - 1);
        for (std::size_t line = lineEnd + 2; line < head.size(); line = head.find("\r\n", line) + 2) {
            const std::size_t colon = head.find(':', line);
            const std::size_t end = head.find("\r\n", line);
            std::string name = head.substr(line, colon - line);
            std::ranges::transform(
                name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            std::size_t value = colon + 1;
            while (value < end && head[value] == ' ')
                ++value;
            request.headers.emplace_back(std::move(name), head.substr(value, end - value));
        }
        return request;
    }

    std::vector<Script> m_scripts;
    std::optional<Script> m_otherwise;
    int m_listener;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_ending = false;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<int> m_open;
    std::size_t m_connections = 0;
    std::size_t m_closed = 0;
    std::vector<ReceivedRequest> m_requests;
    std::vector<std::thread> m_threads; // written by the acceptor, read after it ended
    std::thread m_acceptor;
};

} // namespace tandem
