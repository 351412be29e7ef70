// links: tandem_llm tandem_cache tandem_telemetry
#include "CachedDesk.h"

#include <QTest>

#include <future>
#include <thread>

using namespace tandem;

class TestCachedModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEqualRequestHasTheSameReplyWithoutACall();
    void nothingIsBilledForWhatWasKept();
    void whateverTheModelSeesMakesAnotherRequest_data();
    void whateverTheModelSeesMakesAnotherRequest();
    void whoAsksAndHowLongOneWaitsMakesNone();
    void anotherModelAnswersAnew();
    void whatIsTooOldIsAskedAgain();
    void refusalsAndCutAnswersAreNotKept_data();
    void refusalsAndCutAnswersAreNotKept();
    void anInventedPlaceholderIsNotKept();
    void failuresAreNotKept();
    void moreThanFitsForgetsWhatWasUsedLeastLately();
    void equalRequestsAtOnceMakeOneCall();
    void whoWaitsCanBeCancelled();
    void whoWaitsAsksItselfWhenTheFirstGaveUp();
    void whoWaitsSharesAFailure();
    void whatCannotBeReadBackIsAskedAgain();
    void eachAskerGetsItsOwnValuesBack();
};

void TestCachedModel::anEqualRequestHasTheSameReplyWithoutACall()
{
    Desk desk(saying("Refunds take 5 days."));
    const ChatReply first = valueOf(desk.ask(asking("How long does a refund take?")));
    desk.heard.clear();
    const ChatReply second = valueOf(desk.ask(asking("How long does a refund take?")));
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QCOMPARE(qt(second.text), qt("Refunds take 5 days."));
    QCOMPARE(qt(desk.heard), qt("Refunds take 5 days."));
    QCOMPARE(second.provider, first.provider);
    QCOMPARE(second.model, first.model);
    QCOMPARE(second.requestId, first.requestId);
    QVERIFY(second.stop == ChatStop::Finished);
    QVERIFY(desk.counted("miss", 1));
    QVERIFY(desk.counted("hit", 1));
}

void TestCachedModel::nothingIsBilledForWhatWasKept()
{
    Desk desk(saying("Refunds take 5 days."));
    QVERIFY(valueOf(desk.ask(asking("How long?"))).usage.output > 0);
    QVERIFY(valueOf(desk.ask(asking("How long?"))).usage == TokenUsage());
    QCOMPARE(desk.billed.load(), 1);
}

void TestCachedModel::whateverTheModelSeesMakesAnotherRequest_data()
{
    QTest::addColumn<ChatRequest>("other");
    const auto row = [](const char* what, const std::function<void(ChatRequest&)>& change) {
        ChatRequest request = asking("How long?");
        change(request);
        QTest::newRow(what) << request;
    };
    row("the question", [](ChatRequest& r) { r.messages.back().text = redact("How long??"); });
    row("what was said before", [](ChatRequest& r) {
        r.messages.insert(
            r.messages.begin(), {{ChatRole::User, redact("Hello")}, {ChatRole::Assistant, redact("How can I help?")}});
    });
    row("the prompt", [](ChatRequest& r) { r.system += " Be brief."; });
    row("a document", [](ChatRequest& r) { r.documents[0].sentences[0] = redact("Refunds take 6 days."); });
    row("where a sentence ends",
        [](ChatRequest& r) { r.documents[0].sentences = {redact("Refunds take 5 days.They go to the card.")}; });
    row("a title", [](ChatRequest& r) { r.documents[0].title = redact("Money"); });
    row("the length of the answer", [](ChatRequest& r) { r.outputTokens = 100; });
    row("the temperature", [](ChatRequest& r) { r.temperature = 0.3; });
    row("a schema", [](ChatRequest& r) {
        r.documents.clear();
        r.schema = "{}";
    });
}

void TestCachedModel::whateverTheModelSeesMakesAnotherRequest()
{
    QFETCH(ChatRequest, other);
    Desk desk(saying("Refunds take 5 days."));
    valueOf(desk.ask(asking("How long?")));
    valueOf(desk.ask(other));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestCachedModel::whoAsksAndHowLongOneWaitsMakesNone()
{
    Desk desk(saying("Refunds take 5 days."));
    valueOf(desk.ask(asking("How long?", "tic_1")));
    ChatRequest other = asking("How long?", "tic_2");
    other.timeout = Milliseconds(5'000);
    valueOf(desk.ask(other));
    QCOMPARE(desk.server.calls(), std::size_t(1));
}

void TestCachedModel::anotherModelAnswersAnew()
{
    Desk desk(saying("Refunds take 5 days."));
    valueOf(desk.ask(asking("How long?")));
    CachedModel other(*desk.provider, desk.cache, desk.metrics, desk.clock, {.models = "anthropic claude-opus-5-5"});
    valueOf(other.reply(asking("How long?"), {}, {}));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestCachedModel::whatIsTooOldIsAskedAgain()
{
    Desk desk(saying("Refunds take 5 days."));
    valueOf(desk.ask(asking("How long?")));
    desk.clock.advance(std::chrono::minutes(10) - Milliseconds(1));
    valueOf(desk.ask(asking("How long?")));
    QCOMPARE(desk.server.calls(), std::size_t(1));
    desk.clock.advance(Milliseconds(1));
    valueOf(desk.ask(asking("How long?")));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestCachedModel::refusalsAndCutAnswersAreNotKept_data()
{
    QTest::addColumn<std::string>("reason");
    for (const char* reason : {"refusal", "max_tokens", "model_context_window_exceeded", "pause_turn"})
        QTest::newRow(reason) << std::string(reason);
}

void TestCachedModel::refusalsAndCutAnswersAreNotKept()
{
    QFETCH(std::string, reason);
    Desk desk(saying("Refunds take", reason));
    valueOf(desk.ask(asking("How long?")));
    QVERIFY(valueOf(desk.ask(asking("How long?"))).stop != ChatStop::Finished);
    QCOMPARE(desk.server.calls(), std::size_t(2));
    QCOMPARE(desk.cache.size(), std::size_t(0));
}

void TestCachedModel::anInventedPlaceholderIsNotKept()
{
    Desk desk(saying("Call [PHONE_3]."));
    valueOf(desk.ask(asking("How long?")));
    QCOMPARE(desk.cache.size(), std::size_t(0));
}

void TestCachedModel::failuresAreNotKept()
{
    std::atomic<int> calls = 0;
    Desk desk([&](const Json&) { return ++calls == 1 ? Said{"", "", 400} : Said{"Refunds take 5 days."}; });
    QVERIFY(!desk.ask(asking("How long?")).has_value());
    QCOMPARE(qt(valueOf(desk.ask(asking("How long?"))).text), qt("Refunds take 5 days."));
}

void TestCachedModel::moreThanFitsForgetsWhatWasUsedLeastLately()
{
    Desk desk(saying(std::string(400, 'x')), {.entries = 100, .bytes = 1400});
    for (const char* question : {"one?", "two?", "one?", "three?"})
        valueOf(desk.ask(asking(question)));
    QCOMPARE(desk.server.calls(), std::size_t(3));
    QVERIFY(desk.cache.bytes() <= 1400);
    valueOf(desk.ask(asking("one?")));
    QCOMPARE(desk.server.calls(), std::size_t(3));
    valueOf(desk.ask(asking("two?")));
    QCOMPARE(desk.server.calls(), std::size_t(4));
}

void TestCachedModel::equalRequestsAtOnceMakeOneCall()
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    Desk desk([=](const Json&) {
        gone.wait();
        return Said{"Refunds take 5 days."};
    });
    constexpr int askers = 8;
    std::atomic<int> asking_ = 0;
    std::vector<std::future<Result<ChatReply>>> replies;
    for (int i = 0; i < askers; ++i)
        replies.push_back(std::async(std::launch::async, [&] {
            ++asking_;
            return desk.ask(asking("How long?"));
        }));
    QTRY_COMPARE(asking_.load(), askers);
    QVERIFY(desk.server.waitForCalls(1));
    go.set_value();
    for (auto& reply : replies)
        QCOMPARE(qt(valueOf(reply.get()).text), qt("Refunds take 5 days."));
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QCOMPARE(desk.billed.load(), 1);
    QCOMPARE(desk.heard.size(), askers * std::string_view("Refunds take 5 days.").size());
}

void TestCachedModel::whoWaitsCanBeCancelled()
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    Desk desk([=](const Json&) {
        gone.wait();
        return Said{"Refunds take 5 days."};
    });
    auto first = std::async(std::launch::async, [&] { return desk.ask(asking("How long?")); });
    QVERIFY(desk.server.waitForCalls(1));
    std::stop_source stop;
    auto second = std::async(std::launch::async, [&] { return desk.ask(asking("How long?"), stop.get_token()); });
    QVERIFY(second.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
    stop.request_stop();
    const auto cancelled = second.get();
    QVERIFY(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
    ChatRequest impatient = asking("How long?");
    impatient.timeout = Milliseconds(20);
    const auto late = desk.ask(impatient);
    QVERIFY(!late && late.error().code == ErrorCode::TimedOut && late.error().retryable);
    go.set_value();
    QVERIFY(first.get().has_value());
}

void TestCachedModel::whoWaitsAsksItselfWhenTheFirstGaveUp()
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    std::atomic<int> calls = 0;
    Desk desk([&, gone](const Json&) {
        if (++calls == 1)
            gone.wait();
        return Said{"Refunds take 5 days."};
    });
    std::stop_source stop;
    auto first = std::async(std::launch::async, [&] { return desk.ask(asking("How long?"), stop.get_token()); });
    QVERIFY(desk.server.waitForCalls(1));
    auto second = std::async(std::launch::async, [&] { return desk.ask(asking("How long?")); });
    QVERIFY(second.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
    stop.request_stop();
    QVERIFY(!first.get().has_value());
    QCOMPARE(qt(valueOf(second.get()).text), qt("Refunds take 5 days."));
    QCOMPARE(calls.load(), 2);
    go.set_value();
}

void TestCachedModel::whoWaitsSharesAFailure()
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    Desk desk([=](const Json&) {
        gone.wait();
        return Said{"", "", 401};
    });
    auto first = std::async(std::launch::async, [&] { return desk.ask(asking("How long?")); });
    QVERIFY(desk.server.waitForCalls(1));
    auto second = std::async(std::launch::async, [&] { return desk.ask(asking("How long?")); });
    QVERIFY(second.wait_for(std::chrono::milliseconds(300)) == std::future_status::timeout);
    go.set_value();
    QVERIFY(!first.get().has_value());
    const auto shared = second.get();
    QVERIFY(!shared && shared.error().code == ErrorCode::Unauthenticated);
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QVERIFY(!desk.ask(asking("How long?")).has_value());
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestCachedModel::whatCannotBeReadBackIsAskedAgain()
{
    // A cache of several machines gives back whatever somebody put there.
    class Foreign final : public Cache {
    public:
        std::optional<std::string> find(const Key&) override { return value; }
        void put(const Key&, std::string, Milliseconds) override { }
        std::string value;
    };
    Desk desk(saying("Refunds take 5 days."));
    Foreign foreign;
    CachedModel cached(*desk.provider, foreign, desk.metrics, desk.clock, {.models = "m"});
    for (const char* value :
        {"", "{", "[]", "{\"text\":\"a\"}", "{\"text\":\"a\",\"provider\":\"p\",\"citations\":[[0,9,0,0,1]]}",
            "{\"text\":\"a\",\"provider\":\"p\",\"citations\":[[0,1,7,0,1]]}",
            "{\"text\":\"a\",\"provider\":\"p\",\"citations\":[[0,-1,0,0,1]]}"}) {
        foreign.value = value;
        QCOMPARE(qt(valueOf(cached.reply(asking("How long?"), {}, {})).text), qt("Refunds take 5 days."));
    }
    foreign.value = "{\"text\":\"a\",\"provider\":\"p\",\"citations\":[[0,1,0,0,1]]}";
    QCOMPARE(valueOf(cached.reply(asking("How long?"), {}, {})).citations.size(), std::size_t(1));
}

void TestCachedModel::eachAskerGetsItsOwnValuesBack()
{
    Desk desk(saying("We wrote to [EMAIL_1]. Refunds take 5 days."));
    const auto writer = draftWriter(desk.cached);
    const auto textFor = [&](const std::string& address) {
        return valueOf(writer->draft(refundRequest("Where is my refund? Please answer to " + address), {})).text;
    };
    const std::string ada = textFor("ada.holm@example.com");
    const std::string bob = textFor("bob@example.org");
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QVERIFY2(ada.contains("We wrote to ada.holm@example.com.") && !ada.contains("bob"), ada.c_str());
    QVERIFY2(bob.contains("We wrote to bob@example.org.") && !bob.contains("ada"), bob.c_str());
}

QTEST_GUILESS_MAIN(TestCachedModel)
#include "TestCachedModel.moc"
