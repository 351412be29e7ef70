#include "ui/connector/RemoteHttp.h"

#include "desk/Wire.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QThread>
#include <QTimer>

#include <future>

namespace tandem::ui {

struct RemoteHttp::Exchange {
    Request request;
    QByteArray body;
    QNetworkReply* reply = nullptr;
    bool tooLarge = false;
    std::promise<Result<Json>> answer;
};

namespace {

constexpr int unauthenticated = 401;

std::string host(const QUrl& server)
{
    return server.host().toStdString();
}

Result<Json> resultOf(int status, const QByteArray& bytes, const QUrl& server)
{
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (status >= 300 && status < 400)
        return failure(ErrorCode::InvalidArgument, "The server " + host(server) + " sends elsewhere; connect to its own address");
    if (status < 200 || status >= 400)
        return std::unexpected(wire::problem(status, text));
    if (text.empty())
        return Json();
    auto body = parseJson(text, {text.size(), 128});
    if (!body)
        return failure(ErrorCode::Corrupt,
            "The server " + host(server) + " answered with something that is not Tandem's; check the address");
    return body;
}

} // namespace

RemoteHttp::RemoteHttp(Settings settings)
    : m_settings(std::move(settings))
    , m_token(m_settings.token)
    , m_thread(std::make_unique<QThread>())
{
    m_thread->setObjectName(QStringLiteral("network"));
    m_network = new QNetworkAccessManager;
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network->setTransferTimeout(static_cast<int>(m_settings.timeout.count()));
    m_network->moveToThread(m_thread.get());
    QObject::connect(m_thread.get(), &QThread::finished, m_network, &QObject::deleteLater);
    m_thread->start();
}

RemoteHttp::~RemoteHttp()
{
    m_thread->quit();
    m_thread->wait();
}

void RemoteHttp::setToken(const QByteArray& token)
{
    QMetaObject::invokeMethod(m_network, [this, token] { m_token = token; }, Qt::QueuedConnection);
}

void RemoteHttp::onReach(std::function<void(Reach)> listener)
{
    m_listener = std::move(listener);
}

void RemoteHttp::stop()
{
    QMetaObject::invokeMethod(
        m_network,
        [this] {
            m_stopped = true;
            for (QNetworkReply* reply : m_network->findChildren<QNetworkReply*>())
                reply->abort();
        },
        Qt::BlockingQueuedConnection);
}

QUrl RemoteHttp::urlOf(const std::string& path) const
{
    const QUrl relative = QUrl::fromEncoded(QByteArray::fromStdString(path), QUrl::StrictMode);
    QUrl url = m_settings.server;
    QString base = url.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + relative.path());
    url.setQuery(relative.query(QUrl::FullyEncoded));
    return url;
}

Result<Json> RemoteHttp::request(const Request& request)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->request = request;
    if (!request.body.is_null())
        exchange->body = QByteArray::fromStdString(toText(request.body));
    auto answer = exchange->answer.get_future();
    QMetaObject::invokeMethod(m_network, [this, exchange] { begin(exchange); }, Qt::QueuedConnection);
    return answer.get();
}

Error RemoteHttp::notUnderstood(const Error& why) const
{
    return failure(ErrorCode::Corrupt,
        "The server " + host(m_settings.server) + " answered with something that is not Tandem's, or of another version ("
            + why.message + "); check the address")
        .error();
}

void RemoteHttp::begin(const std::shared_ptr<Exchange>& exchange)
{
    if (m_stopped) {
        exchange->answer.set_value(failure(ErrorCode::Cancelled, "The console is closing"));
        return;
    }
    QNetworkRequest request(urlOf(exchange->request.path));
    request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setRawHeader("Accept", "application/json");
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    if (!exchange->request.idempotencyKey.empty())
        request.setRawHeader("Idempotency-Key", QByteArray::fromStdString(exchange->request.idempotencyKey));
    if (!exchange->body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    switch (exchange->request.method) {
    case Method::Get: exchange->reply = m_network->get(request); break;
    case Method::Post: exchange->reply = m_network->post(request, exchange->body); break;
    case Method::Put: exchange->reply = m_network->put(request, exchange->body); break;
    case Method::Delete: exchange->reply = m_network->deleteResource(request); break;
    }
    QObject::connect(
        exchange->reply, &QNetworkReply::downloadProgress, m_network, [this, exchange](qint64 received, qint64 /*total*/) {
            if (received > m_settings.largestAnswer) {
                exchange->tooLarge = true;
                exchange->reply->abort();
            }
        });
    QObject::connect(exchange->reply, &QNetworkReply::finished, m_network, [this, exchange] { finish(exchange); });
    // The network's own timeout starts anew with every byte.
    QTimer::singleShot(m_settings.longest, exchange->reply, &QNetworkReply::abort);
    if (exchange->body.isEmpty())
        QTimer::singleShot(m_settings.timeout, exchange->reply, [reply = exchange->reply] {
            if (!reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
                reply->abort();
        });
}

void RemoteHttp::finish(const std::shared_ptr<Exchange>& exchange)
{
    QNetworkReply& reply = *exchange->reply;
    reply.deleteLater();
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // A cut in the middle of a body has a status too.
    const bool cut = reply.error() != QNetworkReply::NoError && reply.error() < QNetworkReply::ContentAccessDenied;
    if (m_listener && !m_stopped)
        m_listener(status == 0 || cut ? Reach::None : status == unauthenticated ? Reach::Refused : Reach::Answered);
    if (exchange->tooLarge) {
        exchange->answer.set_value(
            failure(ErrorCode::TooLarge, "The server " + host(m_settings.server) + " answers with more than this console takes"));
    } else if (reply.error() == QNetworkReply::OperationCanceledError && !m_stopped) {
        exchange->answer.set_value(
            retryableFailure(ErrorCode::Unavailable, "The server " + host(m_settings.server) + " takes too long to answer"));
    } else if (status == 0 || cut) {
        exchange->answer.set_value(retryableFailure(ErrorCode::Unavailable,
            "The server " + host(m_settings.server) + " cannot be reached: " + reply.errorString().toStdString()));
    } else {
        exchange->answer.set_value(resultOf(status, reply.readAll(), m_settings.server));
    }
}

} // namespace tandem::ui
