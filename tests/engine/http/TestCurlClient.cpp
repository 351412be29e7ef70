// links: tandem_http
#include "services/http/CurlClient.h"

#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <semaphore>
#include <thread>

using namespace tandem;

namespace {

HttpRequest requestTo(std::string url, std::string body = "{}")
{
    HttpRequest request;
    request.url = std::move(url);
    request.body = std::move(body);
    request.timeout = Milliseconds(20'000);
    return request;
}

Result<HttpResponse> send(CurlClient& client, const HttpRequest& request, const BodyListener& listener = {})
{
    return client.send(request, listener, std::stop_token());
}

} // namespace

class TestCurlClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestGoesOutAsItIs();
    void everyMethodIsSpoken_data();
    void everyMethodIsSpoken();
    void everyStatusIsAnAnswer_data();
    void everyStatusIsAnAnswer();
    void theLastOfEqualHeadersCounts();
    void theHeadsOf1xxAndTrailersAreLeftOut();
    void aGoodAnswerGoesToTheListenerAsItComes();
    void aBadAnswerIsCollectedThoughSomebodyListens();
    void aRedirectIsNotFollowed();
    void anEmptyAnswerIsOne();
    void connectionsAreKept();
    void aKeptConnectionThatClosedIsReplaced();
    void aHundredCallsAtOnceAreServed();
};

void TestCurlClient::aRequestGoesOutAsItIs()
{
    ScriptedServer server({Script().answer(200, "fine", {{"X-One", "1"}})});
    CurlClient client;
    HttpRequest request = requestTo(server.url("/v1/messages?beta=true"), std::string("\0body", 5));
    request.headers = {{"x-api-key", "secret"}, {"Content-Type", "application/json"}, {"x-empty", ""}};
    const HttpResponse response = valueOf(send(client, request));
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, std::string("fine"));
    QCOMPARE(response.header("x-one"), std::string_view("1"));
    QCOMPARE(response.header("x-two"), std::string_view());
    const ReceivedRequest received = server.requests().at(0);
    QCOMPARE(received.method, std::string("POST"));
    QCOMPARE(received.target, std::string("/v1/messages?beta=true"));
    QCOMPARE(received.body, request.body);
    QCOMPARE(received.header("x-api-key"), std::string("secret"));
    QCOMPARE(received.header("content-type"), std::string("application/json"));
    QCOMPARE(received.header("user-agent"), std::string("Tandem"));
    QVERIFY(std::ranges::any_of(received.headers, [](const auto& header) { return header.first == "x-empty"; }));
    QVERIFY(received.header("expect").empty());
    QVERIFY(received.header("accept-encoding").empty());
}

void TestCurlClient::everyMethodIsSpoken_data()
{
    QTest::addColumn<HttpMethod>("method");
    QTest::addColumn<QString>("spoken");
    QTest::addColumn<QString>("body");
    QTest::newRow("get") << HttpMethod::Get << "GET" << "";
    QTest::newRow("post") << HttpMethod::Post << "POST" << "b";
    QTest::newRow("post of nothing") << HttpMethod::Post << "POST" << "";
    QTest::newRow("put") << HttpMethod::Put << "PUT" << "b";
    QTest::newRow("delete") << HttpMethod::Delete << "DELETE" << "";
    QTest::newRow("delete with a body") << HttpMethod::Delete << "DELETE" << "b";
}

void TestCurlClient::everyMethodIsSpoken()
{
    QFETCH(const HttpMethod, method);
    QFETCH(const QString, spoken);
    QFETCH(const QString, body);
    ScriptedServer server({Script().answer(200, "fine")});
    CurlClient client;
    HttpRequest request = requestTo(server.url(), body.toStdString());
    request.method = method;
    QCOMPARE(valueOf(send(client, request)).body, std::string("fine"));
    const ReceivedRequest received = server.requests().at(0);
    QCOMPARE(received.method, spoken.toStdString());
    QCOMPARE(received.body, body.toStdString());
    QVERIFY(received.header("content-type").empty()); // none was given
}

void TestCurlClient::everyStatusIsAnAnswer_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 201, 299, 300, 400, 401, 404, 408, 409, 413, 429, 500, 503, 529, 599})
        QTest::addRow("%d", status) << status;
}

void TestCurlClient::everyStatusIsAnAnswer()
{
    QFETCH(const int, status);
    ScriptedServer server({Script().answer(status, "body")});
    CurlClient client;
    const HttpResponse response = valueOf(send(client, requestTo(server.url())));
    QCOMPARE(response.status, status);
    QCOMPARE(response.body, std::string("body"));
}

void TestCurlClient::theLastOfEqualHeadersCounts()
{
    ScriptedServer server({Script().answer(200, "", {{"A", "first"}, {"B", "  spaced\t "}, {"a", "last"}})});
    CurlClient client;
    const HttpResponse response = valueOf(send(client, requestTo(server.url())));
    QCOMPARE(response.header("A"), std::string_view("last"));
    QCOMPARE(response.header("b"), std::string_view("spaced"));
}

void TestCurlClient::theHeadsOf1xxAndTrailersAreLeftOut()
{
    ScriptedServer server({Script()
            .request()
            .send("HTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\n")
            .chunkedHead(200, {{"x-real", "1"}})
            .chunk("body")
            .send("0\r\nx-late: 1\r\n\r\n")});
    CurlClient client;
    const HttpResponse response = valueOf(send(client, requestTo(server.url())));
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, std::string("body"));
    QCOMPARE(response.header("x-real"), std::string_view("1"));
    QCOMPARE(response.header("x-early"), std::string_view());
    QCOMPARE(response.header("x-late"), std::string_view());
}

void TestCurlClient::aGoodAnswerGoesToTheListenerAsItComes()
{
    std::binary_semaphore heard(0);
    // The second half is not sent before the first was heard.
    ScriptedServer server(
        {Script().request().chunkedHead(200).chunk("first ").then([&] { heard.acquire(); }).chunk("second").lastChunk()});
    CurlClient client;
    std::string text;
    const auto thread = std::this_thread::get_id();
    const HttpResponse response = valueOf(send(client, requestTo(server.url()), [&](std::string_view bytes) {
        if (text.empty())
            heard.release();
        text += bytes;
        return std::this_thread::get_id() == thread;
    }));
    QCOMPARE(text, std::string("first second"));
    QCOMPARE(response.status, 200);
    QVERIFY(response.body.empty());
}

void TestCurlClient::aBadAnswerIsCollectedThoughSomebodyListens()
{
    ScriptedServer server({Script().answer(404, "none").answer(302, "gone")});
    CurlClient client;
    int calls = 0;
    const auto listener = [&](std::string_view) { return ++calls > 0; };
    QCOMPARE(valueOf(send(client, requestTo(server.url()), listener)).body, std::string("none"));
    QCOMPARE(valueOf(send(client, requestTo(server.url()), listener)).body, std::string("gone"));
    QCOMPARE(calls, 0);
}

void TestCurlClient::aRedirectIsNotFollowed()
{
    ScriptedServer other({Script().answer(200, "the key, please")});
    ScriptedServer server({Script().answer(307, "", {{"Location", other.url("/steal")}})});
    CurlClient client;
    HttpRequest request = requestTo(server.url());
    request.headers = {{"authorization", "Bearer secret"}};
    QCOMPARE(valueOf(send(client, request)).status, 307);
    QCOMPARE(other.connections(), std::size_t{0});
}

void TestCurlClient::anEmptyAnswerIsOne()
{
    ScriptedServer server({Script().request().send("HTTP/1.1 204 No Content\r\n\r\n").answer(200, "")});
    CurlClient client;
    QCOMPARE(valueOf(send(client, requestTo(server.url()))).status, 204);
    const HttpResponse response = valueOf(send(client, requestTo(server.url())));
    QCOMPARE(response.status, 200);
    QVERIFY(response.body.empty());
    QCOMPARE(server.connections(), std::size_t{1});
}

void TestCurlClient::connectionsAreKept()
{
    ScriptedServer server({Script().serve([](const ReceivedRequest&) { return Script::answerText(200, "fine"); })});
    ScriptedServer other({Script().serve([](const ReceivedRequest&) { return Script::answerText(500, "other"); })});
    CurlClient client;
    for (int i = 0; i < 5; ++i) {
        // From other threads too, one after the other.
        std::jthread([&] { QCOMPARE(valueOf(send(client, requestTo(server.url()))).body, std::string("fine")); }).join();
        QCOMPARE(valueOf(send(client, requestTo(other.url()))).body, std::string("other"));
    }
    QCOMPARE(server.connections(), std::size_t{1});
    QCOMPARE(server.requests().size(), std::size_t{5});
    QCOMPARE(other.connections(), std::size_t{1});
}

void TestCurlClient::aKeptConnectionThatClosedIsReplaced()
{
    ScriptedServer server({Script().answer(200, "one"), Script().answer(200, "two")});
    CurlClient client;
    QCOMPARE(valueOf(send(client, requestTo(server.url()))).body, std::string("one"));
    QVERIFY(server.waitForClosed(1));
    QCOMPARE(valueOf(send(client, requestTo(server.url()))).body, std::string("two"));
}

void TestCurlClient::aHundredCallsAtOnceAreServed()
{
    constexpr int calls = 100;
    std::latch all(calls);
    // No answer before all have asked: they are at once indeed.
    ScriptedServer server({}, Script().serve([&](const ReceivedRequest& request) {
        all.arrive_and_wait();
        return Script::answerText(200, "for " + request.body);
    }));
    CurlClient client;
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < calls; ++i) {
            threads.emplace_back([&, i] {
                const Result<HttpResponse> response = send(client, requestTo(server.url(), std::to_string(i)));
                right += response && response->body == "for " + std::to_string(i) ? 1 : 0;
            });
        }
    }
    QCOMPARE(right.load(), calls);
    QCOMPARE(server.connections(), std::size_t{calls});
}

QTEST_GUILESS_MAIN(TestCurlClient)
#include "TestCurlClient.moc"
