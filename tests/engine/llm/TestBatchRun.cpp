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
    void aRunFetchesWhatWasBegunBefore();
    void aRunGivesUpAfterADayAndNamesTheBatch();
    void aMissingAnswerIsThatEntrysTrouble();
    void theMeterBooksHalfThePriceForEachTicket();
    void theMeterMayRefuse();
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

QTEST_GUILESS_MAIN(TestBatchRun)
#include "TestBatchRun.moc"
