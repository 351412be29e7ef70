#pragma once

#include "base/Error.h"
#include "base/Json.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <string>

class QNetworkAccessManager;
class QNetworkReply;
class QThread;

namespace tandem::ui {

// Requests to a tandemd. One network thread carries them all out; request() may be called from any other thread and blocks its
// caller until the answer is there, at most `longest`. Redirects are not followed and no cookie is kept.
class RemoteHttp {
public:
    // How long a server is waited for.
    struct Patience {
        std::chrono::milliseconds timeout{15000}; // of silence, and for the head of an answer to come
        std::chrono::milliseconds longest{30000}; // for a whole answer, however it drips
    };
    struct Settings {
        QUrl server; // "https://desk.example", with a path when the server lies behind one
        Patience patience{};
        qint64 largestAnswer = 64LL << 20U; // bytes; more is refused
    };
    enum class Method : std::uint8_t { Get, Post, Put, Delete };
    // What a request tells about the way: no answer, an answer, or that the token is not taken.
    enum class Reach : std::uint8_t { None, Answered, Refused };
    struct Request {
        Method method = Method::Get;
        std::string path; // "/api/v1/tickets?limit=10"
        Json body; // null = none
        std::string idempotencyKey{}; // "" = none
        std::optional<QByteArray> bytes{}; // in the place of a body in JSON
    };

    explicit RemoteHttp(Settings settings);
    RemoteHttp(const RemoteHttp&) = delete;
    RemoteHttp& operator=(const RemoteHttp&) = delete;
    ~RemoteHttp();

    // The answer's JSON, null when it has none. Tandem's own problems (RFC 9457, with a correlation id) below 500 become the
    // error they stand for: the desk has judged the request. Everything else is retryable: Unavailable when the server cannot be
    // reached, answers 5xx, or something on the way answers in its place; Corrupt when what it answers is no JSON.
    Result<Json> request(const Request& request, const QByteArray& token);
    // What to say when an answer is JSON, but not what was asked for: retryable Corrupt, with the reader's own words in it. It
    // may have been done.
    [[nodiscard]] Error notUnderstood(const Error& why) const;
    [[nodiscard]] const Settings& settings() const { return m_settings; }
    [[nodiscard]] QThread& thread() { return *m_thread; }
    // Aborts what is in flight; from now on requests answer Cancelled. Any thread but the network's.
    void stop();
    // Set before the first request. Called on the network thread after every request.
    void onReach(std::function<void(Reach)> listener);

private:
    struct Exchange;
    void begin(const std::shared_ptr<Exchange>& exchange);
    void finish(const std::shared_ptr<Exchange>& exchange);
    [[nodiscard]] QUrl urlOf(const std::string& path) const;

    const Settings m_settings;
    std::function<void(Reach)> m_listener;
    std::unique_ptr<QThread> m_thread;
    QNetworkAccessManager* m_network = nullptr; // lives on m_thread
    bool m_stopped = false; // network thread
};

} // namespace tandem::ui
