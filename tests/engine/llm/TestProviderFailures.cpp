// links: tandem_llm
#include "ProviderCalls.h"
#include "services/llm/TokenEstimate.h"

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
    void aStreamThatNeverTellsItsUsageIsBilledByItsBytes();
    void anAnswerOfWhichNothingCameIsNotBilled();
    void onceTheUsageIsToldNothingIsEstimated();
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
    // The input as it was told at the start, the output by what was written: 25 bytes of thinking and what was heard.
    const int written = estimatedTokens(25 + call.heard.size());
    QCOMPARE(call.billed, std::vector<std::string>{"anthropic claude-haiku-5-5 6100 " + std::to_string(written) + " estimated"});
}

void TestProviderFailures::aStreamThatNeverTellsItsUsageIsBilledByItsBytes()
{
    // 93 bytes that the model reads, 16 that it writes; 3.5 to a token.
    constexpr int promptTokens = 27;
    constexpr int answerTokens = 5;
    const std::string half = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It is [1.1] sent\"}}]}\n\n";
    const std::string end = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    const std::string bill
        = "openai gpt-6-luna " + std::to_string(promptTokens) + ' ' + std::to_string(answerTokens) + " estimated";
    Call cut(Interface::Chat, Script().eventStream(half));
    QCOMPARE(cut.reply().error().code, ErrorCode::Unavailable);
    QCOMPARE(cut.billed, std::vector<std::string>{bill});

    Call whole(Interface::Chat, Script().eventStream(half + end));
    const ChatReply reply = valueOf(whole.reply());
    QCOMPARE(whole.billed, std::vector<std::string>{bill});
    QVERIFY(reply.usage.estimated);
    QCOMPARE(reply.usage.input, std::int64_t(promptTokens));
}

void TestProviderFailures::anAnswerOfWhichNothingCameIsNotBilled()
{
    for (const Interface interface : interfaces) {
        const Script head = Script().request().chunkedHead(200, {{"content-type", "text/event-stream"}});
        for (const Script& script : {head, Script(head).chunk(": a comment\n\n"), Script(head).chunk("data: {\"cho"),
                 Script().answer(200, "<html>A page</html>", {{"content-type", "text/html"}})}) {
            Call call(interface, script);
            QVERIFY(!call.reply());
            QVERIFY(call.billed.empty());
        }
    }
}

void TestProviderFailures::onceTheUsageIsToldNothingIsEstimated()
{
    for (const Interface interface : interfaces) {
        const std::string stream = streamOf(interface);
        Call whole(interface, Script().eventStream(stream));
        QVERIFY(whole.reply().has_value());
        QCOMPARE(whole.billed.size(), std::size_t(1));
        QVERIFY2(!whole.billed.front().ends_with("estimated"), whole.billed.front().c_str());
    }
    // Anthropic tells all of it before its last event.
    const std::string stream = streamOf(Interface::Anthropic);
    Call cut(Interface::Anthropic, Script().eventStream(stream.substr(0, stream.find("event: message_stop"))));
    Call whole(Interface::Anthropic, Script().eventStream(stream));
    QVERIFY(!cut.reply() && whole.reply());
    QCOMPARE(cut.billed, whole.billed);
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
            QCOMPARE(call.billed.size(), std::size_t(1));
            QVERIFY2(call.billed.front().ends_with(" estimated"), call.billed.front().c_str());
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
