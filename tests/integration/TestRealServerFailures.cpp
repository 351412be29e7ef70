// links: tandem_llm
// How our clients fare at llama-server when something goes wrong: it is asked too much, called off, too slow, not ready, cut on
// the way or killed.
#include "RealServerCalls.h"
#include "services/http/Retry.h"
#include "services/llm/FallbackModel.h"
#include "support/FaultProxy.h"
#include "support/ManualClock.h"

#include <QElapsedTimer>

#include <stop_token>

using namespace tandem;

namespace {

// Waits for nobody and notes how long it would have waited.
struct PatientClient {
    CurlClient curl;
    SystemClock clock;
    std::vector<Milliseconds> waits;
    RetryingClient http{curl, clock, RetryPolicy::openai(),
        Patience{.wait =
                     [this](Milliseconds time, const std::stop_token&) {
                         waits.push_back(time);
                         return true;
                     },
            .chance = [] { return 0.0; }}};
};

} // namespace

class TestRealServerFailures : public QObject {
    Q_OBJECT

    std::unique_ptr<ModelServer> m_server; // two slots of 1,024 tokens
    std::unique_ptr<ModelServer> m_endless; // the same, whose answers end at the limit alone
    std::unique_ptr<ModelServer> m_narrow; // one slot of 256 tokens, and a key
    CurlClient m_http;

private Q_SLOTS:
    void initTestCase();
    void aRequestThatIsTooLongIsSaidToBe_data() { addForms(); }
    void aRequestThatIsTooLongIsSaidToBe();
    void whereOneServerIsTooNarrowTheNextAnswers();
    void aCallThatIsCalledOffEndsAtTheServerToo_data() { addForms(); }
    void aCallThatIsCalledOffEndsAtTheServerToo();
    void aDeadlineEndsALongAnswer_data() { addForms(); }
    void aDeadlineEndsALongAnswer();
    void aWrongKeyOrAddressIsSaid_data() { addForms(); }
    void aWrongKeyOrAddressIsSaid();
    void aServerThatIsStillLoadingIsAskedAgain_data() { addForms(); }
    void aServerThatIsStillLoadingIsAskedAgain();
    void aStreamThatIsCutOnTheWayIsNoAnswer_data() { addForms(); }
    void aStreamThatIsCutOnTheWayIsNoAnswer();
    void aServerThatIsKilledInMidStreamIsAnError();
};

void TestRealServerFailures::initTestCase()
{
    if (const std::string missing = ModelServer::missing(); !missing.empty())
        QSKIP(missing.c_str());
    m_server = std::make_unique<ModelServer>();
    m_endless = std::make_unique<ModelServer>(QStringList{QStringLiteral("--ignore-eos")});
    m_narrow = std::make_unique<ModelServer>(QStringList{QStringLiteral("--ctx-size"), QStringLiteral("256"),
        QStringLiteral("--parallel"), QStringLiteral("1"), QStringLiteral("--api-key"), qt(rightKey)});
    for (ModelServer* const server : {m_server.get(), m_endless.get(), m_narrow.get()})
        QVERIFY2(server->isReady(), server->log().c_str());
}

void TestRealServerFailures::aRequestThatIsTooLongIsSaidToBe()
{
    QFETCH(const Form, form);
    Ear ear;
    const auto reply = modelAt(m_server->url(), form, m_http)->reply(question(sentences(200)), ear.listener(), {});
    QVERIFY(!reply);
    QVERIFY2(reply.error().code == ErrorCode::TooLarge && !reply.error().retryable, reply.error().message.c_str());
    QVERIFY(!reply.error().message.contains("train"));
    QVERIFY(ear.billed.empty());
}

void TestRealServerFailures::whereOneServerIsTooNarrowTheNextAnswers()
{
    for (const Form form : forms) {
        std::vector<std::unique_ptr<ChatModel>> models;
        models.push_back(modelAt(m_narrow->url(), form, m_http, rightKey));
        models.push_back(modelAt(m_server->url(), form, m_http));
        const ManualClock clock;
        FallbackModel model(std::move(models), clock, {});
        Ear ear;
        const ChatReply reply
            = valueOf(model.reply(question(sentences(32) + "What is the capital of France?"), ear.listener(), {}));
        QVERIFY(!reply.text.empty());
        QCOMPARE(ear.heard, reply.text);
        QCOMPARE(ear.billed.size(), std::size_t(1));
        QVERIFY(reply.usage.totalInput() > 256);
    }
}

void TestRealServerFailures::aCallThatIsCalledOffEndsAtTheServerToo()
{
    QFETCH(const Form, form);
    const std::size_t before = m_endless->log().size();
    std::stop_source stop;
    Ear ear;
    ear.onText = [&] {
        if (ear.pieces == 3)
            stop.request_stop();
    };
    const auto model = modelAt(m_endless->url(), form, m_http);
    const auto reply = model->reply(question("Tell me about Paris.", longAnswer), ear.listener(), stop.get_token());
    QVERIFY(!reply && reply.error().code == ErrorCode::Cancelled);
    QVERIFY(!ear.heard.empty());
    QCOMPARE(ear.billed.size(), std::size_t(1));
    QVERIFY(ear.billed.front().estimated);
    QVERIFY(m_endless->rests(30'000));
    QVERIFY2(m_endless->says("cancel task", before), "the server wrote on");
    QCOMPARE(valueOf(model->reply(question("Tell me about Rome.", 5), {}, {})).usage.output, 5);
}

void TestRealServerFailures::aDeadlineEndsALongAnswer()
{
    QFETCH(const Form, form);
    ChatRequest asked = question("Tell me about Paris.", longAnswer);
    asked.timeout = Milliseconds(600);
    QElapsedTimer timer;
    timer.start();
    const auto model = modelAt(m_endless->url(), form, m_http);
    const auto reply = model->reply(asked, {}, {});
    QVERIFY2(!reply && reply.error().code == ErrorCode::TimedOut, reply ? "answered" : reply.error().message.c_str());
    QVERIFY(reply.error().retryable);
    QVERIFY2(timer.elapsed() < 5'000, "it hung");
    QVERIFY(m_endless->rests(30'000));
    QCOMPARE(valueOf(model->reply(question("Tell me about Rome.", 5), {}, {})).usage.output, 5);
}

void TestRealServerFailures::aWrongKeyOrAddressIsSaid()
{
    QFETCH(const Form, form);
    const auto refused = modelAt(m_narrow->url(), form, m_http, "sk-a-wrong-key")->reply(question(), {}, {});
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == ErrorCode::Unauthenticated && !refused.error().retryable, refused.error().message.c_str());
    QVERIFY(!refused.error().message.contains("sk-"));
    QVERIFY(modelAt(m_narrow->url(), form, m_http, rightKey)->reply(question(), {}, {}).has_value());
    const auto lost = modelAt(m_server->url("/nowhere"), form, m_http)->reply(question(), {}, {});
    QVERIFY(!lost);
    QVERIFY2(lost.error().code == ErrorCode::InvalidArgument && lost.error().message.contains("address"),
        lost.error().message.c_str());
}

void TestRealServerFailures::aServerThatIsStillLoadingIsAskedAgain()
{
    QFETCH(const Form, form);
    Fault loading; // as this server says it
    const std::string body = "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}";
    loading.instead = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
    const FaultProxy proxy(m_server->port(), {loading, loading});
    PatientClient patient;
    Ear ear;
    const ChatReply reply = valueOf(modelAt(proxy.url(""), form, patient.http)->reply(question(), ear.listener(), {}));
    QVERIFY2(reply.text.contains("Paris"), reply.text.c_str());
    QCOMPARE(patient.waits.size(), std::size_t(2));
    QCOMPARE(proxy.connections(), std::size_t(3));
    QCOMPARE(ear.billed.size(), std::size_t(1));
}

void TestRealServerFailures::aStreamThatIsCutOnTheWayIsNoAnswer()
{
    QFETCH(const Form, form);
    for (const Fault::End end : {Fault::End::Close, Fault::End::Reset}) {
        const FaultProxy proxy(m_endless->port(), {Fault::endAfter(1'500, end)});
        PatientClient patient;
        Ear ear;
        const auto model = modelAt(proxy.url(""), form, patient.http);
        const auto reply = model->reply(question("Tell me about Paris.", 20), ear.listener(), {});
        QVERIFY(!reply);
        QVERIFY2(reply.error().code == ErrorCode::Unavailable && reply.error().retryable, reply.error().message.c_str());
        QVERIFY(!ear.heard.empty());
        QCOMPARE(proxy.connections(), std::size_t(1)); // what was heard is not asked for again behind the listener's back
        QCOMPARE(ear.billed.size(), std::size_t(1));
        QVERIFY(ear.billed.front().estimated);
        QVERIFY(model->reply(question("Tell me about Paris.", 5), {}, {}).has_value()); // the proxy now lets all pass
    }
}

void TestRealServerFailures::aServerThatIsKilledInMidStreamIsAnError()
{
    for (const Form form : forms) {
        ModelServer server({QStringLiteral("--ignore-eos")});
        QVERIFY2(server.isReady(), server.log().c_str());
        PatientClient patient;
        Ear ear;
        ear.onText = [&] { server.kill(); };
        const auto model = modelAt(server.url(), form, patient.http);
        const auto cut = model->reply(question("Tell me about Paris.", longAnswer), ear.listener(), {});
        QVERIFY(!cut && cut.error().code == ErrorCode::Unavailable && cut.error().retryable);
        QCOMPARE(ear.billed.size(), std::size_t(1));
        QVERIFY(patient.waits.empty());
        const auto gone = model->reply(question(), {}, {});
        QVERIFY(!gone && gone.error().code == ErrorCode::Unavailable && gone.error().retryable);
        QCOMPARE(patient.waits.size(), std::size_t(2));
    }
}

QTEST_GUILESS_MAIN(TestRealServerFailures)
#include "TestRealServerFailures.moc"
