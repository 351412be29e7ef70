// links: tandem_llm
#include "services/llm/AnthropicModel.h"
#include "services/llm/OpenAiModel.h"

#include "EventStreams.h"
#include "base/Json.h"
#include "services/http/CurlClient.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

using namespace tandem;

namespace {

const std::string key = "sk-very-secret-key";
const std::string question = "Where is the parcel I sent back?";

enum class Interface { Anthropic, Chat, Responses };
constexpr Interface interfaces[] = {Interface::Anthropic, Interface::Chat, Interface::Responses};

std::string streamOf(Interface interface)
{
    switch (interface) {
    case Interface::Anthropic: return recordedStream("anthropic-cited.sse");
    case Interface::Chat: return recordedStream("openai-chat.sse");
    case Interface::Responses: break;
    }
    return recordedStream("openai-responses.sse");
}

ChatRequest request()
{
    ChatRequest request;
    request.system = "You write for Contoso.";
    request.documents = {{redact("Bills"), {redact("One."), redact("Two.")}},
        {redact("Refunds"), {redact("One."), redact("Two."), redact("Three."), redact("Four.")}}};
    request.messages = {{ChatRole::User, redact(question)}};
    request.timeout = Milliseconds(15'000);
    return request;
}

// One call of a provider at a scripted server, and all that is heard of it.
class Call {
public:
    Call(Interface interface, Script script)
        : m_interface(interface)
        , m_server({std::move(script)})
    {
    }

    Result<ChatReply> reply(const ChatRequest& asked = request(), std::stop_token stop = {})
    {
        ChatListener listener;
        listener.text = [this](std::string_view text) {
            heard += text;
            if (onText)
                onText();
        };
        listener.usage = [this](const std::string& provider, const std::string& model, const TokenUsage& usage) {
            billed.push_back(
                provider + ' ' + model + ' ' + std::to_string(usage.totalInput()) + ' ' + std::to_string(usage.output));
        };
        return model()->reply(asked, listener, std::move(stop));
    }

    [[nodiscard]] ReceivedRequest received() const { return m_server.requests().at(0); }
    [[nodiscard]] std::size_t requests() const { return m_server.requests().size(); }

    std::string heard;
    std::vector<std::string> billed;
    std::vector<RateLimits> limits;
    std::function<void()> onText;

private:
    std::unique_ptr<ChatModel> model()
    {
        const auto hear = [this](const RateLimits& said) { limits.push_back(said); };
        if (m_interface == Interface::Anthropic) {
            AnthropicModel::Settings settings;
            settings.baseUrl = m_server.url();
            settings.key = key;
            settings.options.model = "claude-haiku-5-5";
            settings.rateLimits = hear;
            return valueOf(AnthropicModel::create(m_http, settings));
        }
        OpenAiModel::Settings settings;
        settings.baseUrl = m_server.url("/v1");
        settings.key = key;
        settings.options.model = "gpt-6-luna";
        settings.options.api = m_interface == Interface::Chat ? OpenAiApi::ChatCompletions : OpenAiApi::Responses;
        settings.rateLimits = hear;
        return valueOf(OpenAiModel::create(m_http, m_clock, settings));
    }

    Interface m_interface;
    ScriptedServer m_server;
    CurlClient m_http;
    ManualClock m_clock;
};

bool saysNothingSecret(const Error& error)
{
    for (const std::string& secret : {key, question, std::string("secret"), std::string("Contoso")}) {
        if (error.message.contains(secret))
            return false;
    }
    return !error.message.empty();
}

} // namespace

class TestProviderModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerOverTheWireIsThatOfItsStream();
    void theRequestCarriesKeyAndVersion();
    void theAccountsLimitsAreTold();
    void aStatusThatIsNoAnswerIsAnError_data();
    void aStatusThatIsNoAnswerIsAnError();
    void aServerThatHangsTimesOut();
    void aServerThatHangsInTheMiddleTimesOutAndIsBilled();
    void aStreamThatIsCutIsUnavailableAndBilledOnce();
    void aStreamThatEndsTooEarlyIsUnavailable();
    void anErrorAfterTheWholeAnswerTakesNothingFromIt();
    void aStreamThatIsNoProtocolIsCorrupt();
    void aPageInsteadOfAStreamPointsAtTheAddress();
    void anErrorInTheStreamEndsIt();
    void aRefusalIsAReply();
    void aCallThatIsStoppedIsCancelled();
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
    QCOMPARE(claude.received().header("x-api-key"), key);
    QCOMPARE(claude.received().header("anthropic-version"), std::string("2023-06-01"));
    QCOMPARE(claude.received().header("content-type"), std::string("application/json"));
    QVERIFY(valueOf(parseJson(claude.received().body)).contains("max_tokens"));

    Call chat(Interface::Chat, Script().eventStream(streamOf(Interface::Chat)));
    QVERIFY(chat.reply());
    QCOMPARE(chat.received().target, std::string("/v1/chat/completions"));
    QCOMPARE(chat.received().header("authorization"), "Bearer " + key);

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

void TestProviderModels::aStatusThatIsNoAnswerIsAnError_data()
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

void TestProviderModels::aStatusThatIsNoAnswerIsAnError()
{
    QFETCH(const int, status);
    QFETCH(const int, code);
    QFETCH(const bool, retryable);
    // A provider that repeats what it was sent.
    const std::string body = "{\"error\":{\"type\":\"" + key + "\",\"message\":\"" + key + " " + question + "\"}}";
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

void TestProviderModels::aServerThatHangsTimesOut()
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

void TestProviderModels::aServerThatHangsInTheMiddleTimesOutAndIsBilled()
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
    QVERIFY(call.billed == std::vector<std::string>{"anthropic claude-haiku-5-5 6100 1"});
}

void TestProviderModels::aStreamThatIsCutIsUnavailableAndBilledOnce()
{
    for (const Interface interface : interfaces) {
        const std::string stream = streamOf(interface);
        const Script whole = Script().request().chunkedHead(200, {{"content-type", "text/event-stream"}});
        for (Script script : {Script(whole).chunk(stream.substr(0, stream.size() / 2)),
                 Script(whole).chunk(stream.substr(0, stream.size() / 2)).reset()}) {
            Call call(interface, script);
            const auto reply = call.reply();
            QVERIFY(!reply && reply.error().retryable && saysNothingSecret(reply.error()));
            QCOMPARE(reply.error().code, ErrorCode::Unavailable);
            // OpenAI tells the usage at the end alone.
            QCOMPARE(call.billed.size(), std::size_t(interface == Interface::Anthropic ? 1 : 0));
        }
    }
}

void TestProviderModels::aStreamThatEndsTooEarlyIsUnavailable()
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

void TestProviderModels::aStreamThatIsNoProtocolIsCorrupt()
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

void TestProviderModels::aPageInsteadOfAStreamPointsAtTheAddress()
{
    for (const Interface interface : interfaces) {
        Call call(interface, Script().answer(200, "<html>secret</html>", {{"content-type", "text/html"}}));
        const auto reply = call.reply();
        QVERIFY(!reply && saysNothingSecret(reply.error()) && reply.error().message.contains("address"));
        QCOMPARE(reply.error().code, ErrorCode::InvalidArgument);
    }
}

void TestProviderModels::anErrorInTheStreamEndsIt()
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

void TestProviderModels::aRefusalIsAReply()
{
    Call claude(Interface::Anthropic, Script().eventStream(recordedStream("anthropic-refusal.sse")));
    QCOMPARE(valueOf(claude.reply()).stop, ChatStop::Refused);
    Call chat(Interface::Chat, Script().eventStream(recordedStream("openai-chat-refusal.sse")));
    QCOMPARE(valueOf(chat.reply()).refusal, std::string("I cannot help with that."));
}

void TestProviderModels::aCallThatIsStoppedIsCancelled()
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
    good.key = key;
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
