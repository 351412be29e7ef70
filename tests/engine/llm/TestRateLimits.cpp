// links: tandem_llm
#include "services/llm/RateLimits.h"

#include "services/http/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <chrono>

using namespace tandem;

namespace {

const TimePoint now = valueOf(parseTime("2026-11-23T22:00:00Z"));

std::optional<TimePoint> openAiReset(const char* text)
{
    const HttpResponse response{200,
        {{"x-ratelimit-limit-requests", "60"}, {"x-ratelimit-remaining-requests", "59"}, {"x-ratelimit-reset-requests", text}},
        ""};
    return openAiRateLimits(response, now).requests.value().resets;
}

} // namespace

class TestRateLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anthropicsLimitsAreRead();
    void openAisLimitsAreRead();
    void aResetIsATimeFromNow();
    void whatIsNotSaidIsNotKnown();
};

void TestRateLimits::anthropicsLimitsAreRead()
{
    HttpResponse response;
    for (const std::string kind : {"requests", "tokens", "input-tokens", "output-tokens"}) {
        response.headers.push_back({"Anthropic-RateLimit-" + kind + "-Limit", "4000"});
        response.headers.push_back({"anthropic-ratelimit-" + kind + "-remaining", std::to_string(kind.size())});
        response.headers.push_back({"anthropic-ratelimit-" + kind + "-reset", "2026-11-23T22:00:07Z"});
    }
    const RateLimits limits = anthropicRateLimits(response);
    QCOMPARE(limits.requests.value().limit, std::int64_t{4000});
    QCOMPARE(limits.requests->remaining, std::int64_t{8});
    QVERIFY(limits.requests->resets == now + std::chrono::seconds(7));
    QCOMPARE(limits.tokens.value().remaining, std::int64_t{6});
    QCOMPARE(limits.inputTokens.value().remaining, std::int64_t{12});
    QCOMPARE(limits.outputTokens.value().remaining, std::int64_t{13});
}

void TestRateLimits::openAisLimitsAreRead()
{
    const HttpResponse response{200,
        {{"x-ratelimit-limit-tokens", "150000"}, {"x-ratelimit-remaining-tokens", "149984"},
            {"x-ratelimit-reset-tokens", "6m0s"}},
        ""};
    const RateLimits limits = openAiRateLimits(response, now);
    QCOMPARE(limits.tokens.value().limit, std::int64_t{150'000});
    QCOMPARE(limits.tokens->remaining, std::int64_t{149'984});
    QVERIFY(limits.tokens->resets == now + std::chrono::minutes(6));
    QVERIFY(!limits.requests && !limits.inputTokens && !limits.outputTokens);
}

void TestRateLimits::aResetIsATimeFromNow()
{
    QVERIFY(openAiReset("120ms") == now + Milliseconds(120));
    QVERIFY(openAiReset("1.5s") == now + Milliseconds(1500));
    QVERIFY(openAiReset("1h2m3s") == now + Milliseconds(3'723'000));
    for (const char* wrong : {"", "soon", "5", "5d", "-1s", "nans", "1e300s", "999999999999h", "6m0"})
        QVERIFY2(!openAiReset(wrong), wrong);
}

void TestRateLimits::whatIsNotSaidIsNotKnown()
{
    HttpResponse response;
    QVERIFY(!anthropicRateLimits(response).requests);
    response.headers = {{"anthropic-ratelimit-requests-limit", "50"}, {"anthropic-ratelimit-requests-remaining", "many"}};
    QVERIFY(!anthropicRateLimits(response).requests);
    response.headers[1].value = "-1";
    QVERIFY(!anthropicRateLimits(response).requests);
    response.headers[1].value = "49";
    QVERIFY(anthropicRateLimits(response).requests && !anthropicRateLimits(response).requests->resets);
}

QTEST_GUILESS_MAIN(TestRateLimits)
#include "TestRateLimits.moc"
