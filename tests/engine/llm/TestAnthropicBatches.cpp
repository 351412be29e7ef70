// links: tandem_llm
#include "BatchProvider.h"

#include <QTest>

#include <atomic>

using namespace tandem;

class TestAnthropicBatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBatchIsSentAsTheProviderWantsIt();
    void whatIsNoBatchIsNotSent();
    void moreThanTheProviderTakesIsNotSent();
    void itsStateIsRead_data();
    void itsStateIsRead();
    void answersInAnyOrderFindTheirRequests();
    void eachEntryTellsItsOwnTrouble();
    void linesThatComeInPiecesAreRead();
    void whatAnswersNobodyIsPassedOver();
    void brokenResultsAreSaid_data();
    void brokenResultsAreSaid();
    void theKeyGoesToTheConfiguredServerAlone();
    void anIdThatIsNoneIsNotAskedFor();
};

void TestAnthropicBatches::aBatchIsSentAsTheProviderWantsIt()
{
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))}});
    const BatchState state = valueOf(provider.batches->create(twoEntries(), {}));
    QCOMPARE(state.id, std::string("msgbatch_01"));
    QVERIFY(state.phase == BatchPhase::Running && state.running == 2);
    const ReceivedRequest request = provider.server.requests().front();
    QCOMPARE(request.header("x-api-key"), secretKey);
    QCOMPARE(request.header("anthropic-version"), std::string("2023-06-01"));
    const Json body = valueOf(parseJson(request.body));
    QCOMPARE(body["requests"].size(), std::size_t(2));
    QVERIFY(body["requests"][0]["custom_id"] == "first-1");
    const Json& params = body["requests"][0]["params"];
    QVERIFY(params["model"] == "claude-haiku-5-5" && !params.contains("stream") && params["max_tokens"] == 2000);
    QVERIFY(toText(params["messages"]).contains("How long?"));
}

void TestAnthropicBatches::whatIsNoBatchIsNotSent()
{
    Provider provider({});
    ChatRequest empty;
    const std::vector<std::vector<BatchEntry>> wrong{{}, {{"", asking("a")}}, {{std::string(65, 'a'), asking("a")}},
        {{"a b", asking("a")}}, {{"a", asking("a")}, {"a", asking("b")}}, {{"a", empty}}};
    for (const auto& entries : wrong)
        QCOMPARE(provider.batches->create(entries, {}).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(provider.server.connections(), std::size_t(0));
}

void TestAnthropicBatches::moreThanTheProviderTakesIsNotSent()
{
    Provider provider({});
    std::vector<BatchEntry> entries;
    for (int i = 0; i < 4; ++i)
        entries.push_back({"e" + std::to_string(i), asking("How long?")});
    QCOMPARE(provider.batches->create(entries, {}).error().code, ErrorCode::TooLarge);
    entries = {{"a", asking(std::string(5000, 'x'))}};
    QCOMPARE(provider.batches->create(entries, {}).error().code, ErrorCode::TooLarge);
    QCOMPARE(provider.server.connections(), std::size_t(0));
}

void TestAnthropicBatches::itsStateIsRead_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("phase"); // -1: an error
    QTest::newRow("running") << stateText("in_progress", 2) << static_cast<int>(BatchPhase::Running);
    QTest::newRow("cancelling") << stateText("canceling", 2) << static_cast<int>(BatchPhase::Cancelling);
    QTest::newRow("ended") << stateText("ended", 0, 2) << static_cast<int>(BatchPhase::Ended);
    QTest::newRow("unknown") << stateText("napping") << -1;
    QTest::newRow("no id") << std::string("{\"processing_status\":\"ended\"}") << -1;
    QTest::newRow("a path for an id") << std::string("{\"id\":\"../files\",\"processing_status\":\"ended\"}") << -1;
    QTest::newRow("no JSON") << std::string("<html>") << -1;
}

void TestAnthropicBatches::itsStateIsRead()
{
    QFETCH(std::string, body);
    QFETCH(int, phase);
    Provider provider({{"GET " + one, Provider::saying(body)}});
    const auto state = provider.batches->state("msgbatch_01", {});
    QCOMPARE(state ? static_cast<int>(state->phase) : -1, phase);
    QVERIFY(state || state.error().code == ErrorCode::Corrupt);
}

void TestAnthropicBatches::answersInAnyOrderFindTheirRequests()
{
    Provider provider(
        {{"GET " + one + "/results", Provider::saying(succeeded("second_2", "To the card.") + succeeded("first-1", "5 days."))}});
    std::map<std::string, ChatReply> replies;
    succeed(provider.batches->results("msgbatch_01", twoEntries(),
        [&](const std::string& id, const Result<ChatReply>& reply) { replies[id] = valueOf(reply); }, {}));
    QCOMPARE(replies.size(), std::size_t(2));
    QCOMPARE(qt(replies["second_2"].text), qt("To the card."));
    const ChatReply& first = replies["first-1"];
    QCOMPARE(qt(first.text), qt("5 days."));
    QVERIFY(first.stop == ChatStop::Finished);
    QCOMPARE(first.provider, std::string("anthropic"));
    QCOMPARE(first.model, std::string("claude-haiku-5-5-20261001"));
    QCOMPARE(first.usage.totalInput(), std::int64_t(1000));
    QCOMPARE(first.usage.cacheRead, std::int64_t(900));
    QCOMPARE(first.citations.size(), std::size_t(1));
    QCOMPARE(first.citations.front().end, first.text.size());
}

void TestAnthropicBatches::eachEntryTellsItsOwnTrouble()
{
    const std::vector<BatchEntry> entries{{"a", asking("a")}, {"b", asking("b")}, {"c", asking("c")}};
    Provider provider({{"GET " + one + "/results",
        Provider::saying(errored("a", "invalid_request") + ended("b", "expired") + ended("c", "canceled"))}});
    std::map<std::string, Error> errors;
    succeed(provider.batches->results(
        "msgbatch_01", entries, [&](const std::string& id, const Result<ChatReply>& reply) { errors[id] = reply.error(); }, {}));
    QCOMPARE(errors["a"].code, ErrorCode::InvalidArgument);
    QVERIFY(!errors["a"].message.contains("secret"));
    QVERIFY(errors["b"].code == ErrorCode::TimedOut && errors["b"].retryable);
    QCOMPARE(errors["c"].code, ErrorCode::Cancelled);
}

void TestAnthropicBatches::linesThatComeInPiecesAreRead()
{
    const std::string lines = succeeded("first-1", "5 Tage für Größe ⟦1⟧.") + "\r\n\n" + ended("second_2", "expired");
    CurlClient http;
    Script script;
    script.request().chunkedHead(200);
    for (const char byte : lines.substr(0, lines.size() - 1)) // the last line without its end
        script.chunk(std::string(1, byte));
    const ScriptedServer server({script.lastChunk()});
    AnthropicBatches::Settings settings;
    settings.baseUrl = server.url("");
    settings.key = secretKey;
    settings.options.model = "m";
    const auto batches = valueOf(AnthropicBatches::create(http, settings));
    std::vector<std::string> heard;
    succeed(batches->results("msgbatch_01", twoEntries(),
        [&](const std::string& id, const Result<ChatReply>& reply) { heard.push_back(id + (reply ? reply->text : "!")); }, {}));
    QCOMPARE(heard, (std::vector<std::string>{"first-15 Tage für Größe ⟦1⟧.", "second_2!"}));
}

void TestAnthropicBatches::whatAnswersNobodyIsPassedOver()
{
    Provider provider({{"GET " + one + "/results",
        Provider::saying(
            succeeded("stranger", "x") + "{\"custom_id\":7}\n" + succeeded("first-1", "once") + succeeded("first-1", "twice"))}});
    std::vector<std::string> heard;
    succeed(provider.batches->results("msgbatch_01", twoEntries(),
        [&](const std::string&, const Result<ChatReply>& reply) { heard.push_back(reply->text); }, {}));
    QCOMPARE(heard, std::vector<std::string>{"once"});
}

void TestAnthropicBatches::brokenResultsAreSaid_data()
{
    QTest::addColumn<std::string>("line");
    QTest::addColumn<bool>("entrys"); // the trouble is the entry's alone
    QTest::newRow("no JSON") << std::string("<html>\n") << false;
    QTest::newRow("a list") << std::string("[]\n") << false;
    QTest::newRow("an outcome nobody knows") << ended("first-1", "vanished") << true;
    QTest::newRow("no message") << ended("first-1", "succeeded") << true;
    QTest::newRow("no content") << std::string(
        "{\"custom_id\":\"first-1\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"m\"}}}\n")
                                << true;
    QTest::newRow("content of another form")
        << std::string("{\"custom_id\":\"first-1\",\"result\":{\"type\":\"succeeded\",\"message\":{\"content\":[7]}}}\n") << true;
}

void TestAnthropicBatches::brokenResultsAreSaid()
{
    QFETCH(std::string, line);
    QFETCH(bool, entrys);
    Provider provider({{"GET " + one + "/results", Provider::saying(line)}});
    std::optional<Error> heard;
    const Status read = provider.batches->results("msgbatch_01", twoEntries(),
        [&](const std::string&, const Result<ChatReply>& reply) { heard = reply ? std::nullopt : std::optional(reply.error()); },
        {});
    QCOMPARE(read.has_value(), entrys);
    QCOMPARE(entrys ? heard.value().code : read.error().code, ErrorCode::Corrupt);
}

void TestAnthropicBatches::theKeyGoesToTheConfiguredServerAlone()
{
    Provider provider({{"GET " + one, Provider::saying(stateText("ended"))}, {"GET " + one + "/results", Provider::saying("")}});
    valueOf(provider.batches->state("msgbatch_01", {}));
    succeed(provider.batches->results("msgbatch_01", twoEntries(), [](const std::string&, const Result<ChatReply>&) { }, {}));
    QCOMPARE(provider.server.requests().back().target, one + "/results");
}

void TestAnthropicBatches::anIdThatIsNoneIsNotAskedFor()
{
    Provider provider({});
    for (const std::string id : {"", "../x", "a/b", "a?b"}) {
        QCOMPARE(provider.batches->state(id, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(provider.batches->cancel(id, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(provider.batches->results(id, {}, {}, {}).error().code, ErrorCode::InvalidArgument);
    }
    QCOMPARE(provider.server.connections(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestAnthropicBatches)
#include "TestAnthropicBatches.moc"
