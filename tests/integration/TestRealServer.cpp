// links: tandem_llm
// Our clients at a server that we did not write: llama-server with a small chat model, in the forms of Chat Completions,
// Responses and Messages. What our own loopback servers send is what we believe that others send; here it is seen.
#include "RealServerCalls.h"
#include "base/Json.h"
#include "services/llm/MeteredModel.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <mutex>
#include <set>
#include <thread>

using namespace tandem;

namespace {

const char* const schema
    = "{\"type\":\"object\",\"properties\":{\"city\":{\"enum\":[\"Rome\",\"Oslo\"]},\"sure\":{\"type\":\"boolean\"}},"
      "\"required\":[\"city\",\"sure\"],\"additionalProperties\":false}";

// The same request, answered in one piece and read without any of our readers.
struct Whole {
    std::string text;
    std::int64_t input = 0;
    std::int64_t output = 0;
};

Whole wholeAnswer(const ModelServer& server, Form form, const ChatRequest& asked)
{
    AnthropicOptions anthropic;
    anthropic.model = "whatever";
    Json body = valueOf(parseJson(
        valueOf(form == Form::Messages ? anthropicRequest(asked, anthropic) : openAiRequest(asked, openAiOptions(form)))));
    body["stream"] = false;
    body.erase("stream_options");
    CurlClient http;
    HttpRequest request;
    request.url = server.url(form == Form::Messages ? "/v1/messages"
            : form == Form::Responses               ? "/v1/responses"
                                                    : "/v1/chat/completions");
    request.headers = {{"content-type", "application/json"}};
    request.body = toText(body);
    const HttpResponse response = valueOf(http.send(request, {}, {}));
    if (response.status != 200)
        qFatal("%d %s", response.status, response.body.c_str());
    const Json json = valueOf(parseJson(response.body));
    const Json& usage = json["usage"];
    Whole whole;
    if (form == Form::Messages) {
        whole.text = json["content"][0]["text"].get<std::string>();
        whole.input = usage["input_tokens"].get<std::int64_t>() + usage["cache_read_input_tokens"].get<std::int64_t>();
    } else if (form == Form::Responses) {
        whole.text = json["output"][0]["content"][0]["text"].get<std::string>();
        whole.input = usage["input_tokens"].get<std::int64_t>();
    } else {
        whole.text = json["choices"][0]["message"]["content"].get<std::string>();
        whole.input = usage["prompt_tokens"].get<std::int64_t>();
    }
    const bool isChat = form == Form::CompatibleChat || form == Form::Chat;
    whole.output = usage[isChat ? "completion_tokens" : "output_tokens"].get<std::int64_t>();
    return whole;
}

struct Notebook final : SpendMeter {
    Status admit(const std::string&, PriceKnowledge) override { return {}; }
    Result<std::int64_t> room(const std::string&, PriceKnowledge) override { return std::numeric_limits<std::int64_t>::max(); }
    void spent(const ChatSpend& spend) override { spends.push_back(spend); }
    std::vector<ChatSpend> spends;
};

} // namespace

class TestRealServer : public QObject {
    Q_OBJECT

    std::unique_ptr<ModelServer> m_server; // two slots of 1,024 tokens
    std::unique_ptr<ModelServer> m_endless; // the same, whose answers end at the limit alone
    CurlClient m_http;

private Q_SLOTS:
    void initTestCase();
    void aStreamSaysWhatAWholeAnswerSays_data() { addForms(); }
    void aStreamSaysWhatAWholeAnswerSays();
    void anAnswerAtItsLimitIsCut_data() { addForms(); }
    void anAnswerAtItsLimitIsCut();
    void aSchemaIsFollowed_data();
    void aSchemaIsFollowed();
    void twoStreamsAtOnceStayApart();
};

void TestRealServer::initTestCase()
{
    if (const std::string missing = ModelServer::missing(); !missing.empty())
        QSKIP(missing.c_str());
    m_server = std::make_unique<ModelServer>();
    m_endless = std::make_unique<ModelServer>(QStringList{QStringLiteral("--ignore-eos")});
    for (ModelServer* const server : {m_server.get(), m_endless.get()})
        QVERIFY2(server->isReady(), server->log().c_str());
}

void TestRealServer::aStreamSaysWhatAWholeAnswerSays()
{
    QFETCH(const Form, form);
    const ChatRequest asked = question();
    wholeAnswer(*m_server, form, asked); // from here on the server has read the question before, for both alike
    const Whole whole = wholeAnswer(*m_server, form, asked);
    const PriceTable prices = valueOf(PriceTable::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "prices.json"));
    Notebook notebook;
    MeteredModel model(modelAt(m_server->url(), form, m_http), "whatever", prices, notebook);
    Ear ear;
    const ChatReply reply = valueOf(model.reply(asked, ear.listener(), {}));
    QCOMPARE(reply.text, whole.text);
    QVERIFY2(reply.text.contains("Paris"), reply.text.c_str());
    QCOMPARE(ear.heard, reply.text);
    QVERIFY(ear.pieces > 2);
    QCOMPARE(reply.stop, ChatStop::Finished);
    QCOMPARE(reply.model, std::string("smol"));
    QVERIFY(!reply.usage.estimated);
    QCOMPARE(reply.usage.totalInput(), whole.input);
    QCOMPARE(reply.usage.output, whole.output);
    QVERIFY(reply.usage.cacheRead > 0 && reply.usage.input > 0);
    // And what was used stands in the books, once.
    QCOMPARE(notebook.spends.size(), std::size_t(1));
    QVERIFY(notebook.spends.front().usage == reply.usage);
    QCOMPARE(notebook.spends.front().ticket, asked.ticket);
    if (form != Form::Messages) // our Anthropic client is Anthropic's, and another name has no price there
        QCOMPARE(notebook.spends.front().microDollars.value_or(-1), 0);
}

void TestRealServer::anAnswerAtItsLimitIsCut()
{
    QFETCH(const Form, form);
    Ear ear;
    const auto model = modelAt(m_endless->url(), form, m_http);
    const ChatReply reply = valueOf(model->reply(question("Tell me about Paris.", 12), ear.listener(), {}));
    QCOMPARE(reply.stop, ChatStop::OutputLimit);
    QCOMPARE(reply.usage.output, 12);
    QVERIFY(!reply.text.empty());
    QCOMPARE(ear.heard, reply.text);
}

void TestRealServer::aSchemaIsFollowed_data()
{
    QTest::addColumn<Form>("form");
    QTest::newRow("compatible chat") << Form::CompatibleChat;
    QTest::newRow("chat completions") << Form::Chat;
}

void TestRealServer::aSchemaIsFollowed()
{
    QFETCH(const Form, form);
    ChatRequest asked = question();
    asked.schema = schema;
    const ChatReply reply = valueOf(modelAt(m_server->url(), form, m_http)->reply(asked, {}, {}));
    const auto json = parseJson(reply.text);
    QVERIFY2(json && json->is_object() && json->size() == 2, reply.text.c_str());
    QVERIFY2((std::set<std::string>{"Rome", "Oslo"}.contains((*json)["city"].get<std::string>())), reply.text.c_str());
    QVERIFY2((*json)["sure"].is_boolean(), reply.text.c_str());
}

void TestRealServer::twoStreamsAtOnceStayApart()
{
    constexpr int tokens = 40;
    const std::array<std::string, 2> texts{"Tell me about Paris.", "Tell me about horses."};
    std::array<std::string, 2> alone;
    for (std::size_t i = 0; i < texts.size(); ++i)
        alone[i] = valueOf(modelAt(m_endless->url(), Form::Chat, m_http)->reply(question(texts[i], tokens), {}, {})).text;
    QVERIFY(alone[0] != alone[1]);

    std::mutex mutex;
    std::vector<std::size_t> order; // whose piece came
    std::array<Ear, 2> ears;
    std::array<std::string, 2> got;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            ears[i].onText = [&, i] {
                const std::scoped_lock lock(mutex);
                order.push_back(i);
            };
            threads.emplace_back([&, i] {
                const auto model = modelAt(m_endless->url(), Form::Chat, m_http);
                got[i] = valueOf(model->reply(question(texts[i], tokens), ears[i].listener(), {})).text;
            });
        }
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        QCOMPARE(ears[i].heard, got[i]);
        QCOMPARE(ears[i].billed.size(), std::size_t(1));
        QCOMPARE(ears[i].billed.front().output, tokens);
        // Its own beginning; further on, arithmetic in other batches may choose another word.
        QCOMPARE(got[i].substr(0, 20), alone[i].substr(0, 20));
    }
    const std::size_t second = 1 - order.front();
    QVERIFY2(std::ranges::find(order, second) < std::ranges::find(order.rbegin(), order.rend(), order.front()).base(),
        "one waited for the other");
}

QTEST_GUILESS_MAIN(TestRealServer)
#include "TestRealServer.moc"
