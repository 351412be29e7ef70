// links: tandem_llm
#include "ProviderCalls.h"

#include <QTest>

using namespace tandem;

class TestProviderFailures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStatusThatIsNoAnswerIsAnError_data();
    void aStatusThatIsNoAnswerIsAnError();
    void aServerThatHangsTimesOut();
    void aServerThatHangsInTheMiddleTimesOutAndIsBilled();
    void aStreamThatIsCutIsUnavailableAndBilledOnce();
    void aStreamThatEndsTooEarlyIsUnavailable();
    void aStreamThatIsNoProtocolIsCorrupt();
    void aPageInsteadOfAStreamPointsAtTheAddress();
    void anErrorInTheStreamEndsIt();
    void aCallThatIsStoppedIsCancelled();
};

void TestProviderFailures::aStatusThatIsNoAnswerIsAnError_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("retryable");
    const auto row = [](int status, ErrorCode code, bool retryable) {
        QTest::newRow(std::to_string(status).c_str()) << status << static_cast<int>(code) << retryable;
    };
    row(400, ErrorCode::InvalidArgument, false);
    row(401, ErrorCode::Unauthenticated, false);
    row(403, ErrorCode::Forbidden, false);
    row(404, ErrorCode::InvalidArgument, false);
    row(413, ErrorCode::TooLarge, false);
    row(429, ErrorCode::RateLimited, true);
    row(500, ErrorCode::Unavailable, true);
    row(529, ErrorCode::Unavailable, true);
}

void TestProviderFailures::aStatusThatIsNoAnswerIsAnError()
{
    QFETCH(const int, status);
    QFETCH(const int, code);
    QFETCH(const bool, retryable);
    // A provider that repeats what it was sent.
    const std::string body
        = "{\"error\":{\"type\":\"" + secretKey + "\",\"message\":\"" + secretKey + " " + customersQuestion + "\"}}";
    for (const Interface interface : interfaces) {
        Call call(interface, Script().answer(status, body, {{"request-id", "req_9"}, {"x-request-id", "req_9"}}));
        const auto reply = call.reply();
        QVERIFY(!reply);
        QCOMPARE(static_cast<int>(reply.error().code), code);
        QCOMPARE(reply.error().retryable, retryable);
        QVERIFY(saysNothingSecret(reply.error()) && reply.error().message.contains("req_9"));
        QVERIFY(call.heard.empty() && call.billed.empty());
        QCOMPARE(call.requests(), std::size_t(1));
    }
}

void TestProviderFailures::aServerThatHangsTimesOut()
{
    for (const Interface interface : interfaces) {
        Call call(interface, Script().request().hang());
        ChatRequest hasty = request();
        hasty.timeout = Milliseconds(200);
        const auto reply = call.reply(hasty);
        QVERIFY(!reply && reply.error().retryable && saysNothingSecret(reply.error()));
        QCOMPARE(reply.error().code, ErrorCode::TimedOut);
        QVERIFY(call.billed.empty());
    }
}

void TestProviderFailures::aServerThatHangsInTheMiddleTimesOutAndIsBilled()
{
    const std::string stream = streamOf(Interface::Anthropic);
    Call call(Interface::Anthropic,
        Script()
            .request()
            .chunkedHead(200, {{"content-type", "text/event-stream"}})
            .chunk(stream.substr(0, stream.size() / 2))
            .hang());
    ChatRequest hasty = request();
    hasty.timeout = Milliseconds(300);
    const auto reply = call.reply(hasty);
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::TimedOut);
    QVERIFY(call.heard.starts_with("Grüße"));
    QVERIFY(call.billed == std::vector<std::string>{"anthropic claude-haiku-5-5 6100 1"});
}

void TestProviderFailures::aStreamThatIsCutIsUnavailableAndBilledOnce()
{
    for (const Interface interface : interfaces) {
        const std::string stream = streamOf(interface);
        const Script whole = Script().request().chunkedHead(200, {{"content-type", "text/event-stream"}});
        for (const Script& script : {Script(whole).chunk(stream.substr(0, stream.size() / 2)),
                 Script(whole).chunk(stream.substr(0, stream.size() / 2)).reset()}) {
            Call call(interface, script);
            const auto reply = call.reply();
            QVERIFY(!reply && reply.error().retryable && saysNothingSecret(reply.error()));
            QCOMPARE(reply.error().code, ErrorCode::Unavailable);
            // OpenAI tells the usage at the end alone.
            QCOMPARE(call.billed.size(), std::size_t(interface == Interface::Anthropic ? 1 : 0));
        }
    }
}

void TestProviderFailures::aStreamThatEndsTooEarlyIsUnavailable()
{
    for (const Interface interface : interfaces) {
        const std::string stream = streamOf(interface);
        Call call(interface,
            Script().eventStream(stream.substr(0, stream.size() / 2), 0, {{"request-id", "req_5"}, {"x-request-id", "req_5"}}));
        const auto reply = call.reply();
        QVERIFY(!reply && reply.error().retryable);
        QCOMPARE(reply.error().code, ErrorCode::Unavailable);
        QVERIFY(reply.error().message.contains("req_5"));
    }
}

void TestProviderFailures::aStreamThatIsNoProtocolIsCorrupt()
{
    for (const Interface interface : interfaces) {
        for (const char* events : {"data: {\"type\": secret\n\n", "data: \xFF\xFE\n\n", "data: [[[\n\n"}) {
            Call call(interface, Script().eventStream(events));
            const auto reply = call.reply();
            QVERIFY(!reply && !reply.error().retryable && saysNothingSecret(reply.error()));
            QCOMPARE(reply.error().code, ErrorCode::Corrupt);
        }
        // Lines that are no fields are passed over, as the standard says; nothing is left.
        Call junk(interface, Script().eventStream("secret secret\n\n:comment\nretry: x\n\n"));
        const auto reply = junk.reply();
        QVERIFY(!reply && saysNothingSecret(reply.error()));
        QCOMPARE(reply.error().code, ErrorCode::Unavailable);
    }
}

void TestProviderFailures::aPageInsteadOfAStreamPointsAtTheAddress()
{
    for (const Interface interface : interfaces) {
        Call call(interface, Script().answer(200, "<html>secret</html>", {{"content-type", "text/html"}}));
        const auto reply = call.reply();
        QVERIFY(!reply && saysNothingSecret(reply.error()) && reply.error().message.contains("address"));
        QCOMPARE(reply.error().code, ErrorCode::InvalidArgument);
    }
}

void TestProviderFailures::anErrorInTheStreamEndsIt()
{
    Call claude(Interface::Anthropic, Script().eventStream(recordedStream("anthropic-overloaded.sse")));
    const auto overloaded = claude.reply();
    QVERIFY(!overloaded && overloaded.error().retryable && saysNothingSecret(overloaded.error()));
    QCOMPARE(overloaded.error().code, ErrorCode::Unavailable);
    QCOMPARE(claude.billed.size(), std::size_t(1));

    // A server that goes on as if nothing was.
    Call chat(Interface::Chat,
        Script()
            .request()
            .chunkedHead(200, {{"content-type", "text/event-stream"}})
            .chunk(recordedStream("openai-chat-error.sse") + streamOf(Interface::Chat))
            .hang());
    const auto failed = chat.reply();
    QVERIFY(!failed && saysNothingSecret(failed.error()));
    QCOMPARE(failed.error().code, ErrorCode::Unavailable);
}

void TestProviderFailures::aCallThatIsStoppedIsCancelled()
{
    for (const Interface interface : interfaces) {
        const std::string stream = streamOf(interface);
        Call call(interface,
            Script()
                .request()
                .chunkedHead(200, {{"content-type", "text/event-stream"}})
                .chunk(stream.substr(0, stream.find("\n\n", stream.find("Grüße")) + 2))
                .hang());
        std::stop_source stop;
        call.onText = [&stop] { stop.request_stop(); };
        const auto reply = call.reply(request(), stop.get_token());
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Cancelled);
        QVERIFY(!call.heard.empty());
    }
}

QTEST_GUILESS_MAIN(TestProviderFailures)
#include "TestProviderFailures.moc"
