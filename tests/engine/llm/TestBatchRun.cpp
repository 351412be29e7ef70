// links: tandem_llm
#include "BatchProvider.h"

#include <QTest>

#include <atomic>

using namespace tandem;

// Waiting for a batch, and booking it.
class TestBatchRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunWaitsUntilItEndsAndKeepsTheOrder();
    void aRunBearsFailedLooks();
    void aRunThatIsStoppedCancelsAndBooks();
    void aRunWhoseCancelFailsBooksWhatWasAnswered();
    void aRunThatGoesOnAfterItsCancelFailedSaysSo();
    void answersThatCannotBeReadAfterACancelAreToldOf();
    void aStopWhileABatchIsSentLosesNoBatch();
    void aRunFetchesWhatWasBegunBefore();
    void aRunGivesUpAfterADayAndNamesTheBatch();
    void aMissingAnswerIsThatEntrysTrouble();
    void theMeterBooksHalfThePriceForEachTicket();
    void eachBookingHasTheEntrysName();
    void theMeterMayRefuse();
    void entriesBeyondTheBudgetAreRefusedOneByOne();
    void aBudgetWithRoomForNoEntrySendsNone();
};

void TestBatchRun::aRunWaitsUntilItEndsAndKeepsTheOrder()
{
    std::atomic<int> looks = 0;
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))},
        {"GET " + one,
            [&](const ReceivedRequest&) {
                return Script::answerText(200, ++looks < 3 ? stateText("in_progress", 2) : stateText("ended", 0, 2));
            }},
        {"GET " + one + "/results", Provider::saying(succeeded("second_2", "two") + succeeded("first-1", "one"))}});
    std::vector<Milliseconds> waits;
    std::vector<BatchPhase> phases;
    const BatchWatch watch{.progress = [&](const BatchState& state) { phases.push_back(state.phase); }, .begun = {}};
    const auto replies = valueOf(runBatch(*provider.batches, twoEntries(), impatient(waits), watch, {}));
    QCOMPARE(replies.size(), std::size_t(2));
    QCOMPARE(qt(replies[0]->text + replies[1]->text), qt("onetwo"));
    QCOMPARE(waits, (std::vector<Milliseconds>{Milliseconds(10'000), Milliseconds(15'000), Milliseconds(22'500)}));
    QCOMPARE(phases.size(), std::size_t(4));
    QVERIFY(phases.front() == BatchPhase::Running && phases.back() == BatchPhase::Ended);
}

void TestBatchRun::aRunBearsFailedLooks()
{
    std::atomic<int> looks = 0;
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))},
        {"GET " + one,
            [&](const ReceivedRequest&) {
                return ++looks < 3 ? Script::answerText(529, "{}") : Script::answerText(200, stateText("ended"));
            }},
        {"GET " + one + "/results", Provider::saying(succeeded("first-1", "one") + succeeded("second_2", "two"))}});
    std::vector<Milliseconds> waits;
    QVERIFY(runBatch(*provider.batches, twoEntries(), impatient(waits), {}, {}).has_value());
    provider.answers["GET " + one] = [](const ReceivedRequest&) { return Script::answerText(401, "{}"); };
    const auto refused = runBatch(*provider.batches, twoEntries(), impatient(waits), {}, {});
    QVERIFY(!refused && refused.error().code == ErrorCode::Unauthenticated);
    QVERIFY2(refused.error().message.contains("msgbatch_01"), refused.error().message.c_str());
}

void TestBatchRun::aRunThatIsStoppedCancelsAndBooks()
{
    std::stop_source stop;
    std::atomic<bool> cancelled = false;
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))},
        {"GET " + one,
            [&](const ReceivedRequest&) {
                stop.request_stop();
                return Script::answerText(200, cancelled ? stateText("ended") : stateText("in_progress", 2));
            }},
        {"POST " + one + "/cancel",
            [&](const ReceivedRequest&) {
                cancelled = true;
                return Script::answerText(200, stateText("canceling"));
            }},
        {"GET " + one + "/results", Provider::saying(succeeded("first-1", "one") + ended("second_2", "canceled"))}});
    const PriceTable prices = valueOf(PriceTable::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "prices.json"));
    Notebook notebook;
    MeteredBatches metered(std::move(provider.batches), "claude-haiku-5-5", prices, notebook);
    std::vector<Milliseconds> waits;
    const auto replies = runBatch(metered, twoEntries(), impatient(waits), {}, stop.get_token());
    QVERIFY(!replies && replies.error().code == ErrorCode::Cancelled);
    QVERIFY(cancelled);
    QCOMPARE(notebook.spends.size(), std::size_t(1));
}

// It may have ended a moment before: then there is nothing to cancel, and all of it is billed.
void TestBatchRun::aRunWhoseCancelFailsBooksWhatWasAnswered()
{
    std::stop_source stop;
    std::atomic<bool> hasEnded = false;
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))},
        {"GET " + one,
            [&](const ReceivedRequest&) {
                stop.request_stop();
                return Script::answerText(200, hasEnded ? stateText("ended") : stateText("in_progress", 2));
            }},
        {"POST " + one + "/cancel",
            [&](const ReceivedRequest&) {
                hasEnded = true;
                return Script::answerText(400, "{}");
            }},
        {"GET " + one + "/results", Provider::saying(succeeded("first-1", "one") + succeeded("second_2", "two"))}});
    const PriceTable prices = valueOf(PriceTable::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "prices.json"));
    Notebook notebook;
    MeteredBatches metered(std::move(provider.batches), "claude-haiku-5-5", prices, notebook);
    std::vector<Milliseconds> waits;
    const auto replies = runBatch(metered, twoEntries(), impatient(waits), {}, stop.get_token());
    QVERIFY(!replies && replies.error().code == ErrorCode::Cancelled);
    QCOMPARE(notebook.spends.size(), std::size_t(2));
}

void TestBatchRun::aRunThatGoesOnAfterItsCancelFailedSaysSo()
{
    std::stop_source stop;
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))},
        {"GET " + one,
            [&](const ReceivedRequest&) {
                stop.request_stop();
                return Script::answerText(200, stateText("in_progress", 2));
            }},
        {"POST " + one + "/cancel", [](const ReceivedRequest&) { return Script::answerText(403, "{}"); }}});
    std::vector<Milliseconds> waits;
    const auto replies = runBatch(*provider.batches, twoEntries(), impatient(waits), {}, stop.get_token());
    QVERIFY(!replies && replies.error().code == ErrorCode::Forbidden && !replies.error().retryable);
    QVERIFY2(replies.error().message.contains("The batch msgbatch_01 could not be cancelled and goes on"),
        replies.error().message.c_str());
    QVERIFY2(replies.error().message.contains("booked"), replies.error().message.c_str());
}

void TestBatchRun::answersThatCannotBeReadAfterACancelAreToldOf()
{
    std::stop_source stop;
    Provider provider(
        {{"POST " + all, Provider::saying(stateText("in_progress", 2))}, {"GET " + one, Provider::saying(stateText("ended"))},
            {"POST " + one + "/cancel", Provider::saying(stateText("canceling"))},
            {"GET " + one + "/results", [](const ReceivedRequest&) { return Script::answerText(401, "{}"); }}});
    BatchPatience patience;
    patience.wait = [&](Milliseconds, const std::stop_token& asked) {
        stop.request_stop(); // before the first look
        return !asked.stop_requested();
    };
    const auto replies = runBatch(*provider.batches, twoEntries(), patience, {}, stop.get_token());
    QVERIFY(!replies && replies.error().code == ErrorCode::Unauthenticated);
    QVERIFY2(replies.error().message.contains("The batch msgbatch_01 was cancelled"), replies.error().message.c_str());
    QVERIFY2(replies.error().message.contains("booked"), replies.error().message.c_str());
}

// Nobody could name, fetch or book a batch whose id was not waited for.
void TestBatchRun::aStopWhileABatchIsSentLosesNoBatch()
{
    std::stop_source stop;
    std::atomic<bool> cancelled = false;
    Provider provider({{"POST " + all,
                           [&](const ReceivedRequest&) {
                               stop.request_stop();
                               return Script::answerText(200, stateText("in_progress", 2));
                           }},
        {"GET " + one, Provider::saying(stateText("ended"))},
        {"POST " + one + "/cancel",
            [&](const ReceivedRequest&) {
                cancelled = true;
                return Script::answerText(200, stateText("canceling"));
            }},
        {"GET " + one + "/results", Provider::saying(succeeded("first-1", "one"))}});
    std::vector<Milliseconds> waits;
    const auto replies = runBatch(*provider.batches, twoEntries(), impatient(waits), {}, stop.get_token());
    QVERIFY(!replies && replies.error().code == ErrorCode::Cancelled);
    QVERIFY(cancelled);
}

void TestBatchRun::aRunFetchesWhatWasBegunBefore()
{
    Provider provider({{"GET " + one, Provider::saying(stateText("ended"))},
        {"GET " + one + "/results", Provider::saying(succeeded("first-1", "one") + succeeded("second_2", "two"))}});
    std::vector<Milliseconds> waits;
    const auto replies
        = valueOf(runBatch(*provider.batches, twoEntries(), impatient(waits), {.progress = {}, .begun = "msgbatch_01"}, {}));
    QCOMPARE(qt(replies[0]->text), qt("one"));
    for (const ReceivedRequest& request : provider.server.requests())
        QCOMPARE(request.method, std::string("GET"));
}

void TestBatchRun::aRunGivesUpAfterADayAndNamesTheBatch()
{
    Provider provider({{"POST " + all, Provider::saying(stateText("in_progress", 2))},
        {"GET " + one, Provider::saying(stateText("in_progress", 2))}});
    std::vector<Milliseconds> waits;
    const auto replies = runBatch(*provider.batches, twoEntries(), impatient(waits), {}, {});
    QVERIFY(!replies && replies.error().code == ErrorCode::TimedOut);
    QVERIFY2(replies.error().message.contains("msgbatch_01"), replies.error().message.c_str());
    Milliseconds waited{0};
    for (const Milliseconds wait : waits)
        waited += wait;
    QVERIFY(waited >= std::chrono::hours(24) && waited <= std::chrono::hours(26));
}

void TestBatchRun::aMissingAnswerIsThatEntrysTrouble()
{
    Provider provider(
        {{"POST " + all, Provider::saying(stateText("ended"))}, {"GET " + one, Provider::saying(stateText("ended"))},
            {"GET " + one + "/results", Provider::saying(succeeded("second_2", "two"))}});
    std::vector<Milliseconds> waits;
    const auto replies = valueOf(runBatch(*provider.batches, twoEntries(), impatient(waits), {}, {}));
    QVERIFY(!replies[0] && replies[0].error().code == ErrorCode::Unavailable);
    QCOMPARE(qt(replies[1]->text), qt("two"));
}

void TestBatchRun::theMeterBooksHalfThePriceForEachTicket()
{
    Provider provider({{"GET " + one + "/results", Provider::saying(succeeded("second_2", "two") + succeeded("first-1", "one"))},
        {"POST " + all, Provider::saying(stateText("in_progress", 2))}});
    const PriceTable prices = valueOf(PriceTable::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "prices.json"));
    Notebook notebook;
    MeteredBatches metered(std::move(provider.batches), "claude-haiku-5-5", prices, notebook);
    valueOf(metered.create(twoEntries(), {}));
    QVERIFY(notebook.known);
    succeed(metered.results("msgbatch_01", twoEntries(), [](const std::string&, const Result<ChatReply>&) { }, {}));
    QCOMPARE(notebook.spends.size(), std::size_t(2));
    QCOMPARE(notebook.spends[0].ticket, TicketId("tic_2"));
    QCOMPARE(notebook.spends[1].ticket, TicketId("tic_1"));
    // Half of 100 × 0.10 $ + 900 × 0.01 $ + 50 × 0.50 $ a million, rounded up: 44 / 2.
    QVERIFY(notebook.spends[0].microDollars == 22);
    QVERIFY(prices.microDollars("anthropic", "claude-haiku-5-5", notebook.spends[0].usage) == 44);
}

void TestBatchRun::eachBookingHasTheEntrysName()
{
    Provider provider(
        {{"GET " + one + "/results", Provider::saying(succeeded("second_2", "two") + succeeded("first-1", "one"))}});
    const PriceTable prices = valueOf(PriceTable::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "prices.json"));
    Notebook notebook;
    MeteredBatches metered(std::move(provider.batches), "claude-haiku-5-5", prices, notebook);
    for (int i = 0; i < 2; ++i)
        succeed(metered.results("msgbatch_01", twoEntries(), [](const std::string&, const Result<ChatReply>&) { }, {}));
    std::vector<std::string> names;
    for (const ChatSpend& spend : notebook.spends)
        names.push_back(spend.once);
    QCOMPARE(names,
        (std::vector<std::string>{"anthropic/msgbatch_01/second_2", "anthropic/msgbatch_01/first-1",
            "anthropic/msgbatch_01/second_2", "anthropic/msgbatch_01/first-1"}));
}

void TestBatchRun::theMeterMayRefuse()
{
    Provider provider({});
    const PriceTable prices = valueOf(PriceTable::parse("{\"date\":\"2026-11-23\",\"models\":[]}"));
    Notebook notebook;
    notebook.refusal = failure(ErrorCode::Forbidden, "No price");
    MeteredBatches metered(std::move(provider.batches), "claude-haiku-5-5", prices, notebook);
    QCOMPARE(metered.create(twoEntries(), {}).error().code, ErrorCode::Forbidden);
    QVERIFY(!notebook.known);
    QCOMPARE(provider.server.connections(), std::size_t(0));
}

// Half of 10 $ a million for 1,000 tokens of output is 5,000 micro-dollars an entry, and its input comes on top.
void TestBatchRun::entriesBeyondTheBudgetAreRefusedOneByOne()
{
    std::string sent;
    Provider provider({{"POST " + all,
                           [&](const ReceivedRequest& request) {
                               sent = request.body;
                               return Script::answerText(200, stateText("in_progress", 2));
                           }},
        {"GET " + one, Provider::saying(stateText("ended"))},
        {"GET " + one + "/results", Provider::saying(succeeded("a", "one") + succeeded("c", "three"))}});
    const PriceTable prices
        = valueOf(PriceTable::parse("{\"date\":\"2026-11-23\",\"models\":[{\"provider\":\"anthropic\",\"model\":\"m\","
                                    "\"batch_share\":0.5,\"tiers\":[{\"input\":2,\"output\":10}]}]}"));
    Notebook notebook;
    notebook.left = 6'500;
    MeteredBatches metered(std::move(provider.batches), "m", prices, notebook);
    std::vector<BatchEntry> entries{{"a", asking("How long?")}, {"b", asking("Where to?")}, {"c", asking("Why?")}};
    for (BatchEntry& entry : entries)
        entry.request.outputTokens = entry.id == "c" ? 100 : 1'000;
    std::vector<Milliseconds> waits;
    const auto replies = valueOf(runBatch(metered, entries, impatient(waits), {}, {}));
    QCOMPARE(qt(replies[0]->text + replies[2]->text), qt("onethree"));
    QVERIFY(!replies[1] && replies[1].error().code == ErrorCode::RateLimited && !replies[1].error().retryable);
    QVERIFY2(replies[1].error().message.contains("0.005") && replies[1].error().message.contains("budget.daily_usd"),
        replies[1].error().message.c_str());
    QVERIFY(sent.contains("\"a\"") && !sent.contains("Where to?") && sent.contains("\"c\""));
    QCOMPARE(notebook.spends.size(), std::size_t(2));
}

void TestBatchRun::aBudgetWithRoomForNoEntrySendsNone()
{
    Provider provider({});
    const PriceTable prices = valueOf(PriceTable::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "prices.json"));
    Notebook notebook;
    notebook.left = 1;
    MeteredBatches metered(std::move(provider.batches), "claude-haiku-5-5", prices, notebook);
    QCOMPARE(metered.create(twoEntries(), {}).error().code, ErrorCode::RateLimited);
    QCOMPARE(provider.server.connections(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestBatchRun)
#include "TestBatchRun.moc"
