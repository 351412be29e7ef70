// links: tandem_engine
// A ticket whose answer a real server writes: the engine that the programs run, with llama-server as its provider. What a small
// model says is not known beforehand; that it was asked, what it took and that nothing unsupported is left of it, is.
#include "Engine.h"
#include "support/ManualClock.h"
#include "support/ModelServer.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>
#include <string>

using namespace tandem;

namespace {

const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};
constexpr int longestWait = 200'000; // milliseconds: a busy machine computes slowly

const std::string article
    = "When the badge printer prints blank badges, its ribbon sits upside down. Turn the ribbon over and print a "
      "test badge.";
// So small a model rarely ends, and rarely quotes. The server holds it to one sentence that we know and one of its own, both with
// a marker: so there is something that holds, and something to be checked.
const char* const grammar = "root ::= \"Turn the ribbon over and print a test badge [1.2]. \" own\n"
                            "own ::= [A-Z] [a-z ,]{30,70} \" [1.1].\"\n";
const std::string known = "Turn the ribbon over and print a test badge.";

const std::string question = "Why does the badge printer print blank badges? Yours, Ada Holm, ada.holm@example.com";

class Desk {
public:
    explicit Desk(const ModelServer& server)
    {
        Config::Sources sources;
        sources.flags = {{"llm.provider", "openai"}, {"llm.openai.base_url", server.url("/v1")}, {"llm.openai.api", "compatible"},
            {"llm.model", "smol"}, {"llm.temperature", "0"}, {"llm.max_tokens", "160"}, {"pipeline.stage_seconds", "600"}};
        Engine::Options options;
        options.workspace = path(m_directory) / "workspace";
        options.resources = TANDEM_RESOURCES;
        options.config = valueOf(Config::load(sources));
        options.workers = WorkerMode::Run;
        m_engine = valueOf(Engine::create(std::move(options), m_clock));
        valueOf(m_engine->assistant().detectLanguage("loaded?")); // waits until everything is
        Document document;
        document.id = ArticleId("badge-printer");
        document.title = "Badge printer prints blank badges";
        document.body = article;
        document.language = Language::En;
        succeed(m_engine->library().put(admin, document));
    }

    Engine* operator->() { return m_engine.get(); }

    TicketView answered()
    {
        IncomingMessage message;
        message.customerId = "ada";
        message.customerName = "Ada Holm";
        message.subject = "Badge printer";
        message.text = question;
        const TicketId id = valueOf(m_engine->intake().submit(admin, message)).id;
        QElapsedTimer timer;
        timer.start();
        while (true) {
            TicketView view = valueOf(m_engine->conversations().ticket(admin, id));
            if (view.ticket.draft)
                return view;
            if (timer.elapsed() > longestWait)
                qFatal("the ticket got no draft; its status is %s", std::string(name(view.ticket.status)).c_str());
            QTest::qSleep(20);
        }
    }

private:
    QTemporaryDir m_directory;
    ManualClock m_clock;
    std::unique_ptr<Engine> m_engine;
};

// The number of a counter in Prometheus' text; nullopt when it is not there.
std::optional<double> counted(const std::string& metrics, const std::string& series)
{
    const std::size_t at = metrics.find(series + ' ');
    return at == std::string::npos ? std::nullopt : std::optional(std::stod(metrics.substr(at + series.size())));
}

} // namespace

class TestRealServerDrafts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const std::string missing = ModelServer::missing(); !missing.empty())
            QSKIP(missing.c_str());
    }
    void aTicketsDraftIsAskedOfTheServerAndChecked();
    void theComposerWritesWhenTheServerIsGone();
};

void TestRealServerDrafts::aTicketsDraftIsAskedOfTheServerAndChecked()
{
    ModelServer server({QStringLiteral("--ctx-size"), QStringLiteral("8192"), QStringLiteral("--grammar"), qt(grammar)});
    QVERIFY2(server.isReady(), server.log().c_str());
    Desk desk(server);
    const TicketView view = desk.answered();
    const Draft& draft = *view.ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("local"));
    QCOMPARE(draft.usage.model, std::string("smol"));
    QVERIFY2(draft.text.contains(known), draft.text.c_str());
    QVERIFY2(!draft.text.contains("[1."), draft.text.c_str());
    int held = 0;
    for (const DraftSentence& sentence : draft.sentences) {
        if (!sentence.factual)
            continue;
        // What the model says of its own is dropped, or it stands because the article says it.
        QVERIFY2(sentence.supported, (sentence.text + ": " + sentence.reason).c_str());
        QCOMPARE(sentence.citations.front().article, ArticleId("badge-printer"));
        held += sentence.text.contains(known) ? 1 : 0;
    }
    QCOMPARE(held, 1);

    const auto ledger = valueOf(desk->egress().list(admin, {}));
    QCOMPARE(ledger.entries.size(), std::size_t(1));
    QCOMPARE(ledger.entries.front().ticket, view.ticket.id);
    QVERIFY(ledger.entries.front().bytesOut > std::int64_t(article.size()));
    QVERIFY(draft.usage.inputTokens > 300 && draft.usage.outputTokens > 20);
    const std::string metrics = desk->administration().metrics();
    const auto tokens = [&](const std::string& kind) {
        return counted(metrics, "tandem_llm_tokens_total{provider=\"local\",kind=\"" + kind + "\"}").value_or(-1);
    };
    QCOMPARE(tokens("input") + tokens("cache_read"), double(draft.usage.inputTokens));
    QCOMPARE(tokens("output"), double(draft.usage.outputTokens));
    QVERIFY(!server.log().contains("ada.holm") && !server.log().contains("Holm"));
}

void TestRealServerDrafts::theComposerWritesWhenTheServerIsGone()
{
    ModelServer server;
    QVERIFY2(server.isReady(), server.log().c_str());
    Desk desk(server);
    server.kill();
    const Draft draft = *desk.answered().ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("composer"));
    QVERIFY2(draft.text.contains("upside down"), draft.text.c_str());
}

QTEST_GUILESS_MAIN(TestRealServerDrafts)
#include "TestRealServerDrafts.moc"
