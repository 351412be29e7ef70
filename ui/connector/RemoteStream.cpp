#include "ui/connector/RemoteStream.h"

#include "desk/Wire.h"

#include <QNetworkRequest>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int longestPause = 30; // seconds
constexpr int pingPause = 20000; // ms
constexpr quint64 largestFrame = 64U << 10U;

QUrl streamUrl(const QUrl& server)
{
    QUrl url = server;
    url.setScheme(server.scheme() == QStringLiteral("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    QString base = url.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + QStringLiteral("/api/v1/stream"));
    return url;
}

} // namespace

RemoteStream::RemoteStream(const QUrl& server, QByteArray token, QObject* parent)
    : QObject(parent)
    , m_url(streamUrl(server))
    , m_token(std::move(token))
{
    m_retry.setSingleShot(true);
    m_silence.setInterval(pingPause);
    m_socket.setMaxAllowedIncomingMessageSize(largestFrame);
    m_socket.setMaxAllowedIncomingFrameSize(largestFrame);
    connect(&m_retry, &QTimer::timeout, this, &RemoteStream::connectNow);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        if (m_silence.property("asked").toBool())
            m_socket.abort(); // the last ping had no answer
        else
            m_socket.ping();
        m_silence.setProperty("asked", true);
    });
    connect(&m_socket, &QWebSocket::pong, this, [this] { m_silence.setProperty("asked", false); });
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &RemoteStream::read);
    connect(&m_socket, &QWebSocket::disconnected, this, &RemoteStream::lost);
}

void RemoteStream::open()
{
    connectNow();
}

void RemoteStream::retryNow()
{
    if (m_retry.isActive()) {
        m_seconds = 1;
        m_retry.stop();
        connectNow();
    }
}

void RemoteStream::connectNow()
{
    QNetworkRequest request(m_url);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    m_silence.setProperty("asked", false);
    m_silence.start();
    m_socket.open(request);
}

// Also reached when a connection could not be opened: QWebSocket says disconnected in both cases.
void RemoteStream::lost()
{
    m_silence.stop();
    if (m_retry.isActive())
        return;
    Q_EMIT closed();
    m_retry.start(m_seconds * 1000);
    m_seconds = std::min(m_seconds * 2, longestPause);
}

void RemoteStream::read(const QString& text)
{
    m_silence.setProperty("asked", false);
    const auto message = parseJson(text.toStdString());
    const auto event = message ? wire::fromJson<wire::StreamEvent>(*message) : std::unexpected(message.error());
    if (!event)
        return; // of a newer server
    switch (event->kind) {
    case wire::StreamEvent::Kind::Hello:
        m_seconds = 1;
        Q_EMIT opened();
        break;
    case wire::StreamEvent::Kind::Resync: Q_EMIT resync(); break;
    case wire::StreamEvent::Kind::Change: Q_EMIT changed(event->change); break;
    }
}

} // namespace tandem::ui
