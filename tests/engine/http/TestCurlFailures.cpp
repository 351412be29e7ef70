// links: tandem_http
#include "services/http/CurlClient.h"

#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <QTest>

#include <cstdlib>
#include <semaphore>
#include <thread>

using namespace tandem;

namespace {

// What is secret stands in no message.
HttpRequest requestTo(const ScriptedServer& server)
{
    HttpRequest request;
    request.url = server.url("/secret-path?key=secret-query");
    request.headers = {{"authorization", "secret-header"}};
    request.body = "secret-body";
    request.timeout = Milliseconds(20'000);
    return request;
}

bool isDiscreet(const Error& error)
{
    return !error.message.empty() && error.message.find("secret") == std::string::npos;
}

Error errorOf(CurlClient& client, const HttpRequest& request, const BodyListener& listener = {}, const std::stop_token& stop = {})
{
    const Result<HttpResponse> response = client.send(request, listener, stop);
    if (response)
        qFatal("an answer where an error was expected: %d", response->status);
    if (!isDiscreet(response.error()))
        qFatal("a message tells too much: %s", response.error().message.c_str());
    return response.error();
}

void compare(const Error& error, ErrorCode code, bool retryable)
{
    QCOMPARE(QString::fromStdString(std::string(name(error.code))), QString::fromStdString(std::string(name(code))));
    QCOMPARE(error.retryable, retryable);
}

bool ignore(std::string_view)
{
    return true;
}

} // namespace

class TestCurlFailures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAddressThatIsNoneIsRefused_data();
    void anAddressThatIsNoneIsRefused();
    void aHeaderMayNotSmuggleALine_data();
    void aHeaderMayNotSmuggleALine();
    void aNameThatDoesNotExistIsUnavailable();
    void aPortNobodyListensOnIsUnavailable();
    void aServerWithoutTlsIsNotSpokenToOverHttps();
    void whatIsNoHttpIsUnavailable();
    void aBodyThatIsCutIsAnError_data();
    void aBodyThatIsCutIsAnError();
    void aServerThatHangsUpBeforeAnsweringIsUnavailable();
    void theWholeTimeIsBounded();
    void silenceIsBounded();
    void silenceBeginsAnewWithEveryByte();
    void withoutTimeNothingIsAsked();
    void anAnswerThatIsTooLargeIsAnError();
    void aHeadThatIsTooLargeIsAnError();
    void manyInterimHeadsAreTooLarge();
    void aListenerMayHaveEnough();
    void whoeverWaitsForAnAnswerCanBeStopped();
    void whatWasStoppedBeforeIsNotAsked();
    void aListenerMayStopItself();
    void afterAFailureTheNextCallIsServed();
    void theEnvironmentsProxyIsNotUsed();
    void aConfiguredProxyIs();
};

void TestCurlFailures::anAddressThatIsNoneIsRefused_data()
{
    QTest::addColumn<QString>("url");
    for (const char* url : {"", "secret", "secret/path", "://secret", "http://", "ftp://secret.invalid/", "file:///secret",
             "gopher://secret/", "http://127.0.0.1:secret/", "http://127.0.0.1:99999/", "http://sec ret/",
             "http://secret/\r\nx: y", "http://secret:word@127.0.0.1/", "https://secret@127.0.0.1/"})
        QTest::addRow("%s", url) << url;
}

void TestCurlFailures::anAddressThatIsNoneIsRefused()
{
    QFETCH(const QString, url);
    CurlClient client;
    HttpRequest request;
    request.url = url.toStdString();
    compare(errorOf(client, request), ErrorCode::InvalidArgument, false);
}

void TestCurlFailures::aHeaderMayNotSmuggleALine_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("line") << QByteArray("x-a") << QByteArray("1\r\nsecret: 2");
    QTest::newRow("feed") << QByteArray("x-a") << QByteArray("1\nsecret: 2");
    QTest::newRow("zero") << QByteArray("x-a") << QByteArray("1\0secret", 8);
    QTest::newRow("name with a line") << QByteArray("x-a\r\nsecret") << QByteArray("1");
    QTest::newRow("name with a colon") << QByteArray("x-a: secret") << QByteArray("1");
    QTest::newRow("no name") << QByteArray() << QByteArray("secret");
}

void TestCurlFailures::aHeaderMayNotSmuggleALine()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    ScriptedServer server({});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.headers = {{name.toStdString(), value.toStdString()}};
    compare(errorOf(client, request), ErrorCode::InvalidArgument, false);
    QCOMPARE(server.connections(), std::size_t{0});
}

void TestCurlFailures::aNameThatDoesNotExistIsUnavailable()
{
    CurlClient client;
    HttpRequest request;
    request.url = "https://nobody.invalid/secret";
    compare(errorOf(client, request), ErrorCode::Unavailable, true);
}

void TestCurlFailures::aPortNobodyListensOnIsUnavailable()
{
    HttpRequest request;
    {
        const ScriptedServer server({});
        request = requestTo(server);
    }
    CurlClient client;
    compare(errorOf(client, request), ErrorCode::Unavailable, true);
}

void TestCurlFailures::aServerWithoutTlsIsNotSpokenToOverHttps()
{
    ScriptedServer server({Script().send("HTTP/1.1 400 Bad Request\r\n\r\n").hang()});
    HttpRequest request = requestTo(server);
    request.url.replace(0, 4, "https");
    CurlClient client;
    compare(errorOf(client, request), ErrorCode::Unavailable, true);
    QVERIFY(server.requests().empty());
}

void TestCurlFailures::whatIsNoHttpIsUnavailable()
{
    ScriptedServer server({Script().request().send("SSH-2.0-secret\r\n"), Script().request().send("HTTP/1.1 secret\r\n\r\n")});
    CurlClient client;
    compare(errorOf(client, requestTo(server)), ErrorCode::Unavailable, true);
    compare(errorOf(client, requestTo(server)), ErrorCode::Unavailable, true);
}

void TestCurlFailures::aBodyThatIsCutIsAnError_data()
{
    QTest::addColumn<bool>("chunked");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<bool>("heard");
    for (const bool chunked : {false, true}) {
        for (const bool reset : {false, true}) {
            for (const bool heard : {false, true})
                QTest::addRow(
                    "%s, %s, %s", chunked ? "chunked" : "with length", reset ? "reset" : "closed", heard ? "heard" : "collected")
                    << chunked << reset << heard;
        }
    }
}

void TestCurlFailures::aBodyThatIsCutIsAnError()
{
    QFETCH(const bool, chunked);
    QFETCH(const bool, reset);
    QFETCH(const bool, heard);
    Script script = Script().request();
    if (chunked)
        script.chunkedHead(200).chunk("secret half");
    else
        script.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsecret half");
    if (reset)
        script.reset();
    ScriptedServer server({script});
    CurlClient client;
    compare(errorOf(client, requestTo(server), heard ? BodyListener(ignore) : BodyListener()), ErrorCode::Unavailable, true);
}

void TestCurlFailures::aServerThatHangsUpBeforeAnsweringIsUnavailable()
{
    ScriptedServer server({Script().request(), Script().request().reset(), Script().request().send("HTTP/1.1 200 O"),
        Script().request().send("HTTP/1.1 200 OK\r\nContent-Le").reset()});
    CurlClient client;
    for (std::size_t i = 1; i <= 4; ++i) {
        compare(errorOf(client, requestTo(server)), ErrorCode::Unavailable, true);
        QCOMPARE(server.requests().size(), i); // and not sent again behind our back
    }
}

void TestCurlFailures::theWholeTimeIsBounded()
{
    ScriptedServer server({Script().request().hang(), Script().request().chunkedHead(200).chunk("half").hang()});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.timeout = Milliseconds(150);
    compare(errorOf(client, request), ErrorCode::TimedOut, true);
    std::string text;
    const Error error = errorOf(client, request, [&](std::string_view bytes) {
        text += bytes;
        return true;
    });
    compare(error, ErrorCode::TimedOut, true);
    QCOMPARE(text, std::string("half"));
    QVERIFY(server.waitForClosed(2)); // nothing is left behind
}

void TestCurlFailures::silenceIsBounded()
{
    ScriptedServer server({Script().request().hang(), Script().request().chunkedHead(200).chunk("half").hang()});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.silence = Milliseconds(150);
    compare(errorOf(client, request), ErrorCode::TimedOut, true);
    compare(errorOf(client, request, ignore), ErrorCode::TimedOut, true);
    QVERIFY(server.waitForClosed(2));
}

void TestCurlFailures::silenceBeginsAnewWithEveryByte()
{
    // Each piece comes after most of the silence that is allowed: together they take several times as long.
    Script script = Script().request().chunkedHead(200);
    std::binary_semaphore never(0);
    for (int i = 0; i < 5; ++i)
        script.then([&] { (void)never.try_acquire_for(Milliseconds(200)); }).chunk("x");
    script.lastChunk();
    ScriptedServer server({script});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.silence = Milliseconds(800);
    QCOMPARE(valueOf(client.send(request, {}, {})).body, std::string("xxxxx"));
}

void TestCurlFailures::withoutTimeNothingIsAsked()
{
    ScriptedServer server({});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.timeout = Milliseconds(0);
    compare(errorOf(client, request), ErrorCode::TimedOut, true);
    QCOMPARE(server.connections(), std::size_t{0});
}

void TestCurlFailures::anAnswerThatIsTooLargeIsAnError()
{
    const std::string body(2000, 'x');
    ScriptedServer server(
        {Script().answer(200, body), Script().answer(500, body), Script().answer(200, body), Script().answer(200, body)});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.answerLimit = 1999;
    compare(errorOf(client, request), ErrorCode::TooLarge, false);
    compare(errorOf(client, request), ErrorCode::TooLarge, false);
    compare(errorOf(client, request, ignore), ErrorCode::TooLarge, false);
    request.answerLimit = 2000;
    QCOMPARE(valueOf(client.send(request, {}, {})).body.size(), body.size());
}

void TestCurlFailures::aHeadThatIsTooLargeIsAnError()
{
    Script::Headers headers;
    for (int i = 0; i < 70; ++i)
        headers.emplace_back("x-" + std::to_string(i), std::string(1000, 's'));
    ScriptedServer server({Script().answer(200, "", headers), Script().answer(200, "", {headers.begin(), headers.begin() + 60})});
    CurlClient client;
    compare(errorOf(client, requestTo(server)), ErrorCode::TooLarge, false);
    QCOMPARE(valueOf(client.send(requestTo(server), {}, {})).header("x-59").size(), std::size_t{1000});
}

void TestCurlFailures::manyInterimHeadsAreTooLarge()
{
    Script script = Script().request();
    for (int i = 0; i < 3000; ++i)
        script.send("HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n");
    ScriptedServer server({script.hang()});
    CurlClient client;
    compare(errorOf(client, requestTo(server)), ErrorCode::TooLarge, false);
}

void TestCurlFailures::aListenerMayHaveEnough()
{
    ScriptedServer server({Script().request().chunkedHead(200).chunk("first").hang()});
    CurlClient client;
    int calls = 0;
    compare(errorOf(client, requestTo(server), [&](std::string_view) { return ++calls < 0; }), ErrorCode::Cancelled, false);
    QCOMPARE(calls, 1);
    QVERIFY(server.waitForClosed(1));
}

void TestCurlFailures::whoeverWaitsForAnAnswerCanBeStopped()
{
    ScriptedServer server({Script().request().hang(), Script().request().chunkedHead(200).chunk("x").hang()});
    CurlClient client;
    for (std::size_t i = 1; i <= 2; ++i) {
        std::stop_source source;
        const std::jthread stopper([&] {
            server.waitForRequests(i);
            source.request_stop();
        });
        compare(errorOf(client, requestTo(server), ignore, source.get_token()), ErrorCode::Cancelled, false);
    }
    QVERIFY(server.waitForClosed(2));
}

void TestCurlFailures::whatWasStoppedBeforeIsNotAsked()
{
    ScriptedServer server({});
    CurlClient client;
    std::stop_source source;
    source.request_stop();
    compare(errorOf(client, requestTo(server), {}, source.get_token()), ErrorCode::Cancelled, false);
    QCOMPARE(server.connections(), std::size_t{0});
}

void TestCurlFailures::aListenerMayStopItself()
{
    ScriptedServer server({Script().request().chunkedHead(200).chunk("first").hang()});
    CurlClient client;
    std::stop_source source;
    const auto listener = [&](std::string_view) { return source.request_stop(); };
    compare(errorOf(client, requestTo(server), listener, source.get_token()), ErrorCode::Cancelled, false);
}

void TestCurlFailures::afterAFailureTheNextCallIsServed()
{
    ScriptedServer server({Script().request().chunkedHead(200).chunk("half").hang(), Script().answer(200, "whole")});
    CurlClient client;
    HttpRequest request = requestTo(server);
    request.silence = Milliseconds(100);
    compare(errorOf(client, request), ErrorCode::TimedOut, true);
    // Its answer is not mistaken for the rest of the one before.
    QCOMPARE(valueOf(client.send(requestTo(server), {}, {})).body, std::string("whole"));
    QCOMPARE(server.connections(), std::size_t{2});
}

void TestCurlFailures::theEnvironmentsProxyIsNotUsed()
{
    ScriptedServer proxy({});
    ScriptedServer server({Script().answer(200, "direct")});
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    ::setenv("ALL_PROXY", proxy.url().c_str(), 1);
    CurlClient client;
    QCOMPARE(valueOf(client.send(requestTo(server), {}, {})).body, std::string("direct"));
    QCOMPARE(proxy.connections(), std::size_t{0});
    ::unsetenv("http_proxy");
    ::unsetenv("ALL_PROXY");
}

void TestCurlFailures::aConfiguredProxyIs()
{
    ScriptedServer proxy({Script().answer(200, "by proxy")});
    ScriptedServer server({});
    ::setenv("NO_PROXY", "127.0.0.1", 1);
    CurlClient client({.proxy = proxy.url()});
    QCOMPARE(valueOf(client.send(requestTo(server), {}, {})).body, std::string("by proxy"));
    QCOMPARE(server.connections(), std::size_t{0});
    QCOMPARE(proxy.requests().at(0).target, server.url("/secret-path?key=secret-query"));
    ::unsetenv("NO_PROXY");
}

QTEST_GUILESS_MAIN(TestCurlFailures)
#include "TestCurlFailures.moc"
