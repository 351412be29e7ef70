// links: tandem_llm
// Providers behind a network that spoils their answers: our clients against a real server on loopback, through a proxy that fails
// as networks and overloaded providers do. An answer is the provider's own, whole and once, or an error.
#include "ProviderCalls.h"
#include "services/http/Retry.h"
#include "services/llm/FallbackModel.h"
#include "support/FaultProxy.h"

#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <atomic>
#include <cstdio>
#include <optional>

using namespace tandem;

namespace {

constexpr Milliseconds ample{15'000};
constexpr Milliseconds hasty{700};
constexpr int slack = 5'000; // milliseconds that a busy machine may take on top of a deadline

// The stream with the bytes `what` as a chunk of their own before its second event.
std::string withChunk(std::string answer, const std::string& what)
{
    // The stream is one chunk: it is taken apart, and its two halves are chunks again.
    const std::size_t head = answer.find("\r\n\r\n") + 4;
    const std::size_t size = answer.find("\r\n", head);
    const std::string events = answer.substr(size + 2, std::strtoul(answer.c_str() + head, nullptr, 16));
    const std::size_t cut = events.find("\n\n") + 2;
    answer.erase(head);
    for (const std::string& chunk : {events.substr(0, cut), what, events.substr(cut)}) {
        std::array<char, 20> length{};
        std::snprintf(length.data(), length.size(), "%zx\r\n", chunk.size());
        answer += length.data() + chunk + "\r\n";
    }
    return answer + "0\r\n\r\n";
}

// The same events with a length that is `off` more than there are.
std::string withLength(std::string answer, int off)
{
    const std::size_t head = answer.find("\r\n\r\n") + 4;
    const std::size_t size = answer.find("\r\n", head);
    const std::string events = answer.substr(size + 2, std::strtoul(answer.c_str() + head, nullptr, 16));
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
        + std::to_string(static_cast<int>(events.size()) + off) + "\r\n\r\n" + events;
}

std::string inFrontOf(std::string answer, std::string_view mark, const std::string& what)
{
    return answer.insert(answer.find(mark), what);
}

// One provider behind a spoilt network, asked the way the engine asks: with retries.
class SpoiltCall {
public:
    SpoiltCall(Interface interface, std::vector<Fault> faults)
        : m_interface(interface)
        , m_server({}, Script().eventStream(streamOf(interface)))
        , m_proxy(m_server.port(), std::move(faults))
        , m_http(m_curl, m_clock, interface == Interface::Anthropic ? RetryPolicy::anthropic() : RetryPolicy::openai(),
              Patience{.wait =
                           [this](Milliseconds time, const std::stop_token&) {
                               waits.push_back(time);
                               return true;
                           },
                  .chance = [] { return 0.0; }})
    {
    }

    std::unique_ptr<ChatModel> model()
    {
        if (m_interface == Interface::Anthropic) {
            AnthropicModel::Settings settings;
            settings.baseUrl = m_proxy.url();
            settings.key = secretKey;
            settings.options.model = "claude-haiku-5-5";
            return valueOf(AnthropicModel::create(m_http, settings));
        }
        OpenAiModel::Settings settings;
        settings.baseUrl = m_proxy.url("/v1");
        settings.key = secretKey;
        settings.options.model = "gpt-6-luna";
        settings.options.api = m_interface == Interface::Chat ? OpenAiApi::ChatCompletions : OpenAiApi::Responses;
        return valueOf(OpenAiModel::create(m_http, m_clock, settings));
    }

    ChatListener listener()
    {
        return {.text = [this](std::string_view text) { heard += text; },
            .startsOver = [this] { heard.clear(); },
            .usage = [this](const std::string& provider, const std::string&,
                         const TokenUsage& usage) { billed.push_back(provider + (usage.estimated ? " estimated" : "")); }};
    }

    Result<ChatReply> reply(Milliseconds timeout)
    {
        ChatRequest asked = request();
        asked.timeout = timeout;
        return model()->reply(asked, listener(), {});
    }

    [[nodiscard]] std::size_t tries() const { return m_proxy.connections(); }

    std::string heard;
    std::vector<std::string> billed;
    std::vector<Milliseconds> waits;

private:
    Interface m_interface;
    ScriptedServer m_server;
    FaultProxy m_proxy;
    SystemClock m_clock; // the deadlines are those of real sockets
    CurlClient m_curl;
    RetryingClient m_http;
};

// What the undisturbed provider answers.
ChatReply wholeReply(Interface interface)
{
    return valueOf(SpoiltCall(interface, {}).reply(ample));
}

// How long its answer is on the wire.
std::size_t answerSize(Interface interface)
{
    std::atomic<std::size_t> size = 0; // written by the proxy's thread
    SpoiltCall call(interface, {Fault::changed([&size](std::string answer) {
        size = answer.size();
        return answer;
    })});
    valueOf(call.reply(ample));
    return size;
}

struct Row {
    std::vector<Fault> faults{};
    std::optional<ErrorCode> error{}; // nullopt = the whole answer
    std::size_t tries = 1;
    std::size_t billed = 1;
    Milliseconds timeout = ample;
};

} // namespace

Q_DECLARE_METATYPE(Row)

class TestFaultyNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSpoiltAnswerIsWholeOrAnError_data();
    void aSpoiltAnswerIsWholeOrAnError();
    void whatTheServerAsksToWaitIsWaited();
    void whereverAnAnswerIsCutItIsNeverTakenAsWhole_data();
    void whereverAnAnswerIsCutItIsNeverTakenAsWhole();
    void anotherProviderAnswersAndTheBreakerOpens();
};

void TestFaultyNetwork::aSpoiltAnswerIsWholeOrAnError_data()
{
    using enum ErrorCode;
    using End = Fault::End;
    QTest::addColumn<Row>("row");
    const auto row = [](const char* name, Row row) { QTest::newRow(name) << std::move(row); };
    row("untouched", {.faults = {}, .error = {}});
    for (const int status : {408, 429, 500, 503, 529}) {
        const Fault fault = Fault::status(status);
        const std::string name = std::to_string(status);
        row((name + " once").c_str(), {.faults = {fault}, .error = {}, .tries = 2});
        row((name + " twice").c_str(), {.faults = {fault, fault}, .error = {}, .tries = 3});
        const ErrorCode code = status == 429 ? RateLimited : status == 408 ? TimedOut : Unavailable;
        row((name + " for ever").c_str(), {.faults = {fault, fault, fault}, .error = code, .tries = 3, .billed = 0});
    }
    row("401 is not tried again", {.faults = {Fault::status(401)}, .error = Unauthenticated, .billed = 0});
    row("closed at once, then well", {.faults = {Fault::endAfter(0, End::Close)}, .error = {}, .tries = 2});
    row("reset at once, then well", {.faults = {Fault::endAfter(0, End::Reset)}, .error = {}, .tries = 2});
    row("closed in the head, then well", {.faults = {Fault::endAfter(20, End::Close)}, .error = {}, .tries = 2});
    row("hangs before the head", {.faults = {Fault::endAfter(0, End::Hang)}, .error = TimedOut, .billed = 0, .timeout = hasty});
    row("hangs in the head", {.faults = {Fault::endAfter(20, End::Hang)}, .error = TimedOut, .billed = 0, .timeout = hasty});
    row("hangs in the body", {.faults = {Fault::endAfter(700, End::Hang)}, .error = TimedOut, .timeout = hasty});
    row("closed in the body", {.faults = {Fault::endAfter(700, End::Close)}, .error = Unavailable});
    row("every byte alone", {.faults = {Fault::split(1)}, .error = {}});
    row("seven bytes at a time", {.faults = {Fault::split(7)}, .error = {}});
    row("a drop a while", {.faults = {Fault::split(32, 40)}, .error = TimedOut, .timeout = Milliseconds(1'500)});
    row("a line that is no field between events",
        {.faults = {Fault::changed([](std::string answer) { return withChunk(std::move(answer), "secret\xFF\n\n"); })},
            .error = {}});
    row("an event that is no JSON",
        {.faults = {Fault::changed([](std::string answer) { return withChunk(std::move(answer), "data: {secret\n\n"); })},
            .error = Corrupt});
    const Fault noChunks
        = Fault::changed([](std::string answer) { return answer.insert(answer.find("\r\n\r\n") + 4, "secret\r\n"); });
    row("garbage among the chunks, then well", {.faults = {noChunks}, .error = {}, .tries = 2});
    row("garbage among the chunks for ever",
        {.faults = {noChunks, noChunks, noChunks}, .error = Unavailable, .tries = 3, .billed = 0});
    row("a header twice",
        {.faults = {Fault::changed([](std::string answer) {
             return inFrontOf(std::move(answer), "Content-Type", "Content-Type: text/event-stream\r\nX-A: 1\r\nX-A: 2\r\n");
         })},
            .error = {}});
    row("a length that is too short",
        {.faults = {Fault::changed([](std::string answer) { return withLength(std::move(answer), -700); })},
            .error = Unavailable});
}

void TestFaultyNetwork::aSpoiltAnswerIsWholeOrAnError()
{
    QFETCH(const Row, row);
    for (const Interface interface : interfaces) {
        const ChatReply whole = wholeReply(interface);
        std::vector<Fault> faults = row.faults;
        SpoiltCall call(interface, faults);
        QElapsedTimer timer;
        timer.start();
        const auto reply = call.reply(row.timeout);
        QVERIFY2(timer.elapsed() < row.timeout.count() + slack, "it hung");
        const std::string what = "interface " + std::to_string(static_cast<int>(interface)) + ": "
            + (reply ? "answered" : std::string(name(reply.error().code)) + " " + reply.error().message);
        QVERIFY2(reply.has_value() == !row.error, what.c_str());
        if (reply) {
            QCOMPARE(reply->text, whole.text);
            QCOMPARE(call.heard, whole.text);
            QCOMPARE(reply->citations.size(), whole.citations.size());
            QVERIFY(reply->usage == whole.usage);
        } else {
            QVERIFY2(reply.error().code == *row.error, what.c_str());
            QVERIFY2(saysNothingSecret(reply.error()), what.c_str());
            QVERIFY2(whole.text.starts_with(call.heard), call.heard.c_str());
        }
        QVERIFY2(call.tries() == row.tries, (what + ", tries: " + std::to_string(call.tries())).c_str());
        QVERIFY2(call.billed.size() == row.billed, (what + ", billed: " + std::to_string(call.billed.size())).c_str());
    }
}

void TestFaultyNetwork::whatTheServerAsksToWaitIsWaited()
{
    for (const Interface interface : interfaces) {
        SpoiltCall call(interface, {Fault::status(429, "retry-after: 3\r\n"), Fault::status(529)});
        valueOf(call.reply(ample));
        QCOMPARE(call.waits.size(), std::size_t(2));
        QCOMPARE(call.waits[0], Milliseconds(3'000));
        QCOMPARE(call.waits[1], Milliseconds(1'000)); // its own: 500 ms doubled
        QCOMPARE(call.billed.size(), std::size_t(1));
    }
}

void TestFaultyNetwork::whereverAnAnswerIsCutItIsNeverTakenAsWhole_data()
{
    QTest::addColumn<Interface>("interface");
    QTest::newRow("anthropic") << Interface::Anthropic;
    QTest::newRow("chat") << Interface::Chat;
    QTest::newRow("responses") << Interface::Responses;
}

void TestFaultyNetwork::whereverAnAnswerIsCutItIsNeverTakenAsWhole()
{
    QFETCH(const Interface, interface);
    const ChatReply whole = wholeReply(interface);
    const std::size_t size = answerSize(interface);
    int failed = 0;
    for (const Fault::End end : {Fault::End::Close, Fault::End::Reset}) {
        for (std::size_t cut = 0; cut < size; cut += 41) {
            SpoiltCall call(interface, {Fault::endAfter(cut, end)});
            const auto reply = call.reply(ample);
            const std::string what = "cut after " + std::to_string(cut) + " of " + std::to_string(size) + ": " + call.heard;
            if (reply) {
                QVERIFY2(reply->text == whole.text && call.heard == whole.text, what.c_str());
                QVERIFY2(call.billed.size() == 1, what.c_str());
            } else {
                ++failed;
                QVERIFY2(reply.error().code == ErrorCode::Unavailable && reply.error().retryable, what.c_str());
                QVERIFY2(whole.text.starts_with(call.heard), what.c_str());
                // Who heard something pays for it, once.
                QVERIFY2(call.billed.size() <= 1 && (call.heard.empty() || call.billed.size() == 1), what.c_str());
            }
        }
    }
    QVERIFY(failed > 10);
}

void TestFaultyNetwork::anotherProviderAnswersAndTheBreakerOpens()
{
    constexpr int calls = 12;
    const std::vector<Fault> cutEachTime(100, Fault::endAfter(700, Fault::End::Close));
    for (const Interface interface : interfaces) {
        SpoiltCall broken(interface, cutEachTime);
        SpoiltCall sound(Interface::Chat, {});
        const ManualClock clock;
        std::vector<std::unique_ptr<ChatModel>> models;
        models.push_back(broken.model());
        models.push_back(sound.model());
        const FallbackModel::Settings settings;
        FallbackModel model(std::move(models), clock, settings);
        const std::string whole = wholeReply(Interface::Chat).text;
        for (int i = 0; i < calls; ++i) {
            SpoiltCall ear(Interface::Chat, {}); // only to listen with
            const ChatReply reply = valueOf(model.reply(request(), ear.listener(), {}));
            QCOMPARE(reply.text, whole);
            QCOMPARE(ear.heard, whole); // the cut beginning was called back
            // Both are paid for while the first is still asked, each once; then the second alone.
            QVERIFY(ear.billed.back() == "openai");
            QCOMPARE(ear.billed.size(), std::size_t(i < settings.breaker.failures ? 2 : 1));
        }
        QVERIFY(model.states().front().state == CircuitState::Open);
        QCOMPARE(broken.tries(), std::size_t(settings.breaker.failures));
        QCOMPARE(sound.tries(), std::size_t(calls));
    }
}

QTEST_GUILESS_MAIN(TestFaultyNetwork)
#include "TestFaultyNetwork.moc"
