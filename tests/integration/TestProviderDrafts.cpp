// links: tandem_engine
// Drafts by a model of a provider, through the engine that the programs run: a real server on loopback that speaks the provider's
// protocol, the ledger of what left, the books of what it cost, and the composer where the provider fails.
#include "Engine.h"
#include "support/ManualClock.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

using namespace tandem;

namespace {

const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};
constexpr int longestWait = 60000; // milliseconds, for what other threads do

const std::string article
    = "When the badge printer prints blank badges, its ribbon sits upside down. Turn the ribbon over and print a "
      "test badge.";
const std::string question = "Why does the badge printer print blank badges? ada.holm@example.com";

// An answer as Chat Completions streams it.
std::string chatStream(const std::vector<std::string>& pieces)
{
    std::string events;
    for (const std::string& piece : pieces)
        events += "data: {\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + piece + "\"}}]}\n\n";
    events += "data: {\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    events += "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":17}}\n\n";
    return events + "data: [DONE]\n\n";
}

class Desk {
public:
    explicit Desk(const std::string& url, std::vector<std::pair<std::string, std::string>> settings = {})
    {
        settings.insert(settings.begin(), {{"llm.provider", "openai"}, {"llm.openai.base_url", url}, {"llm.model", "tiny"}});
        Config::Sources sources;
        sources.flags = std::move(settings);
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

    TicketView answered(const std::string& text = question, const std::string& customer = "ada")
    {
        IncomingMessage message;
        message.customerId = customer;
        message.customerName = "Ada Holm";
        message.subject = "Badge printer";
        message.text = text;
        const TicketId id = valueOf(m_engine->intake().submit(admin, message)).id;
        QElapsedTimer timer;
        timer.start();
        while (true) {
            TicketView view = valueOf(m_engine->conversations().ticket(admin, id));
            if (view.ticket.draft)
                return view;
            if (timer.elapsed() > longestWait)
                qFatal("the ticket got no draft; its status is %s", std::string(name(view.ticket.status)).c_str());
            QTest::qSleep(5);
        }
    }

private:
    QTemporaryDir m_directory;
    ManualClock m_clock;
    std::unique_ptr<Engine> m_engine;
};

} // namespace

class TestProviderDrafts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aModelsDraftIsCitedCheckedLedgeredAndPriced();
    void whatTheModelInventsIsTakenOut();
    void theComposerWritesWhereNothingOfTheModelsHolds();
    void whatDoesNotHoldIsWrittenAnewOnce();
    void aRefusedDraftThatCannotBeWrittenAnewIsLeftToTheComposer();
    void whatIsDroppedIsNotWrittenAnew();
    void theComposerWritesWhereTheProviderFails();
    void theProviderReadsAllOfALongMessageAndWhatWasAnsweredBefore();
    void whoFloodsTheDeskCostsNothing();
    void withTheSwitchOffNothingLeaves();
    void anEqualQuestionIsAnsweredWithoutASecondCall();
    void withoutTheCacheEachQuestionIsAsked();
    void aHundredTicketsWaitForASlowProviderAtOnce();
    void aProviderThatCannotBeAskedIsSaidAtTheStart_data();
    void aProviderThatCannotBeAskedIsSaidAtTheStart();
};

void TestProviderDrafts::aModelsDraftIsCitedCheckedLedgeredAndPriced()
{
    const ScriptedServer server({},
        Script().eventStream(
            chatStream({"Its ribbon sits upside ", "down [1.1]. Turn the ribbon over and print", " a test badge [1.2]."}), 7));
    Desk desk(server.url("/v1"));
    const TicketView view = desk.answered();
    const Draft& draft = *view.ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("local"));
    QCOMPARE(draft.usage.model, std::string("tiny"));
    QCOMPARE(draft.usage.inputTokens, 120);
    QCOMPARE(draft.usage.outputTokens, 17);
    QVERIFY2(draft.usage.promptVersion.starts_with("answer "), draft.usage.promptVersion.c_str());
    QVERIFY2(draft.text.find("Turn the ribbon over and print a test badge.") != std::string::npos, draft.text.c_str());
    QVERIFY2(draft.text.find("[1.") == std::string::npos, draft.text.c_str());
    int supported = 0;
    for (const DraftSentence& sentence : draft.sentences) {
        if (!sentence.factual)
            continue;
        QVERIFY2(sentence.supported, (sentence.text + ": " + sentence.reason).c_str());
        QCOMPARE(sentence.citations.front().article, ArticleId("badge-printer"));
        ++supported;
    }
    QCOMPARE(supported, 2);

    const auto requests = server.requests();
    QCOMPARE(requests.size(), std::size_t(1));
    QVERIFY2(requests.front().body.find("upside down") != std::string::npos, "the evidence goes along");
    for (const char* personal : {"ada.holm", "Holm"})
        QVERIFY2(requests.front().body.find(personal) == std::string::npos, personal);
    const auto ledger = valueOf(desk->egress().list(admin, {}));
    QCOMPARE(ledger.entries.size(), std::size_t(1));
    QCOMPARE(ledger.entries.front().ticket, view.ticket.id);
    QVERIFY(ledger.entries.front().bytesOut > std::int64_t(requests.front().body.size()));
}

void TestProviderDrafts::whatTheModelInventsIsTakenOut()
{
    const ScriptedServer server({},
        Script().eventStream(chatStream({"Turn the ribbon over and print a test badge [1.2]. A new ribbon costs "
                                         "€38.00 and arrives within 3 days [1.1]."})));
    Desk desk(server.url("/v1"));
    const Draft draft = *desk.answered().ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("local"));
    QVERIFY2(draft.text.find("38") == std::string::npos, draft.text.c_str());
    QVERIFY2(draft.text.find("Turn the ribbon over") != std::string::npos, draft.text.c_str());
}

void TestProviderDrafts::theComposerWritesWhereNothingOfTheModelsHolds()
{
    const ScriptedServer server(
        {}, Script().eventStream(chatStream({"Badges are made of cheese [1.1]. Call 555 0199 at once."})));
    Desk desk(server.url("/v1"));
    const TicketView view = desk.answered("Why does the badge printer print blank badges?");
    QCOMPARE(server.requests().size(), std::size_t(2)); // asked once more, and no further
    QCOMPARE(view.ticket.draft->usage.provider, std::string("composer"));
    QVERIFY2(view.ticket.draft->text.find("upside down") != std::string::npos, view.ticket.draft->text.c_str());
    QVERIFY2(view.ticket.draft->text.find("cheese") == std::string::npos, view.ticket.draft->text.c_str());
}

void TestProviderDrafts::whatDoesNotHoldIsWrittenAnewOnce()
{
    const ScriptedServer server({Script().eventStream(chatStream({"ada.holm@example.com knows: badges are made of cheese."}))},
        Script().eventStream(chatStream({"Turn the ribbon over and print a test badge [1.2]."})));
    Desk desk(server.url("/v1"));
    const TicketView view = desk.answered();
    const Draft& draft = *view.ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("local"));
    QVERIFY2(draft.text.contains("Turn the ribbon over and print a test badge."), draft.text.c_str());
    QVERIFY2(!draft.text.contains("cheese"), draft.text.c_str());
    QCOMPARE(draft.usage.inputTokens, 240);
    QCOMPARE(draft.usage.outputTokens, 34);
    const auto requests = server.requests();
    QCOMPARE(requests.size(), std::size_t(2));
    const std::string& asked = requests.back().body;
    QVERIFY2(asked.contains("may not be sent") && asked.contains("badges are made of cheese"), asked.c_str());
    for (const char* personal : {"ada.holm", "Holm"})
        QVERIFY2(!asked.contains(personal), personal);
    QCOMPARE(valueOf(desk->egress().list(admin, {})).entries.size(), std::size_t(2));
}

void TestProviderDrafts::aRefusedDraftThatCannotBeWrittenAnewIsLeftToTheComposer()
{
    const ScriptedServer server({Script().eventStream(chatStream({"Badges are made of cheese [1.1]."}))},
        Script().answer(401, "{\"error\":{\"type\":\"invalid_request_error\"}}"));
    Desk desk(server.url("/v1"));
    const Draft draft = *desk.answered("Why does the badge printer print blank badges?").ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("composer"));
    QVERIFY2(draft.text.contains("upside down"), draft.text.c_str());
}

void TestProviderDrafts::whatIsDroppedIsNotWrittenAnew()
{
    const ScriptedServer server({}, Script().eventStream(chatStream({"Turn the ribbon over [1.2]. Badges are made of cheese."})));
    Desk desk(server.url("/v1"));
    QVERIFY(!desk.answered().ticket.draft->text.contains("cheese"));
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestProviderDrafts::theComposerWritesWhereTheProviderFails()
{
    const ScriptedServer server({}, Script().answer(401, "{\"error\":{\"type\":\"invalid_request_error\"}}"));
    Desk desk(server.url("/v1"));
    const Draft draft = *desk.answered("Why does the badge printer print blank badges?").ticket.draft;
    QCOMPARE(draft.usage.provider, std::string("composer"));
    QVERIFY2(draft.text.find("upside down") != std::string::npos, draft.text.c_str());
    QVERIFY(server.connections() > 0);
}

void TestProviderDrafts::theProviderReadsAllOfALongMessageAndWhatWasAnsweredBefore()
{
    const ScriptedServer server({}, Script().eventStream(chatStream({"Turn the ribbon over [1.2]."})));
    Desk desk(server.url("/v1"));
    const TicketId first = desk.answered("My badge printer prints blank badges.").ticket.id;
    valueOf(desk->conversations().reply(admin, first,
        {.text = "We will send you 2 new ribbons by Friday.",
            .idempotencyKey = "k",
            .then = TicketStatus::Pending,
            .draft = {}}));
    std::string story;
    for (int i = 0; i < 100; ++i)
        story += "We have printed badges for visitors for many years. ";
    desk.answered(story + "The ribbon box says lot 77-A. Why does the badge printer print blank badges?");
    const std::string& sent = server.requests().back().body;
    QVERIFY2(sent.contains("lot 77-A"), "the end of a message is a part of it");
    QVERIFY2(sent.contains("We will send you 2 new ribbons by Friday."), "what was promised before is known");
}

void TestProviderDrafts::whoFloodsTheDeskCostsNothing()
{
    const ScriptedServer server({}, Script().eventStream(chatStream({"Turn the ribbon over [1.2]."})));
    Desk desk(server.url("/v1"), {{"limits.tickets_per_customer_hour", "1"}});
    QCOMPARE(desk.answered().ticket.draft->usage.provider, std::string("local"));
    const Ticket second = desk.answered("Why does the badge printer print blank badges?").ticket;
    QCOMPARE(second.draft->usage.provider, std::string("composer"));
    QCOMPARE(second.escalation.front().code, EscalationCode::CustomerRateLimited);
    QCOMPARE(server.requests().size(), std::size_t(1));
}

void TestProviderDrafts::withTheSwitchOffNothingLeaves()
{
    const ScriptedServer server({}, Script().eventStream(chatStream({"Never."})));
    Desk desk(server.url("/v1"), {{"egress.allowed", "false"}});
    const TicketView view = desk.answered();
    QCOMPARE(view.ticket.draft->usage.provider, std::string("composer"));
    QCOMPARE(server.connections(), std::size_t(0));
    const auto ledger = valueOf(desk->egress().list(admin, {}));
    QCOMPARE(ledger.entries.front().outcome, EgressOutcome::Refused);
}

void TestProviderDrafts::anEqualQuestionIsAnsweredWithoutASecondCall()
{
    const ScriptedServer server(
        {}, Script().eventStream(chatStream({"We wrote to [EMAIL_1]. Its ribbon sits upside down [1.1]."})));
    Desk desk(server.url("/v1"));
    const TicketView first = desk.answered();
    const TicketView second = desk.answered("Why does the badge printer print blank badges? bob@example.org", "bob");
    QCOMPARE(server.requests().size(), std::size_t(1));
    QCOMPARE(second.ticket.draft->usage.provider, std::string("local"));
    QCOMPARE(second.ticket.draft->usage.inputTokens, 0);
    QVERIFY2(second.ticket.draft->text.find("upside down") != std::string::npos, second.ticket.draft->text.c_str());
    QVERIFY2(second.ticket.draft->text.find("ada.holm") == std::string::npos, second.ticket.draft->text.c_str());
    QVERIFY(desk->administration().metrics().contains("tandem_llm_cache_total{result=\"hit\"} 1"));
    const auto ledger = valueOf(desk->egress().list(admin, {}));
    QCOMPARE(ledger.entries.size(), std::size_t(1));
    QCOMPARE(ledger.entries.front().ticket, first.ticket.id);
}

void TestProviderDrafts::withoutTheCacheEachQuestionIsAsked()
{
    const ScriptedServer server({}, Script().eventStream(chatStream({"Its ribbon sits upside down [1.1]."})));
    Desk desk(server.url("/v1"), {{"llm.cache_minutes", "0"}});
    desk.answered();
    desk.answered(question, "bob");
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestProviderDrafts::aHundredTicketsWaitForASlowProviderAtOnce()
{
    constexpr int tickets = 100;
    std::atomic<int> waiting = 0;
    std::atomic<bool> go = false;
    Script slow;
    slow.request()
        .then([&] {
            ++waiting;
            for (int i = 0; i < 2000 && !go; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
        })
        .send(Script::answerText(503, "{}"));
    const ScriptedServer server({}, slow);
    Desk desk(server.url("/v1"), {{"llm.cache_minutes", "0"}}); // they ask the same
    std::vector<TicketId> ids;
    for (int i = 0; i < tickets; ++i) {
        IncomingMessage message;
        message.customerId = "customer-" + std::to_string(i);
        message.subject = "Badge printer";
        message.text = "Why does the badge printer print blank badges?";
        ids.push_back(valueOf(desk->intake().submit(admin, message)).id);
    }
    const bool allWait = QTest::qWaitFor([&] { return waiting >= tickets; }, 20000);
    go = true;
    QVERIFY2(allWait, std::to_string(waiting).c_str());
}

void TestProviderDrafts::aProviderThatCannotBeAskedIsSaidAtTheStart_data()
{
    using Settings = std::vector<std::pair<std::string, std::string>>;
    QTest::addColumn<Settings>("settings");
    QTest::addColumn<std::string>("named");
    QTest::newRow("no key") << Settings{{"llm.provider", "anthropic"}} << std::string("ANTHROPIC_API_KEY");
    QTest::newRow("a key in the open") << Settings{{"llm.provider", "openai"}, {"llm.openai.api_key", "sk-secret"},
        {"llm.openai.base_url", "http://models.example/v1"}}
                                       << std::string("llm.openai.base_url must begin with https://");
    QTest::newRow("a host that only looks like this machine") << Settings{{"llm.provider", "openai"},
        {"llm.openai.api_key", "sk-secret"}, {"llm.openai.base_url", "http://127.evil.example/v1"}}
                                                              << std::string("llm.openai.base_url must begin with https://");
    QTest::newRow("a fallback nobody knows")
        << Settings{{"llm.provider", "openai"}, {"llm.fallback", "openai, gemini"}} << std::string("llm.fallback names 'gemini'");
    QTest::newRow("a file that is not there")
        << Settings{{"llm.provider", "local"}, {"llm.local.model", "/no/such.gguf"}} << std::string("/no/such.gguf");
}

void TestProviderDrafts::aProviderThatCannotBeAskedIsSaidAtTheStart()
{
    using Settings = std::vector<std::pair<std::string, std::string>>;
    QFETCH(Settings, settings);
    QFETCH(std::string, named);
    const QTemporaryDir directory;
    const ManualClock clock;
    Config::Sources sources;
    sources.flags = settings;
    Engine::Options options;
    options.workspace = path(directory) / "workspace";
    options.resources = TANDEM_RESOURCES;
    options.config = valueOf(Config::load(sources));
    options.workers = WorkerMode::Run;
    const auto engine = Engine::create(std::move(options), clock);
    QVERIFY(!engine.has_value());
    QVERIFY2(engine.error().message.find(named) != std::string::npos, engine.error().message.c_str());
    QVERIFY2(engine.error().message.find("sk-secret") == std::string::npos, engine.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestProviderDrafts)
#include "TestProviderDrafts.moc"
