// links: tandem_llm
#include "ProviderCalls.h"
#include "base/Json.h"

#include <QTest>

using namespace tandem;

class TestProviderModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerOverTheWireIsThatOfItsStream();
    void theRequestCarriesKeyAndVersion();
    void theAccountsLimitsAreTold();
    void anErrorAfterTheWholeAnswerTakesNothingFromIt();
    void aRefusalIsAReply();
    void whatCannotBeSentIsNotSent();
    void settingsThatCannotBePartOfARequestAreRefused();
};

void TestProviderModels::anAnswerOverTheWireIsThatOfItsStream()
{
    for (const Interface interface : interfaces) {
        for (const std::size_t pieces : {0, 1, 7, 100}) {
            Call call(interface,
                Script().eventStream(streamOf(interface), pieces, {{"request-id", "req_1"}, {"x-request-id", "req_1"}}));
            const ChatReply reply = valueOf(call.reply());
            const bool claude = interface == Interface::Anthropic;
            QCOMPARE(reply.text, call.heard);
            QVERIFY(reply.text.starts_with("Grüße") && reply.text.contains("five days. "));
            QCOMPARE(reply.citations.size(), std::size_t(3));
            QCOMPARE(reply.stop, ChatStop::Finished);
            QCOMPARE(reply.provider, std::string(claude ? "anthropic" : "openai"));
            QCOMPARE(reply.model, std::string(claude ? "claude-haiku-5-5-20261001" : "gpt-6-luna-2026-10-01"));
            QCOMPARE(reply.requestId, std::string("req_1"));
            QVERIFY(call.billed
                == std::vector<std::string>{claude ? "anthropic claude-haiku-5-5 6100 87" : "openai gpt-6-luna 5500 250"});
        }
    }
}

void TestProviderModels::theRequestCarriesKeyAndVersion()
{
    Call claude(Interface::Anthropic, Script().eventStream(streamOf(Interface::Anthropic)));
    QVERIFY(claude.reply());
    QCOMPARE(claude.received().method, std::string("POST"));
    QCOMPARE(claude.received().target, std::string("/v1/messages"));
    QCOMPARE(claude.received().header("x-api-key"), secretKey);
    QCOMPARE(claude.received().header("anthropic-version"), std::string("2023-06-01"));
    QCOMPARE(claude.received().header("content-type"), std::string("application/json"));
    QVERIFY(valueOf(parseJson(claude.received().body)).contains("max_tokens"));

    Call chat(Interface::Chat, Script().eventStream(streamOf(Interface::Chat)));
    QVERIFY(chat.reply());
    QCOMPARE(chat.received().target, std::string("/v1/chat/completions"));
    QCOMPARE(chat.received().header("authorization"), "Bearer " + secretKey);

    Call responses(Interface::Responses, Script().eventStream(streamOf(Interface::Responses)));
    QVERIFY(responses.reply());
    QCOMPARE(responses.received().target, std::string("/v1/responses"));
}

void TestProviderModels::theAccountsLimitsAreTold()
{
    const Script::Headers headers{{"anthropic-ratelimit-tokens-limit", "100"}, {"anthropic-ratelimit-tokens-remaining", "3"},
        {"x-ratelimit-limit-tokens", "100"}, {"x-ratelimit-remaining-tokens", "3"}, {"x-ratelimit-reset-tokens", "2s"}};
    for (const Interface interface : interfaces) {
        Call call(interface, Script().eventStream(streamOf(interface), 0, headers));
        QVERIFY(call.reply());
        QCOMPARE(call.limits.size(), std::size_t(1));
        QCOMPARE(call.limits[0].tokens.value().remaining, std::int64_t{3});
        // Of an answer that is an error too.
        Call refused(interface, Script().answer(429, "{}", headers));
        QVERIFY(!refused.reply());
        QCOMPARE(refused.limits.size(), std::size_t(1));
    }
}

void TestProviderModels::anErrorAfterTheWholeAnswerTakesNothingFromIt()
{
    for (const Interface interface : interfaces) {
        Call call(
            interface, Script().request().chunkedHead(200, {{"content-type", "text/event-stream"}}).chunk(streamOf(interface)));
        const ChatReply reply = valueOf(call.reply());
        QCOMPARE(reply.text, call.heard);
        QCOMPARE(call.billed.size(), std::size_t(1));
    }
}

void TestProviderModels::aRefusalIsAReply()
{
    Call claude(Interface::Anthropic, Script().eventStream(recordedStream("anthropic-refusal.sse")));
    QCOMPARE(valueOf(claude.reply()).stop, ChatStop::Refused);
    Call chat(Interface::Chat, Script().eventStream(recordedStream("openai-chat-refusal.sse")));
    QCOMPARE(valueOf(chat.reply()).refusal, std::string("I cannot help with that."));
}

void TestProviderModels::whatCannotBeSentIsNotSent()
{
    for (const Interface interface : interfaces) {
        Call call(interface, Script());
        ChatRequest both = request();
        both.schema = "{}";
        const auto reply = call.reply(both);
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(call.requests(), std::size_t(0));
    }
}

void TestProviderModels::settingsThatCannotBePartOfARequestAreRefused()
{
    CurlClient http;
    const ManualClock clock;
    AnthropicModel::Settings good;
    good.key = secretKey;
    good.options.model = "claude-haiku-5-5";
    QVERIFY(AnthropicModel::create(http, good).has_value());
    std::vector<AnthropicModel::Settings> wrong(4, good);
    wrong[0].key += "\r\nx: y";
    wrong[1].options.model = "";
    wrong[2].baseUrl = "file:///etc/passwd";
    wrong[3].key = "";
    for (const AnthropicModel::Settings& settings : wrong) {
        const auto model = AnthropicModel::create(http, settings);
        QVERIFY(!model && model.error().code == ErrorCode::InvalidArgument && saysNothingSecret(model.error()));
    }
    OpenAiModel::Settings local;
    local.provider = "local";
    local.options.model = "qwen3:8b";
    QCOMPARE(valueOf(OpenAiModel::create(http, clock, local))->provider(), std::string("local"));
    local.key = "a\nb";
    QVERIFY(!OpenAiModel::create(http, clock, local));
}

QTEST_GUILESS_MAIN(TestProviderModels)
#include "TestProviderModels.moc"
