// links: tandem_llm
#include "services/llm/ProviderErrors.h"

#include "services/http/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <string>
#include <vector>

using namespace tandem;

namespace {

Error errorOf(int status, const std::string& word = "", const std::vector<HttpHeader>& headers = {})
{
    HttpResponse response;
    response.status = status;
    response.headers = headers;
    if (!word.empty())
        response.body = "{\"type\":\"error\",\"error\":{\"type\":\"" + word + "\",\"message\":\"secret words\"}}";
    return providerError("anthropic", failureOf(response, "request-id"));
}

std::string openAiBody(const std::string& code)
{
    return "{\"error\":{\"message\":\"secret words\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":" + code + "}}";
}

Error openAiError(int status, const std::string& code)
{
    HttpResponse response;
    response.status = status;
    response.body = openAiBody(code);
    return providerError("openai", failureOf(response, "x-request-id"));
}

} // namespace

class TestProviderErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStatusHasItsMeaning_data();
    void everyStatusHasItsMeaning();
    void anErrorSaysWhatWhereAndWhatToDo();
    void theProvidersWordsAreNotRepeated();
    void aSpentLimitIsNotAskedAgain();
    void theProvidersOpinionOnRetryingCounts();
    void aRequestThatIsTooLongIsTooLargeWhateverItsStatus();
    void aBodyThatIsNoJsonIsPassedOver();
    void onlyPlainRequestIdsAreShown();
};

void TestProviderErrors::everyStatusHasItsMeaning_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("retryable");
    const auto row = [](int status, ErrorCode code, bool retryable) {
        QTest::newRow(std::to_string(status).c_str()) << status << static_cast<int>(code) << retryable;
    };
    row(301, ErrorCode::InvalidArgument, false);
    row(400, ErrorCode::InvalidArgument, false);
    row(401, ErrorCode::Unauthenticated, false);
    row(402, ErrorCode::Forbidden, false);
    row(403, ErrorCode::Forbidden, false);
    row(404, ErrorCode::InvalidArgument, false);
    row(408, ErrorCode::TimedOut, true);
    row(409, ErrorCode::Unavailable, true);
    row(413, ErrorCode::TooLarge, false);
    row(422, ErrorCode::InvalidArgument, false);
    row(429, ErrorCode::RateLimited, true);
    row(500, ErrorCode::Unavailable, true);
    row(503, ErrorCode::Unavailable, true);
    row(504, ErrorCode::TimedOut, true);
    row(529, ErrorCode::Unavailable, true);
}

void TestProviderErrors::everyStatusHasItsMeaning()
{
    QFETCH(const int, status);
    QFETCH(const int, code);
    QFETCH(const bool, retryable);
    const Error error = errorOf(status);
    QCOMPARE(static_cast<int>(error.code), code);
    QCOMPARE(error.retryable, retryable);
    QVERIFY(error.message.starts_with("anthropic ") && error.message.contains("status " + std::to_string(status)));
}

void TestProviderErrors::anErrorSaysWhatWhereAndWhatToDo()
{
    QCOMPARE(errorOf(401, "authentication_error", {{"request-id", "req_011A"}}).message,
        std::string(
            "anthropic does not know the key (status 401, authentication_error, request req_011A): check the configured key"));
}

void TestProviderErrors::theProvidersWordsAreNotRepeated()
{
    for (const int status : {400, 401, 404, 429, 500}) {
        QVERIFY(!errorOf(status, "sk-ant-secret").message.contains("secret"));
        QVERIFY(!openAiError(status, "\"sk-secret\"").message.contains("secret"));
    }
}

void TestProviderErrors::aSpentLimitIsNotAskedAgain()
{
    HttpResponse response;
    response.status = 429;
    response.body = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"\","
                    "\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}";
    const Error spent = providerError("anthropic", failureOf(response, "request-id"));
    QVERIFY(spent.code == ErrorCode::RateLimited && !spent.retryable);
    // Unless the provider says when.
    response.headers = {{"retry-after", "60"}};
    QVERIFY(providerError("anthropic", failureOf(response, "request-id")).retryable);

    const Error quota = openAiError(429, "\"insufficient_quota\"");
    QVERIFY(quota.code == ErrorCode::RateLimited && !quota.retryable);
    QVERIFY(openAiError(429, "\"rate_limit_exceeded\"").retryable);
}

void TestProviderErrors::theProvidersOpinionOnRetryingCounts()
{
    QVERIFY(!errorOf(500, "api_error", {{"x-should-retry", "false"}}).retryable);
    QVERIFY(errorOf(400, "invalid_request_error", {{"x-should-retry", "true"}}).retryable);
    QVERIFY(errorOf(500, "api_error", {{"x-should-retry", "perhaps"}}).retryable);
}

void TestProviderErrors::aRequestThatIsTooLongIsTooLargeWhateverItsStatus()
{
    QCOMPARE(openAiError(400, "\"context_length_exceeded\"").code, ErrorCode::TooLarge);
    QCOMPARE(errorOf(400, "exceed_context_size_error").code, ErrorCode::TooLarge);
    QCOMPARE(openAiError(400, "\"model_not_found\"").message,
        std::string("openai does not know the model or the address (status 400, model_not_found): check the configured model and "
                    "address"));
}

void TestProviderErrors::aBodyThatIsNoJsonIsPassedOver()
{
    for (const char* body :
        {"<html>Bad gateway</html>", "[]", "{\"error\":\"model 'x' not found\"}", "{\"error\":{\"code\":400}}"}) {
        HttpResponse response;
        response.status = 502;
        response.body = body;
        const Error error = providerError("local", failureOf(response, "x-request-id"));
        QCOMPARE(error.message, std::string("local cannot answer now (status 502): try again later"));
    }
}

void TestProviderErrors::onlyPlainRequestIdsAreShown()
{
    QCOMPARE(shownId("req_01-aZ"), std::string_view("req_01-aZ"));
    QVERIFY(shownId("a b").empty() && shownId("x\n").empty() && shownId(std::string(81, 'a')).empty());
    QVERIFY(!errorOf(500, "", {{"request-id", "two words"}}).message.contains("request"));
}

QTEST_GUILESS_MAIN(TestProviderErrors)
#include "TestProviderErrors.moc"
