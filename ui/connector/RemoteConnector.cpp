#include "ui/connector/RemoteConnector.h"

#include "ui/connector/RemoteDesk.h"

#include <QHostAddress>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int callThreads = 6;
constexpr int introductionPause = 3000; // ms
constexpr int longestPause = 30000;

bool isThisMachine(const QUrl& server)
{
    return server.host() == QStringLiteral("localhost") || QHostAddress(server.host()).isLoopback();
}

} // namespace

Result<std::unique_ptr<RemoteConnector>> RemoteConnector::open(
    const QUrl& server, const QByteArray& token, RemoteHttp::Patience patience)
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
    return std::unique_ptr<RemoteConnector>(new RemoteConnector(server, token, patience));
}

RemoteConnector::RemoteConnector(const QUrl& server, const QByteArray& token, RemoteHttp::Patience patience)
    : m_http({server, patience})
    , m_token(token)
    , m_stream(server, token)
    , m_pause(introductionPause)
{
    m_pool.setMaxThreadCount(callThreads);
    m_http.onReach([this](RemoteHttp::Reach reach) {
        QMetaObject::invokeMethod(this, [this, reach] { hear(reach); }, Qt::QueuedConnection);
    });
    connect(&m_stream, &RemoteStream::opened, this, [this] {
        if (m_known)
            enter(ConnectionState::Online);
        else
            introduce();
    });
    connect(&m_stream, &RemoteStream::closed, this, &RemoteConnector::cut);
    m_introduction.setSingleShot(true);
    connect(&m_introduction, &QTimer::timeout, this, &RemoteConnector::introduce);
    connect(&m_stream, &RemoteStream::changed, this, &Connector::changed);
    connect(&m_stream, &RemoteStream::draft, this, &Connector::draftWritten);
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

void RemoteConnector::signIn(const QByteArray& token)
{
    ++m_signIns;
    m_token = token;
    m_actor = {};
    m_stream.pause();
    m_stream.setToken(token);
    m_known = false;
    m_asking = false;
    enter(ConnectionState::Connecting);
    introduce();
}

// A stream that cannot be opened does not say why: only a call tells whether it is the way or the token.
void RemoteConnector::cut()
{
    m_known = false;
    if (!m_asking && !m_introduction.isActive()) {
        m_introduction.start(m_pause);
        m_pause = std::min(m_pause * 2, longestPause);
    }
    if (m_state != ConnectionState::Connecting || !m_asking) // the introduction tells more
        enter(ConnectionState::Offline);
}

// Asks who the token's owner is; the answer tells whether the server takes it.
void RemoteConnector::introduce()
{
    if (m_asking)
        return;
    m_asking = true;
    m_introduction.stop();
    m_pool.start([this, signIn = m_signIns, token = m_token] {
        const auto actor = RemoteDesk(m_http, token).me();
        QMetaObject::invokeMethod(
            this,
            [this, actor, signIn] {
                if (signIn == m_signIns)
                    introduced(actor);
            },
            Qt::QueuedConnection);
    });
}

void RemoteConnector::introduced(const Result<Actor>& actor)
{
    m_asking = false;
    if (actor) {
        m_actor = *actor;
        m_known = true;
        m_problem.clear();
        if (m_stream.isOpen())
            enter(ConnectionState::Online);
        else
            m_stream.retryNow();
        return;
    }
    const ErrorCode code = actor.error().code;
    const bool refused = code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden;
    m_problem = QString::fromStdString(actor.error().message);
    m_introduction.start(refused ? longestPause : introductionPause);
    if (refused)
        m_stream.pause();
    enter(refused ? ConnectionState::Refused : ConnectionState::Offline);
}

// Every request tells something: that the way is there again, long before the stream's next try, or that the token was revoked.
void RemoteConnector::hear(RemoteHttp::Reach reach)
{
    if (reach == RemoteHttp::Reach::Answered && m_state == ConnectionState::Offline)
        m_stream.retryNow();
    else if (reach == RemoteHttp::Reach::Refused && m_state != ConnectionState::Refused)
        introduce();
}

void RemoteConnector::enter(ConnectionState state)
{
    const bool back = state == ConnectionState::Online && m_state != ConnectionState::Online;
    if (state == ConnectionState::Offline && m_state == ConnectionState::Refused)
        return; // it is tried anyway; what the person can do is to sign in
    if (state == ConnectionState::Online)
        m_pause = introductionPause;
    if (state != m_state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
    if (back)
        Q_EMIT resynchronised();
}

void RemoteConnector::run(std::function<void(Desk&)> work)
{
    m_pool.start([this, token = m_token, work = std::move(work)] {
        RemoteDesk remote(m_http, token);
        Desk desk = remote.desk();
        work(desk);
    });
}

} // namespace tandem::ui
