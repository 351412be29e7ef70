#include "ui/connector/RemoteConnector.h"

#include <QHostAddress>

namespace tandem::ui {

namespace {

constexpr int callThreads = 6;
constexpr int introductionPause = 3000; // ms

bool isThisMachine(const QUrl& server)
{
    return server.host() == QStringLiteral("localhost") || QHostAddress(server.host()).isLoopback();
}

} // namespace

Result<std::unique_ptr<RemoteConnector>> RemoteConnector::open(const QUrl& server, const QByteArray& token)
{
    const bool plain = server.scheme() == QStringLiteral("http");
    if (!server.isValid() || server.host().isEmpty() || (!plain && server.scheme() != QStringLiteral("https")))
        return failure(ErrorCode::InvalidArgument, "The server's address must be like https://desk.example");
    if (plain && !isThisMachine(server))
        return failure(ErrorCode::InvalidArgument,
            "Connect to " + server.host().toStdString() + " with https: over http the token could be read on the way");
    if (token.isEmpty())
        return failure(
            ErrorCode::Unauthenticated, "A token is needed: tandemctl token create --role agent --name NAME prints one");
    return std::unique_ptr<RemoteConnector>(new RemoteConnector(server, token));
}

RemoteConnector::RemoteConnector(const QUrl& server, const QByteArray& token)
    : m_http({server, token})
    , m_desk(m_http)
    , m_stream(server, token)
{
    m_pool.setMaxThreadCount(callThreads);
    connect(&m_stream, &RemoteStream::opened, this, &RemoteConnector::introduce);
    connect(&m_stream, &RemoteStream::closed, this, [this] { enter(ConnectionState::Offline); });
    m_introduction.setSingleShot(true);
    m_introduction.setInterval(introductionPause);
    connect(&m_introduction, &QTimer::timeout, this, &RemoteConnector::introduce);
    connect(&m_stream, &RemoteStream::changed, this, &Connector::changed);
    connect(&m_stream, &RemoteStream::resync, this, &Connector::resynchronised);
    m_stream.open();
    introduce();
}

RemoteConnector::~RemoteConnector()
{
    m_stream.disconnect(this);
    m_pool.clear();
    m_http.stop();
    m_pool.waitForDone();
}

QString RemoteConnector::place() const
{
    return m_http.settings().server.host();
}

// Asks who the token's owner is; the first answer tells whether the server takes it.
void RemoteConnector::introduce()
{
    m_pool.start([this] {
        const auto actor = m_desk.me();
        QMetaObject::invokeMethod(
            this,
            [this, actor] {
                if (actor) {
                    m_actor = *actor;
                    enter(ConnectionState::Online);
                } else {
                    const ErrorCode code = actor.error().code;
                    enter(code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden ? ConnectionState::Refused
                                                                                             : ConnectionState::Offline);
                    m_introduction.start();
                }
            },
            Qt::QueuedConnection);
    });
}

void RemoteConnector::enter(ConnectionState state)
{
    const bool back = state == ConnectionState::Online && m_state != ConnectionState::Online;
    if (state == ConnectionState::Offline && m_state == ConnectionState::Refused)
        return; // the stream of a refused token breaks too
    if (state != m_state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
    if (back)
        Q_EMIT resynchronised();
}

void RemoteConnector::run(std::function<void(Desk&)> work)
{
    m_pool.start([this, work = std::move(work)] {
        Desk desk = m_desk.desk();
        work(desk);
    });
}

} // namespace tandem::ui
