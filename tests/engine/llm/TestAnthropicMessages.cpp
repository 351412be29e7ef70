// links: tandem_llm
#include "services/llm/AnthropicMessages.h"

#include "EventStreams.h"
#include "base/Json.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>

using namespace tandem;

namespace {

const std::vector<std::size_t> twoDocuments{2, 4};

std::unique_ptr<AnthropicReader> reader()
{
    return std::make_unique<AnthropicReader>(twoDocuments);
}

ReadAnswer readWhole(std::string_view stream)
{
    return readPieces(*reader(), {stream});
}

ChatRequest question()
{
    ChatRequest request;
    request.system = "You write for Contoso.";
    request.messages = {{ChatRole::User, redact("When is my money back?")}};
    return request;
}

ChatRequest secondRound()
{
    ChatRequest request = question();
    request.messages.push_back({ChatRole::Assistant, redact("Within five days.")});
    request.messages.push_back({ChatRole::User, redact("It is not.")});
    request.documents
        = {{redact("Refunds"), {redact("They take five days."), redact(" "), redact("Ask us then.")}}, {redact(""), {}}};
    return request;
}

Json body(const ChatRequest& request, AnthropicOptions options = {})
{
    if (options.model.empty())
        options.model = "claude-haiku-5-5";
    return valueOf(parseJson(valueOf(anthropicRequest(request, options))));
}

} // namespace

class TestAnthropicMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSystemPromptEndsInACacheBreakpoint();
    void whatWasSaidBeforeIsCachedOnceWeHaveAnswered();
    void eachSentenceOfADocumentIsABlock();
    void aConversationThatWeBeganHasTheOtherSideFirst();
    void temperatureEffortAndSchemaAreSentWhereTheModelTakesThem();
    void aRequestThatCannotBeAnsweredIsRefused();
    void theSameRequestIsTheSameBytes();

    void anAnswerIsReadWithItsCitations();
    void theAnswerIsTheSameWhereverItsStreamIsCut_data();
    void theAnswerIsTheSameWhereverItsStreamIsCut();
    void theUsageOfTheLastEventCounts();
    void aRefusalIsAnAnswer();
    void everyStopHasItsMeaning_data();
    void everyStopHasItsMeaning();
    void anErrorInTheStreamIsToldWithoutItsWords();
    void aStreamThatBreaksOffIsNotFinished();
    void whatBreaksTheProtocolIsCorrupt_data();
    void whatBreaksTheProtocolIsCorrupt();
};

void TestAnthropicMessages::theSystemPromptEndsInACacheBreakpoint()
{
    const Json json = body(question());
    QCOMPARE(toText(json["system"]),
        toText(
            Json::array({{{"type", "text"}, {"text", "You write for Contoso."}, {"cache_control", {{"type", "ephemeral"}}}}})));
    QCOMPARE(toText(json["model"]), toText(Json("claude-haiku-5-5")));
    QCOMPARE(toText(json["max_tokens"]), toText(Json(2000)));
    QCOMPARE(toText(json["stream"]), toText(Json(true)));
    QVERIFY(!json.contains("temperature") && !json.contains("output_config"));

    AnthropicOptions options;
    options.systemCache = CacheTime::OneHour;
    QCOMPARE(toText(body(question(), options)["system"][0]["cache_control"]), toText(Json{{"type", "ephemeral"}, {"ttl", "1h"}}));

    ChatRequest bare = question();
    bare.system = " \n";
    QVERIFY(!body(bare).contains("system"));
}

void TestAnthropicMessages::whatWasSaidBeforeIsCachedOnceWeHaveAnswered()
{
    const auto breakpoints = [](const Json& json) {
        const std::string text = json.dump();
        std::size_t count = 0;
        for (auto at = text.find("cache_control"); at != std::string::npos; at = text.find("cache_control", at + 1))
            ++count;
        return count;
    };
    QCOMPARE(breakpoints(body(question())), std::size_t(1));
    const Json json = body(secondRound());
    QCOMPARE(breakpoints(json), std::size_t(2));
    QCOMPARE(json["messages"].size(), std::size_t(3));
    QCOMPARE(toText(json["messages"][1]),
        toText(Json{{"role", "assistant"},
            {"content",
                Json::array({{{"type", "text"}, {"text", "Within five days."}, {"cache_control", {{"type", "ephemeral"}}}}})}}));
}

void TestAnthropicMessages::eachSentenceOfADocumentIsABlock()
{
    const Json content = body(secondRound())["messages"][2]["content"];
    QCOMPARE(content.size(), std::size_t(3));
    QCOMPARE(toText(content[0]),
        toText(Json{{"type", "document"}, {"title", "Refunds"}, {"citations", {{"enabled", true}}},
            {"source",
                {{"type", "content"},
                    {"content",
                        Json::array({{{"type", "text"}, {"text", "They take five days."}}, {{"type", "text"}, {"text", "-"}},
                            {{"type", "text"}, {"text", "Ask us then."}}})}}}}));
    QVERIFY(!content[1].contains("title"));
    QCOMPARE(content[1]["source"]["content"].size(), std::size_t(1));
    QCOMPARE(toText(content[2]), toText(Json{{"type", "text"}, {"text", "It is not."}}));
}

void TestAnthropicMessages::aConversationThatWeBeganHasTheOtherSideFirst()
{
    ChatRequest request = question();
    request.messages.insert(request.messages.begin(), {ChatRole::Assistant, redact("How are you?")});
    request.messages.insert(request.messages.begin(), {ChatRole::User, redact("  ")});
    const Json messages = body(request)["messages"];
    QCOMPARE(messages.size(), std::size_t(3));
    QCOMPARE(toText(messages[0]["role"]), toText(Json("user")));
    QCOMPARE(toText(messages[1]["content"][0]["text"]), toText(Json("How are you?")));
}

void TestAnthropicMessages::temperatureEffortAndSchemaAreSentWhereTheModelTakesThem()
{
    ChatRequest request = question();
    request.temperature = 0.3;
    request.schema = "{\"type\":\"object\"}";
    AnthropicOptions options;
    options.effort = "low";
    Json json = body(request, options);
    QCOMPARE(toText(json["temperature"]), toText(Json(0.3)));
    QCOMPARE(toText(json["output_config"]),
        toText(Json{{"effort", "low"}, {"format", {{"type", "json_schema"}, {"schema", {{"type", "object"}}}}}}));
    options.takesTemperature = false;
    QVERIFY(!body(request, options).contains("temperature"));
}

void TestAnthropicMessages::aRequestThatCannotBeAnsweredIsRefused()
{
    std::vector<ChatRequest> wrong(6, question());
    wrong[0].messages.clear();
    wrong[1].messages.push_back({ChatRole::Assistant, redact("Bye.")});
    wrong[2].messages.back().text = redact(" \n");
    wrong[3].outputTokens = 0;
    wrong[4].schema = "[1]";
    wrong[5] = secondRound();
    wrong[5].schema = "{}";
    for (const ChatRequest& request : wrong) {
        const auto refused = anthropicRequest(request, {});
        QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument && !refused.error().retryable);
    }
}

void TestAnthropicMessages::theSameRequestIsTheSameBytes()
{
    QCOMPARE(valueOf(anthropicRequest(secondRound(), {})), valueOf(anthropicRequest(secondRound(), {})));
}

void TestAnthropicMessages::anAnswerIsReadWithItsCitations()
{
    const ReadAnswer answer = readWhole(recordedStream("anthropic-cited.sse"));
    QVERIFY(answer.status && answer.finished);
    const std::string text = "Grüße, Anna! A refund of 40 € takes five days. Ask if it is late. 👍🏽 The rest is on your bill.";
    QCOMPARE(answer.reply.text, text);
    QCOMPARE(answer.heard, text);
    QCOMPARE(answer.reply.stop, ChatStop::Finished);
    QCOMPARE(answer.reply.model, std::string("claude-haiku-5-5-20261001"));
    const std::size_t begin = text.find("A refund");
    const std::size_t end = text.find(" Ask if");
    const auto& citations = answer.reply.citations;
    QCOMPARE(citations.size(), std::size_t(3));
    QVERIFY(fieldsOf(citations[0]) == std::tuple(begin, end, 1, 0, 1));
    QVERIFY(fieldsOf(citations[1]) == std::tuple(begin, end, 1, 2, 4));
    // The one that points at a document that is not there is left out.
    QVERIFY(fieldsOf(citations[2]) == std::tuple(text.find(" The rest"), text.size(), 0, 0, 2));
}

void TestAnthropicMessages::theAnswerIsTheSameWhereverItsStreamIsCut_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : {"anthropic-cited.sse", "anthropic-refusal.sse", "anthropic-overloaded.sse"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void TestAnthropicMessages::theAnswerIsTheSameWhereverItsStreamIsCut()
{
    QFETCH(const QString, file);
    const auto cut = firstCutThatMatters(recordedStream(file.toStdString()), reader);
    QVERIFY2(!cut, std::to_string(cut.value_or(0)).c_str());
}

void TestAnthropicMessages::theUsageOfTheLastEventCounts()
{
    const std::string stream = recordedStream("anthropic-cited.sse");
    const TokenUsage whole{.input = 1500, .cacheRead = 4000, .cacheWrite = 200, .cacheWriteHour = 400, .output = 87};
    const ReadAnswer answer = readWhole(stream);
    QVERIFY(answer.usage == whole && answer.reply.usage == whole);
    QCOMPARE(whole.totalInput(), std::int64_t{6100});

    TokenUsage begun = whole;
    // One token is told at the start; the rest is reckoned from what came.
    begun.output = 37; // 129 bytes of text and thinking
    begun.estimated = true;
    QCOMPARE(readWhole(stream.substr(0, stream.find("event: message_delta"))).usage->output, begun.output);
    QVERIFY(readWhole(stream.substr(0, stream.find("event: message_delta"))).usage == begun);

    // Servers that do not tell the two kinds of writing apart.
    const ReadAnswer old = readWhole("data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1,"
                                     "\"cache_creation_input_tokens\":7}}}\n\n");
    QVERIFY((old.usage == TokenUsage{.input = 1, .cacheWrite = 7, .estimated = true}));
    QVERIFY(!readWhole("data: {\"type\":\"ping\"}\n\n").usage);
}

void TestAnthropicMessages::aRefusalIsAnAnswer()
{
    const ReadAnswer answer = readWhole(recordedStream("anthropic-refusal.sse"));
    QVERIFY(answer.status && answer.finished);
    QCOMPARE(answer.reply.stop, ChatStop::Refused);
    QCOMPARE(answer.reply.refusal, std::string("cyber"));
    QVERIFY(answer.reply.text.empty());
    QVERIFY((answer.usage == TokenUsage{.input = 30, .output = 4}));
}

void TestAnthropicMessages::everyStopHasItsMeaning_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("stop");
    const auto row = [](const char* reason, ChatStop stop) {
        QTest::newRow(reason) << QString::fromLatin1(reason) << static_cast<int>(stop);
    };
    row("end_turn", ChatStop::Finished);
    row("stop_sequence", ChatStop::Finished);
    row("max_tokens", ChatStop::OutputLimit);
    row("model_context_window_exceeded", ChatStop::ContextFull);
    row("refusal", ChatStop::Refused);
    row("tool_use", ChatStop::Other);
    row("pause_turn", ChatStop::Other);
    row("something_new", ChatStop::Other);
}

void TestAnthropicMessages::everyStopHasItsMeaning()
{
    QFETCH(const QString, reason);
    QFETCH(const int, stop);
    const ReadAnswer answer = readWhole("data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason.toStdString()
        + "\",\"stop_details\":null}}\n\ndata: {\"type\":\"message_stop\"}\n\n");
    QVERIFY(answer.finished);
    QCOMPARE(static_cast<int>(answer.reply.stop), stop);
}

void TestAnthropicMessages::anErrorInTheStreamIsToldWithoutItsWords()
{
    const ReadAnswer answer = readWhole(recordedStream("anthropic-overloaded.sse"));
    QVERIFY(!answer.status && !answer.finished);
    QCOMPARE(answer.status.error().code, ErrorCode::Unavailable);
    QVERIFY(answer.status.error().retryable);
    QCOMPARE(answer.status.error().message,
        std::string("anthropic cannot answer now (overloaded_error, request req_0A-b): try again later"));
    QCOMPARE(answer.heard, std::string("Hello"));
    QVERIFY(answer.usage.has_value());
}

void TestAnthropicMessages::aStreamThatBreaksOffIsNotFinished()
{
    const std::string stream = recordedStream("anthropic-cited.sse");
    const ReadAnswer answer = readWhole(stream.substr(0, stream.find("event: message_stop")));
    QVERIFY(answer.status && !answer.finished && answer.usage);
}

void TestAnthropicMessages::whatBreaksTheProtocolIsCorrupt_data()
{
    QTest::addColumn<QString>("events");
    const QString begin
        = QStringLiteral("data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"%1\"}}\n\n");
    const QString text = QStringLiteral(
        "data: {\"type\":\"content_block_delta\",\"index\":%1,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n");
    QTest::newRow("no JSON") << QStringLiteral("data: {\"type\":\"mess\n\n");
    QTest::newRow("no object") << QStringLiteral("data: [1]\n\n");
    QTest::newRow("text before its block") << text.arg(0);
    QTest::newRow("text of another block") << begin.arg(QStringLiteral("text")) + text.arg(1);
    QTest::newRow("text in a block of thinking") << begin.arg(QStringLiteral("thinking")) + text.arg(0);
    QTest::newRow("a block without index") << QStringLiteral("data: {\"type\":\"content_block_start\"}\n\n");
}

void TestAnthropicMessages::whatBreaksTheProtocolIsCorrupt()
{
    QFETCH(const QString, events);
    const ReadAnswer answer = readWhole(events.toStdString());
    QVERIFY(!answer.status);
    QCOMPARE(answer.status.error().code, ErrorCode::Corrupt);
    QVERIFY(!answer.status.error().retryable && answer.heard.empty());
}

QTEST_GUILESS_MAIN(TestAnthropicMessages)
#include "TestAnthropicMessages.moc"
