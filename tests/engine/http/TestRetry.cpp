// links: tandem_http
#include "services/http/Retry.h"

#include "services/http/CurlClient.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <QTest>

#include <thread>

using namespace tandem;

namespace {

const TimePoint today{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)}; // ManualClock's

HttpResponse responseOf(int status, std::vector<HttpHeader> headers, std::string body = {})
{
    return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

HttpRequest requestTo(const ScriptedServer& server)
{
    HttpRequest request;
    request.url = server.url();
    request.body = "{}";
    return request;
}

// Waits by moving the clock, and keeps what was waited.
struct Waits {
    ManualClock clock;
    std::vector<Milliseconds::rep> times;
    double chance = 0;

    Patience patience()
    {
        return {.wait =
                    [this](Milliseconds time, const std::stop_token& stop) {
                        clock.advance(time);
                        times.push_back(time.count());
                        return !stop.stop_requested();
                    },
            .chance = [this] { return chance; }};
    }
};
using Times = std::vector<Milliseconds::rep>;

// A request by way of the scripts, and what came of it.
struct Sent {
    Waits waits;
    std::vector<ReceivedRequest> received;
    std::string heard;
    std::optional<Result<HttpResponse>> outcome;
};

void sendBy(
    Sent& sent, std::vector<Script> scripts, RetryPolicy policy = {}, const std::function<void(HttpRequest&)>& change = {})
{
    const ScriptedServer server(std::move(scripts));
    CurlClient direct;
    RetryingClient client(direct, sent.waits.clock, std::move(policy), sent.waits.patience());
    HttpRequest request = requestTo(server);
    if (change)
        change(request);
    sent.outcome = client.send(request,
        [&](std::string_view bytes) {
            sent.heard += bytes;
            return true;
        },
        {});
    sent.received = server.requests();
}

} // namespace

class TestRetry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whichAnswersAreWorthAnotherTry_data();
    void whichAnswersAreWorthAnotherTry();
    void howLongIsWaited_data();
    void howLongIsWaited();
    void anOverlongWaitIsAReasonToGiveUpWithOpenai();
    void jitterTakesUpToAQuarter();
    void aServersWaitHasNoJitter();
    void whatFailsForAWhileSucceeds();
    void afterTwoRetriesTheAnswerStands();
    void connectionErrorsAreRetried();
    void timeoutsAreRetried();
    void aCutStreamIsRetriedOnlyBeforeItsFirstByte();
    void theHeadersTellOfTheRetry();
    void aGivenIdempotencyKeyStays();
    void aGetNeedsNoKey();
    void theTimeoutBoundsAllTries();
    void aWaitThatDoesNotFitIsNotBegun();
    void whoeverWaitsCanBeStopped();
    void theRealPatienceEndsWhenStopped();
    void theRealChanceIsEven();
};

void TestRetry::whichAnswersAreWorthAnotherTry_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("told");
    QTest::addColumn<bool>("worth");
    for (const int status : {400, 401, 402, 403, 404, 413, 422, 300, 307})
        QTest::addRow("%d", status) << status << QString() << false;
    for (const int status : {408, 409, 429, 500, 502, 503, 504, 529})
        QTest::addRow("%d", status) << status << QString() << true;
    QTest::newRow("400, told to") << 400 << "true" << true;
    QTest::newRow("503, told not to") << 503 << "false" << false;
    QTest::newRow("503, told nonsense") << 503 << "perhaps" << true;
    QTest::newRow("400, told nonsense") << 400 << "1" << false;
}

void TestRetry::whichAnswersAreWorthAnotherTry()
{
    QFETCH(const int, status);
    QFETCH(const QString, told);
    QFETCH(const bool, worth);
    std::vector<HttpHeader> headers;
    if (!told.isEmpty())
        headers.push_back({"X-Should-Retry", told.toStdString()});
    for (const RetryPolicy& policy : {RetryPolicy::anthropic(), RetryPolicy::openai()})
        QCOMPARE(isWorthRetrying(policy, responseOf(status, headers), today), worth);
    const std::string spent = "{\"error\":{\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}";
    const bool explicitly = told == QLatin1String("true");
    QCOMPARE(isWorthRetrying({}, responseOf(status, headers, spent), today), explicitly || (worth && status != 429));
}

void TestRetry::howLongIsWaited_data()
{
    QTest::addColumn<QString>("milliseconds");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("retry");
    QTest::addColumn<int>("anthropic");
    QTest::addColumn<int>("openai");
    const auto row = [](const char* name, const char* milliseconds, const char* after, int retry, int anthropic, int openai) {
        QTest::newRow(name) << milliseconds << after << retry << anthropic << openai;
    };
    row("first", "", "", 0, 500, 500);
    row("second", "", "", 1, 1000, 1000);
    row("third", "", "", 2, 2000, 2000);
    row("fifth", "", "", 4, 8000, 8000);
    row("sixth", "", "", 5, 8000, 8000);
    row("thousandth", "", "", 999, 8000, 8000);
    row("seconds", "", "3", 0, 3000, 3000);
    row("half a second", "", "0.5", 3, 500, 500);
    row("a minute", "", "60", 0, 60'000, 60'000);
    row("above a minute", "", "60.001", 0, 500, 60'001);
    row("two minutes", "", "120", 0, 500, 120'000);
    row("above two minutes", "", "121", 0, 500, 500);
    row("zero", "", "0", 1, 1000, 1000);
    row("negative", "", "-5", 1, 1000, 1000);
    row("nonsense", "", "soon", 1, 1000, 1000);
    row("not a number", "", "nan", 1, 1000, 1000);
    row("endless", "", "inf", 1, 1000, 1000);
    row("milliseconds", "1500", "", 0, 1500, 1500);
    row("milliseconds come first", "250", "3", 0, 250, 250);
    row("nonsense milliseconds", "x", "3", 0, 3000, 3000);
    row("overlong milliseconds hide seconds", "600000", "3", 0, 500, 500);
    row("a date", "", "Sun, 22 Nov 2026 00:00:20 GMT", 0, 20'000, 20'000);
    row("an old form of date", "", "Sunday, 22-Nov-26 00:00:20 GMT", 0, 20'000, 20'000);
    row("the oldest form of date", "", "Sun Nov 22 00:00:20 2026", 0, 20'000, 20'000);
    row("a date that has passed", "", "Sat, 21 Nov 2026 23:00:00 GMT", 0, 500, 500);
    row("a date far away", "", "Mon, 23 Nov 2026 00:00:00 GMT", 0, 500, 500);
}

void TestRetry::howLongIsWaited()
{
    QFETCH(const QString, milliseconds);
    QFETCH(const QString, after);
    QFETCH(const int, retry);
    QFETCH(const int, anthropic);
    QFETCH(const int, openai);
    std::vector<HttpHeader> headers;
    if (!milliseconds.isEmpty())
        headers.push_back({"retry-after-ms", milliseconds.toStdString()});
    if (!after.isEmpty())
        headers.push_back({"Retry-After", after.toStdString()});
    const HttpResponse response = responseOf(429, headers);
    QCOMPARE(waitBeforeRetry(RetryPolicy::anthropic(), &response, retry, today, 0).count(), Milliseconds::rep{anthropic});
    QCOMPARE(waitBeforeRetry(RetryPolicy::openai(), &response, retry, today, 0).count(), Milliseconds::rep{openai});
}

void TestRetry::anOverlongWaitIsAReasonToGiveUpWithOpenai()
{
    const HttpResponse patient = responseOf(429, {{"retry-after", "121"}, {"x-should-retry", "true"}});
    QVERIFY(isWorthRetrying(RetryPolicy::anthropic(), patient, today));
    QVERIFY(!isWorthRetrying(RetryPolicy::openai(), patient, today));
    QVERIFY(isWorthRetrying(RetryPolicy::openai(), responseOf(429, {{"retry-after", "120"}}), today));
    QVERIFY(isWorthRetrying(RetryPolicy::openai(), responseOf(429, {{"retry-after", "inf"}}), today));
}

void TestRetry::jitterTakesUpToAQuarter()
{
    QCOMPARE(waitBeforeRetry({}, nullptr, 0, today, 0.5).count(), Milliseconds::rep{437});
    QCOMPARE(waitBeforeRetry({}, nullptr, 9, today, 1).count(), Milliseconds::rep{6000});
}

void TestRetry::aServersWaitHasNoJitter()
{
    const HttpResponse response = responseOf(429, {{"retry-after", "8"}});
    QCOMPARE(waitBeforeRetry({}, &response, 0, today, 0.9).count(), Milliseconds::rep{8000});
}

void TestRetry::whatFailsForAWhileSucceeds()
{
    Sent sent;
    sendBy(sent, {Script().answer(529, "overloaded").answer(429, "wait", {{"retry-after", "7"}}).answer(200, "done")});
    QCOMPARE(valueOf(*sent.outcome).status, 200);
    QCOMPARE(sent.heard, std::string("done"));
    QCOMPARE(sent.waits.times, (Times{500, 7000}));
    QCOMPARE(sent.received.size(), std::size_t{3});
}

void TestRetry::afterTwoRetriesTheAnswerStands()
{
    Sent sent;
    sendBy(sent, {Script().answer(500, "1").answer(500, "2").answer(503, "3").answer(200, "never asked for")});
    QCOMPARE(valueOf(*sent.outcome).status, 503);
    QCOMPARE(valueOf(*sent.outcome).body, std::string("3"));
    QCOMPARE(sent.waits.times, (Times{500, 1000}));
    Sent once;
    sendBy(once, {Script().answer(400, "wrong")});
    QCOMPARE(valueOf(*once.outcome).status, 400);
    QVERIFY(once.waits.times.empty());
}

void TestRetry::connectionErrorsAreRetried()
{
    Sent sent;
    sendBy(sent, {Script().request().reset(), Script().request(), Script().answer(200, "done")});
    QCOMPARE(sent.heard, std::string("done"));
    QCOMPARE(sent.waits.times, (Times{500, 1000}));
    Sent failed;
    sendBy(failed, {Script().request(), Script().request(), Script().request(), Script().answer(200, "never asked for")});
    QCOMPARE(failed.outcome->error().code, ErrorCode::Unavailable);
    QCOMPARE(failed.received.size(), std::size_t{3});
    Sent wrong;
    sendBy(wrong, {}, {}, [](HttpRequest& request) { request.url = "no address"; });
    QCOMPARE(wrong.outcome->error().code, ErrorCode::InvalidArgument);
    QVERIFY(wrong.waits.times.empty());
}

void TestRetry::timeoutsAreRetried()
{
    Sent sent;
    sendBy(sent, {Script().request().hang(), Script().answer(200, "done")}, {},
        [](HttpRequest& request) { request.silence = Milliseconds(100); });
    QCOMPARE(sent.heard, std::string("done"));
    QCOMPARE(sent.waits.times, (Times{500}));
}

void TestRetry::aCutStreamIsRetriedOnlyBeforeItsFirstByte()
{
    Sent before;
    sendBy(before, {Script().request().chunkedHead(200), Script().answer(200, "done")});
    QCOMPARE(before.heard, std::string("done"));
    Sent after;
    sendBy(after, {Script().request().chunkedHead(200).chunk("half"), Script().answer(200, "never asked for")});
    QCOMPARE(after.outcome->error().code, ErrorCode::Unavailable);
    QCOMPARE(after.heard, std::string("half"));
    QCOMPARE(after.received.size(), std::size_t{1});
}

void TestRetry::theHeadersTellOfTheRetry()
{
    Sent sent;
    sendBy(sent, {Script().answer(500, "").answer(500, "").answer(200, "")});
    const std::string key = sent.received.at(0).header("idempotency-key");
    QVERIFY(key.size() > 32);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(sent.received.at(i).header("x-tandem-retry-count"), std::to_string(i));
        QCOMPARE(sent.received.at(i).header("idempotency-key"), key);
        QCOMPARE(sent.received.at(i).body, std::string("{}"));
    }
    Sent another;
    sendBy(another, {Script().answer(200, "")});
    QVERIFY(another.received.at(0).header("idempotency-key") != key);
    Sent bare;
    RetryPolicy policy;
    policy.countHeader.clear();
    policy.idempotencyHeader.clear();
    sendBy(bare, {Script().answer(500, "").answer(200, "")}, policy);
    QVERIFY(bare.received.at(1).header("x-tandem-retry-count").empty());
    QVERIFY(bare.received.at(1).header("idempotency-key").empty());
}

void TestRetry::aGivenIdempotencyKeyStays()
{
    Sent sent;
    sendBy(sent, {Script().answer(500, "").answer(200, "")}, {},
        [](HttpRequest& request) { request.headers = {{"Idempotency-Key", "refund-7"}, {"x-a", "1"}}; });
    for (const ReceivedRequest& received : sent.received) {
        QCOMPARE(std::ranges::count(received.headers, "idempotency-key", [](const auto& header) { return header.first; }), 1);
        QCOMPARE(received.header("idempotency-key"), std::string("refund-7"));
        QCOMPARE(received.header("x-a"), std::string("1"));
    }
    QCOMPARE(sent.received.size(), std::size_t{2});
}

void TestRetry::aGetNeedsNoKey()
{
    Sent sent;
    sendBy(sent, {Script().answer(200, "")}, {}, [](HttpRequest& request) {
        request.method = HttpMethod::Get;
        request.body.clear();
    });
    QVERIFY(sent.received.at(0).header("idempotency-key").empty());
}

void TestRetry::theTimeoutBoundsAllTries()
{
    // The first wait leaves the second try 100 ms, which are real; after them nothing is left for a third.
    Sent sent;
    sendBy(sent, {Script().answer(429, "", {{"retry-after", "10"}}).request().hang(), Script().answer(200, "never")}, {},
        [](HttpRequest& request) { request.timeout = Milliseconds(10'100); });
    QCOMPARE(sent.outcome->error().code, ErrorCode::TimedOut);
    QCOMPARE(sent.received.size(), std::size_t{2});
}

void TestRetry::aWaitThatDoesNotFitIsNotBegun()
{
    Sent sent;
    sendBy(sent, {Script().answer(429, "slow down", {{"retry-after", "10"}}).answer(200, "never asked for")}, {},
        [](HttpRequest& request) { request.timeout = Milliseconds(10'000); });
    QCOMPARE(valueOf(*sent.outcome).status, 429);
    QCOMPARE(valueOf(*sent.outcome).body, std::string("slow down"));
    QVERIFY(sent.waits.times.empty());
}

void TestRetry::whoeverWaitsCanBeStopped()
{
    ScriptedServer server({Script().answer(503, "", {{"retry-after", "60"}}).answer(200, "never asked for")});
    CurlClient direct;
    const SystemClock clock;
    RetryingClient client(direct, clock);
    std::stop_source source;
    const std::jthread stopper([&] {
        server.waitForRequests(1);
        source.request_stop();
    });
    const auto start = std::chrono::steady_clock::now();
    QCOMPARE(client.send(requestTo(server), {}, source.get_token()).error().code, ErrorCode::Cancelled);
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
    QCOMPARE(server.requests().size(), std::size_t{1});
}

void TestRetry::theRealPatienceEndsWhenStopped()
{
    const Patience patience = Patience::real();
    std::stop_source source;
    QVERIFY(patience.wait(Milliseconds(1), source.get_token()));
    std::jthread stopper([&] { source.request_stop(); });
    QVERIFY(!patience.wait(Milliseconds(60'000), source.get_token()));
}

void TestRetry::theRealChanceIsEven()
{
    const Patience patience = Patience::real();
    double sum = 0;
    for (int i = 0; i < 1000; ++i) {
        const double chance = patience.chance();
        QVERIFY(chance >= 0 && chance < 1);
        sum += chance;
    }
    QVERIFY(sum > 400 && sum < 600); // more than ten standard deviations
}

QTEST_GUILESS_MAIN(TestRetry)
#include "TestRetry.moc"
