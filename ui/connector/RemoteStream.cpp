#include "ui/connector/RemoteStream.h"

#include <QNetworkRequest>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int longestPause = 30; // seconds
constexpr int pingPause = 20000; // ms
constexpr quint64 largestFrame = 64U << 10U;
constexpr qint64 readAhead = 2 * largestFrame; // a handshake without an end is not collected

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
        if (m_asked || m_socket.state() != QAbstractSocket::ConnectedState)
            m_socket.abort(); // the last ping had no answer, or it takes too long to open
        else
            m_socket.ping();
        m_asked = true;
    });
    connect(&m_socket, &QWebSocket::pong, this, [this] { m_asked = false; });
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &RemoteStream::read);
    connect(&m_socket, &QWebSocket::disconnected, this, &RemoteStream::lost);
    // Of a handshake that was refused QWebSocket says nothing but the error, and stays as it is.
    connect(
        &m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
        [this] {
            if (m_paused || m_retry.isActive())
                return;
            m_socket.abort();
            lost();
        },
        Qt::QueuedConnection);
}

RemoteStream::~RemoteStream()
{
    m_socket.disconnect(this); // it says disconnected when it goes, after the timers
}

void RemoteStream::open()
{
    m_paused = false;
    connectNow();
}

void RemoteStream::retryNow()
{
    if (!m_paused && !m_retry.isActive())
        return;
    m_paused = false;
    m_retry.stop();
    connectNow();
}

void RemoteStream::pause()
{
    m_paused = true;
    m_open = false;
    m_retry.stop();
    m_silence.stop();
    m_socket.abort();
}

void RemoteStream::watch(const TicketId& ticket)
{
    if (m_open && !m_watched.empty() && ticket != m_watched)
        say(wire::StreamRequest::Kind::Unwatch, m_watched);
    m_watched = ticket;
    if (m_open && !ticket.empty())
        say(wire::StreamRequest::Kind::Watch, ticket);
}

void RemoteStream::say(wire::StreamRequest::Kind kind, const TicketId& ticket)
{
    m_socket.sendTextMessage(QString::fromStdString(toText(wire::toJson(wire::StreamRequest{kind, ticket}))));
}

void RemoteStream::connectNow()
{
    QNetworkRequest request(m_url);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    m_asked = false;
    m_silence.start();
    m_socket.open(request);
    m_socket.setReadBufferSize(readAhead);
}

// Also reached when a connection could not be opened.
void RemoteStream::lost()
{
    m_silence.stop();
    m_open = false;
    if (m_paused || m_retry.isActive())
        return;
    if (!m_watched.empty()) { // what is shown of it does not go on; the rest comes when the way is there again
        DraftNews cut;
        cut.ticket = m_watched;
        Q_EMIT draft(cut);
    }
    m_retry.start(m_seconds * 1000);
    m_seconds = std::min(m_seconds * 2, longestPause);
    Q_EMIT closed();
}

void RemoteStream::read(const QString& text)
{
    m_asked = false;
    const auto message = parseJson(text.toStdString());
    const auto event = message ? wire::fromJson<wire::StreamEvent>(*message) : std::unexpected(message.error());
    if (!event)
        return; // of a newer server
    switch (event->kind) {
    case wire::StreamEvent::Kind::Hello:
        m_seconds = 1;
        m_open = true;
        if (!m_watched.empty())
            say(wire::StreamRequest::Kind::Watch, m_watched);
        Q_EMIT opened();
        break;
    case wire::StreamEvent::Kind::Resync: Q_EMIT resync(); break;
    case wire::StreamEvent::Kind::Change: Q_EMIT changed(event->change); break;
    case wire::StreamEvent::Kind::Draft:
        if (event->draft.ticket == m_watched)
            Q_EMIT draft(event->draft);
        break;
    case wire::StreamEvent::Kind::Refused: break; // an older server knows no drafts
    }
}

} // namespace tandem::ui
