#include "ui/connector/RemoteHttp.h"

#include "desk/Wire.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <future>

namespace tandem::ui {

struct RemoteHttp::Exchange {
    Request request;
    QByteArray token;
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

// Whether it is an answer of a tandemd, and not of something that stands before it.
bool isOwnProblem(int status, std::string_view body)
{
    const auto json = parseJson(body, {.bytes = 64U << 10U, .depth = 8});
    if (!json || !json->is_object())
        return false;
    const auto own = optionalNumber(*json, "status");
    return own && *own && std::lround(std::clamp(**own, 0.0, 1000.0)) == status && requiredString(*json, "detail")
        && requiredString(*json, "correlation_id");
}

Error problemOf(int status, std::string_view body, const QUrl& server)
{
    if (status >= 300 && status < 400)
        return retryableFailure(
            ErrorCode::Unavailable, "The server " + host(server) + " sends elsewhere; connect to its own address")
            .error();
    Error error = wire::problem(status, body);
    const bool own = isOwnProblem(status, body);
    if (!own)
        error.message = "The server " + host(server) + " answers with status " + std::to_string(status)
            + ", not in Tandem's words: it may be starting; if it stays so, check the address";
    // That the token is not taken is told by whoever asks for it.
    if (error.code != ErrorCode::Unauthenticated && (!own || status >= 500)) {
        error.code = ErrorCode::Unavailable;
        error.retryable = true;
    }
    return error;
}

Result<Json> resultOf(int status, const QByteArray& bytes, const QUrl& server)
{
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (status < 200 || status >= 300)
        return std::unexpected(problemOf(status, text, server));
    if (text.empty())
        return Json();
    auto body = parseJson(text, {text.size(), 128});
    if (!body)
        return retryableFailure(ErrorCode::Corrupt,
            "The server " + host(server) + " answered with something that is not Tandem's; check the address");
    return body;
}

} // namespace

RemoteHttp::RemoteHttp(Settings settings)
    : m_settings(std::move(settings))
    , m_thread(std::make_unique<QThread>())
{
    m_thread->setObjectName(QStringLiteral("network"));
    m_network = new QNetworkAccessManager;
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network->setTransferTimeout(static_cast<int>(m_settings.patience.timeout.count()));
    m_network->moveToThread(m_thread.get());
    QObject::connect(m_thread.get(), &QThread::finished, m_network, &QObject::deleteLater);
    m_thread->start();
}

RemoteHttp::~RemoteHttp()
{
    m_thread->quit();
    m_thread->wait();
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

Result<Json> RemoteHttp::request(const Request& request, const QByteArray& token)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->request = request;
    exchange->token = token;
    if (request.bytes)
        exchange->body = *request.bytes;
    else if (!request.body.is_null())
        exchange->body = QByteArray::fromStdString(toText(request.body));
    auto answer = exchange->answer.get_future();
    QMetaObject::invokeMethod(m_network, [this, exchange] { begin(exchange); }, Qt::QueuedConnection);
    return answer.get();
}

Error RemoteHttp::notUnderstood(const Error& why) const
{
    return retryableFailure(ErrorCode::Corrupt,
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
    request.setRawHeader("Authorization", "Bearer " + exchange->token);
    request.setRawHeader("Accept", "application/json");
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    if (!exchange->request.idempotencyKey.empty())
        request.setRawHeader("Idempotency-Key", QByteArray::fromStdString(exchange->request.idempotencyKey));
    if (exchange->request.bytes)
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/octet-stream"));
    else if (!exchange->body.isEmpty())
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
    QTimer::singleShot(m_settings.patience.longest, exchange->reply, &QNetworkReply::abort);
    if (exchange->body.isEmpty())
        QTimer::singleShot(m_settings.patience.timeout, exchange->reply, [reply = exchange->reply] {
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
        exchange->answer.set_value(retryableFailure(
            ErrorCode::TooLarge, "The server " + host(m_settings.server) + " answers with more than this console takes"));
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
