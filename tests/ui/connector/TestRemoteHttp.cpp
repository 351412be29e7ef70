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
        RemoteHttp http({server.url()});
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
        RemoteHttp http({server.url()});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Corrupt);
        QVERIFY2(json.error().message.find("127.0.0.1") != std::string::npos, json.error().message.c_str());
        QVERIFY(json.error().retryable); // no desk has judged the request
    }

    void onlyTandemsOwnProblemIsARefusal_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<bool>("refusal");
        const QByteArray rest(R"(,"title":"x","detail":"Because.","correlation_id":"c-1"})");
        QTest::newRow("conflict") << answer("409 Conflict", R"({"status":409)" + rest) << true;
        QTest::newRow("no such ticket") << answer("404 Not Found", R"({"status":404)" + rest) << true;
        QTest::newRow("too many") << answer("429 Too Many Requests", R"({"status":429)" + rest) << false;
        QTest::newRow("failed") << answer("500 Internal Server Error", R"({"status":500)" + rest) << false;
        QTest::newRow("a page for 500") << answer("500 Internal Server Error", "<html>", "text/html") << false;
        QTest::newRow("a page for 404") << answer("404 Not Found", "<html>", "text/html") << false;
        QTest::newRow("JSON of a proxy") << answer("403 Forbidden", R"({"message":"forbidden"})") << false;
        QTest::newRow("a problem of a proxy") << answer("404 Not Found", R"({"status":404,"title":"x","detail":"y"})") << false;
        QTest::newRow("another status inside") << answer("404 Not Found", R"({"status":409)" + rest) << false;
        QTest::newRow("elsewhere") << answer("302 Found", "") << false;
        QTest::newRow("a page for 200") << answer("200 OK", "<html>", "text/html") << false;
    }
    void onlyTandemsOwnProblemIsARefusal()
    {
        QFETCH(QByteArray, said);
        QFETCH(bool, refusal);
        PlainServer server(said);
        RemoteHttp http({server.url()});
        const auto json = ask(http, {RemoteHttp::Method::Post, "/x", {{"text", "hello"}}, "key-1"});
        QVERIFY(!json);
        QCOMPARE(json.error().retryable, !refusal);
    }

    void whatIsNotHttpIsUnreachable()
    {
        PlainServer server("SSH-2.0-OpenSSH_9.2\r\n");
        RemoteHttp http({server.url()});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Unavailable);
        QVERIFY(json.error().retryable);
    }

    void silenceEndsAfterTheTimeout()
    {
        PlainServer server("", PlainServer::After::StayOpen);
        RemoteHttp http({server.url(), {.timeout = 300ms}});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Unavailable);
        QVERIFY(json.error().retryable);
    }

    void anEndlessAnswerIsCutOff()
    {
        PlainServer server(answer("200 OK", QByteArray(3 << 20, ' ')));
        RemoteHttp http({server.url(), {}, 1 << 20});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::TooLarge);
    }

    void aRedirectIsNotFollowed()
    {
        PlainServer elsewhere(answer("200 OK", "{}"));
        PlainServer server("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url().toEncoded()
            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        RemoteHttp http({server.url()});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Unavailable);
        QVERIFY(elsewhere.heard.isEmpty()); // the token went nowhere else
    }

    void aProblemSaysItsOwnWords()
    {
        PlainServer server(answer("409 Conflict", R"({"status":409,"title":"Conflict","detail":"It was decided already.",
            "correlation_id":"c-1"})"));
        RemoteHttp http({server.url()});
        const auto json = ask(http, {RemoteHttp::Method::Get, "/x", {}, {}});
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::Conflict);
        QVERIFY2(json.error().message.find("decided already") != std::string::npos, json.error().message.c_str());
    }

    void stoppingLetsGoOfWhoeverWaits()
    {
        PlainServer server("", PlainServer::After::StayOpen);
        RemoteHttp http({server.url()});
        auto waiting = std::async(std::launch::async, [&] { return http.request({RemoteHttp::Method::Get, "/x", {}, {}}, "t"); });
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
        auto answer = std::async(std::launch::async, [&] { return http.request(request, "tdm_secret"); });
        while (answer.wait_for(0ms) != std::future_status::ready)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        return answer.get();
    }
};

QTEST_GUILESS_MAIN(TestRemoteHttp)
#include "TestRemoteHttp.moc"
