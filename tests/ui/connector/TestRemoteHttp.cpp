// links: tandem_ui
#include "ui/connector/RemoteHttp.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <future>

using namespace tandem;
using namespace tandem::ui;
using namespace std::chrono_literals;

namespace {

// Says the same bytes to everybody who asks, whatever was asked, and keeps what it heard.
class PlainServer : public QObject {
    Q_OBJECT

public:
    enum class After : std::uint8_t { Close, StayOpen };

    explicit PlainServer(QByteArray answer, After after = After::Close)
        : m_answer(std::move(answer))
        , m_after(after)
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                heard += socket->readAll();
                if (!heard.contains("\r\n\r\n"))
                    return;
                socket->write(m_answer);
                if (m_after == After::Close)
                    socket->disconnectFromHost();
            });
        });
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }
    QByteArray heard;

private:
    QByteArray m_answer;
    After m_after;
    QTcpServer m_server;
};

QByteArray answer(const char* status, const QByteArray& body, const char* type = "application/json")
{
    return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace

// What a console hears of servers that are not as they should be.
class TestRemoteHttp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsReadAndTheRequestCarriesTokenAndKey()
    {
        PlainServer server(answer("200 OK", R"({"a":1})"));
        RemoteHttp http({server.url(), "tdm_secret"});
        const auto json = ask(http, {RemoteHttp::Method::Post, "/api/v1/x?q=a%20b", {{"text", "hello"}}, "key-1"});
        QVERIFY2(json.has_value(), json ? "" : json.error().message.c_str());
        QCOMPARE((*json)["a"].get<int>(), 1);
        QVERIFY(server.heard.startsWith("POST /api/v1/x?q=a%20b HTTP/1.1"));
        QVERIFY(server.heard.contains("Authorization: Bearer tdm_secret"));
        QVERIFY(server.heard.contains("Idempotency-Key: key-1"));
        QVERIFY(server.heard.endsWith(R"({"text":"hello"})"));
    }

    void garbageIsNamedAsSuch_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("html") << answer("200 OK", "<html>Welcome to the router</html>", "text/html");
        QTest::newRow("half JSON") << answer("200 OK", R"({"a":)");
        QTest::newRow("bytes") << answer("200 OK", QByteArray(2000, '\xff'));
        QTest::newRow("deep") << answer("200 OK", QByteArray(100000, '['));
    }
    void garbageIsNamedAsSuch()
    {
        QFETCH(QByteArray, said);
        PlainServer server(said);
        RemoteHttp http({server.url(), "t"});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Corrupt);
        QVERIFY2(json.error().message.find("127.0.0.1") != std::string::npos, json.error().message.c_str());
        QVERIFY(!json.error().retryable);
    }

    void whatIsNotHttpIsUnreachable()
    {
        PlainServer server("SSH-2.0-OpenSSH_9.2\r\n");
        RemoteHttp http({server.url(), "t"});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Unavailable);
        QVERIFY(json.error().retryable);
    }

    void silenceEndsAfterTheTimeout()
    {
        PlainServer server("", PlainServer::After::StayOpen);
        RemoteHttp http({server.url(), "t", 300ms});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Unavailable);
        QVERIFY(json.error().retryable);
    }

    void anEndlessAnswerIsCutOff()
    {
        PlainServer server(answer("200 OK", QByteArray(3 << 20, ' ')));
        RemoteHttp http({server.url(), "t", 15000ms, 1 << 20});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::TooLarge);
    }

    void aRedirectIsNotFollowed()
    {
        PlainServer elsewhere(answer("200 OK", "{}"));
        PlainServer server("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url().toEncoded()
            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        RemoteHttp http({server.url(), "tdm_secret"});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::InvalidArgument);
        QVERIFY(elsewhere.heard.isEmpty()); // the token went nowhere else
    }

    void aProblemSaysItsOwnWords()
    {
        PlainServer server(answer("409 Conflict", R"({"status":409,"title":"Conflict","detail":"It was decided already."})"));
        RemoteHttp http({server.url(), "t"});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Conflict);
        QVERIFY2(json.error().message.find("decided already") != std::string::npos, json.error().message.c_str());
    }

    void stoppingLetsGoOfWhoeverWaits()
    {
        PlainServer server("", PlainServer::After::StayOpen);
        RemoteHttp http({server.url(), "t"});
        auto waiting = std::async(std::launch::async, [&] { return http.request({RemoteHttp::Method::Get, "/x", {}, {}}); });
        QTRY_VERIFY(!server.heard.isEmpty());
        http.stop();
        QVERIFY(!waiting.get());
        const auto later = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!later);
        QCOMPARE(later.error().code, ErrorCode::Cancelled);
    }

private:
    // The server lives on this thread, so the call that blocks may not.
    static Result<Json> ask(RemoteHttp& http, const RemoteHttp::Request& request)
    {
        auto answer = std::async(std::launch::async, [&] { return http.request(request); });
        while (answer.wait_for(0ms) != std::future_status::ready)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        return answer.get();
    }
};

QTEST_GUILESS_MAIN(TestRemoteHttp)
#include "TestRemoteHttp.moc"
