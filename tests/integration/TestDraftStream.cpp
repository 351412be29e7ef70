// Drafts on their way to who watches: a provider on loopback that writes slowly, the engine and the gateway that the programs
// run, and a client on /api/v1/stream.
#include "Engine.h"
#include "desk/Wire.h"
#include "gateway/Server.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"
#include "support/WebSocketClient.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace tandem;
using namespace std::chrono_literals;
using Opcode = WebSocketClient::Opcode;
using Kind = wire::StreamEvent::Kind;

namespace {

const Actor admin{ActorId("a-admin"), Role::Admin, "Simone Roth", {}};
const std::string question = "Why does the badge printer print blank badges? ada.holm@example.com";

// A piece of an answer as Chat Completions streams it.
std::string piece(const std::string& text)
{
    return "data: {\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

const std::string theEnd = "data: {\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                           "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":17}}\n\n"
                           "data: [DONE]\n\n";

// The same as Claude streams it: all of the beginning with the first piece.
std::string anthropic(const std::string& text)
{
    return "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
           "\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n"
           "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
           "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
           "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
           "\"delta\":{\"type\":\"text_delta\",\"text\":\""
        + text + "\"}}\n\n";
}

const std::string anthropicEnd
    = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
      "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
      "\"usage\":{\"output_tokens\":12}}\n\n"
      "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

// Lets the provider go on, step by step.
class Gate {
public:
    // Waits until open() was called `count` times, or 20 seconds.
    std::function<void()> at(int count)
    {
        return [this, count] {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, 20s, [&] { return m_opened >= count; });
        };
    }
    void open()
    {
        const std::lock_guard lock(m_mutex);
        ++m_opened;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_opened = 0;
};

Script streaming()
{
    Script script;
    script.request().chunkedHead(200, {{"Content-Type", "text/event-stream"}});
    return script;
}

class Desk {
public:
    using Settings = std::vector<std::pair<std::string, std::string>>;

    explicit Desk(const std::string& url, Settings settings = {})
    {
        Config::Sources sources;
        settings.insert(settings.begin(), {{"llm.provider", "openai"}, {"llm.openai.base_url", url}, {"llm.model", "tiny"}});
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
        document.body = "When the badge printer prints blank badges, its ribbon sits upside down. Turn the ribbon over and print "
                        "a test badge.";
        document.language = Language::En;
        succeed(m_engine->library().put(admin, document));
        gateway::Settings anyPort;
        anyPort.port = 0;
        m_server = valueOf(gateway::Server::listen(anyPort,
            {m_engine->intake(), m_engine->conversations(), m_engine->administration(), m_engine->inbox(), m_engine->approvals(),
                m_engine->learning(), m_engine->library(), m_engine->feed(), m_engine->explainer(), m_engine->adaptation(),
                m_engine->egress(), m_engine->reviews(), m_engine->translations(), m_engine->drafts()}));
    }

    Engine* operator->() { return m_engine.get(); }

    TicketId ask(const std::string& text = question)
    {
        IncomingMessage message;
        message.customerId = "ada";
        message.customerName = "Ada Holm";
        message.subject = "Badge printer";
        message.text = text;
        return valueOf(m_engine->intake().submit(admin, message)).id;
    }
    std::optional<Draft> stored(const TicketId& ticket)
    {
        return valueOf(m_engine->conversations().ticket(admin, ticket)).ticket.draft;
    }
    std::unique_ptr<WebSocketClient> listener(Role role)
    {
        const auto customer = role == Role::Customer ? std::optional<std::string>("ada") : std::nullopt;
        const std::string token = valueOf(m_engine->administration().createToken(admin, role, "a", customer));
        return std::make_unique<WebSocketClient>(
            m_server->port(), "/api/v1/stream", WebSocketClient::Headers{{"Authorization", "Bearer " + token}});
    }

private:
    QTemporaryDir m_directory;
    SystemClock m_clock;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<gateway::Server> m_server;
};

// One who watches a ticket's draft: all that is shown, as the frames say it.
class Watcher {
public:
    Watcher(Desk& desk, const TicketId& ticket)
        : m_client(desk.listener(Role::Agent))
    {
        m_client->send(Opcode::Text, toText(wire::toJson(wire::StreamRequest{wire::StreamRequest::Kind::Watch, ticket})));
    }

    // Reads until `text` is shown, or the draft ended.
    void readUntil(const std::string& text)
    {
        while (!ended && shown.find(text) == std::string::npos)
            read();
    }
    void readToTheEnd()
    {
        while (!ended)
            read();
    }

    std::string shown;
    std::vector<std::string> voided;
    bool ended = false;
    bool wasInOrder = true;

private:
    void read()
    {
        const std::string frame = m_client->text();
        if (frame.empty())
            qFatal("the stream ended");
        const auto event = valueOf(wire::fromJson<wire::StreamEvent>(valueOf(parseJson(frame))));
        if (event.kind != Kind::Draft || (event.draft.draft == 0 && shown.empty()))
            return; // nothing is written yet
        ended = event.draft.stage == DraftStage::Ended;
        if (!ended && event.draft.draft != m_draft) {
            if (!shown.empty())
                voided.push_back(std::exchange(shown, {}));
            m_draft = event.draft.draft;
        }
        wasInOrder = wasInOrder && (ended || event.draft.from == static_cast<std::size_t>(qt(shown).toUcs4().size()));
        shown += event.draft.text;
    }

    std::unique_ptr<WebSocketClient> m_client;
    std::uint64_t m_draft = 0;
};

} // namespace

class TestDraftStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsComeBeforeTheDraftIsStored();
    void whatWasRedactedIsShownWhole();
    void aStartOverVoidsWhatWasShown();
    void whoComesLateSeesWhatWasWritten();
    void customersAndProgramsHearNothing();
    void aPieceIsOnTheStreamInAMoment();
};

void TestDraftStream::wordsComeBeforeTheDraftIsStored()
{
    Gate gate;
    Script script = streaming();
    script.then(gate.at(1)).chunk(piece("Its ribbon sits upside down [1.1].")).then(gate.at(2));
    script.chunk(piece(" Turn the ribbon over")).then(gate.at(3)).chunk(piece(" and print a test badge [1.2].")).chunk(theEnd);
    const ScriptedServer server({}, script.lastChunk());
    Desk desk(server.url("/v1"));
    const TicketId ticket = desk.ask();
    Watcher watcher(desk, ticket);
    for (const char* words : {"upside down", "Turn the ribbon over"}) {
        gate.open();
        watcher.readUntil(words);
        QVERIFY2(watcher.shown.find(words) != std::string::npos, watcher.shown.c_str());
        QVERIFY(!watcher.ended);
        QVERIFY(!desk.stored(ticket));
    }
    QVERIFY2(watcher.shown.starts_with("Hello Ada"), watcher.shown.c_str());
    gate.open();
    watcher.readToTheEnd();
    QVERIFY(watcher.wasInOrder);
    QVERIFY(watcher.voided.empty());
    const auto draft = desk.stored(ticket); // it is there when the end is told
    QVERIFY(draft.has_value());
    // What is stored was checked meanwhile, and is read anew.
    QVERIFY2(draft->text.contains("Turn the ribbon over and print a test badge."), draft->text.c_str());
}

void TestDraftStream::whatWasRedactedIsShownWhole()
{
    Gate gate;
    Script script = streaming();
    for (const char* part : {"We wrote to [EM", "AIL", "_1] yest", "erday."})
        script.chunk(piece(part));
    script.then(gate.at(1)).chunk(theEnd);
    const ScriptedServer server({}, script.lastChunk());
    Desk desk(server.url("/v1"));
    Watcher watcher(desk, desk.ask());
    watcher.readUntil("yesterday");
    QVERIFY2(watcher.shown.find("We wrote to ada.holm@example.com yesterday") != std::string::npos, watcher.shown.c_str());
    gate.open();
    for (const auto& request : server.requests())
        QVERIFY2(request.body.find("ada.holm") == std::string::npos, "the provider sees none of it");
}

void TestDraftStream::aStartOverVoidsWhatWasShown()
{
    Gate cut;
    Gate gate;
    Script first = streaming();
    first.chunk(piece("Badge printers are made of cheese.")).then(cut.at(1)).reset();
    Script second = streaming();
    second.chunk(anthropic("Its ribbon sits upside down [1.1].")).then(gate.at(1)).chunk(anthropicEnd).lastChunk();
    const ScriptedServer server({}, first);
    const ScriptedServer other({}, second);
    Desk desk(server.url("/v1"),
        {{"llm.fallback", "anthropic"}, {"llm.anthropic.base_url", other.url("")}, {"llm.anthropic.api_key", "sk-test"}});
    const TicketId ticket = desk.ask();
    Watcher watcher(desk, ticket);
    watcher.readUntil("cheese");
    cut.open();
    watcher.readUntil("upside down");
    QCOMPARE(watcher.voided.size(), std::size_t(1));
    QVERIFY2(watcher.voided.front().find("cheese") != std::string::npos, watcher.voided.front().c_str());
    QVERIFY2(watcher.shown.find("cheese") == std::string::npos, watcher.shown.c_str());
    gate.open();
    watcher.readToTheEnd();
    QVERIFY(watcher.wasInOrder);
    QVERIFY2(desk.stored(ticket)->text.find("cheese") == std::string::npos, "the first one's words are nowhere");
}

void TestDraftStream::whoComesLateSeesWhatWasWritten()
{
    Gate gate;
    Script script = streaming();
    script.chunk(piece("Its ribbon sits upside down [1.1].")).then(gate.at(1)).chunk(theEnd);
    const ScriptedServer server({}, script.lastChunk());
    Desk desk(server.url("/v1"));
    const TicketId ticket = desk.ask();
    Watcher first(desk, ticket);
    first.readUntil("upside down");
    Watcher late(desk, ticket);
    late.readUntil("upside down");
    QCOMPARE(late.shown, first.shown);
    gate.open();
    first.readToTheEnd();
    late.readToTheEnd();
    QCOMPARE(late.shown, first.shown);
}

void TestDraftStream::customersAndProgramsHearNothing()
{
    Gate gate;
    Script script = streaming();
    script.chunk(piece("Its ribbon sits upside down [1.1].")).then(gate.at(1)).chunk(theEnd);
    const ScriptedServer server({}, script.lastChunk());
    Desk desk(server.url("/v1"));
    const TicketId ticket = desk.ask();
    Watcher agent(desk, ticket);
    agent.readUntil("upside down");
    for (const Role role : {Role::Customer, Role::Service}) {
        const auto refused = desk.listener(role);
        QCOMPARE(refused->answer().status, 403);
        const Actor actor{ActorId("a"), role, "", CustomerId("ada")};
        QCOMPARE(desk->drafts().watch(actor, ticket, [] { }).error().code, ErrorCode::Forbidden);
    }
    gate.open();
    agent.readToTheEnd();
}

// Says how long it takes from the provider's write to the client's read.
void TestDraftStream::aPieceIsOnTheStreamInAMoment()
{
    using Time = std::chrono::steady_clock::time_point;
    constexpr int pieces = 150;
    constexpr auto pause = 60ms; // longer than pieces wait for others
    Gate gate;
    std::vector<Time> sent(pieces);
    Script script = streaming();
    script.then(gate.at(1));
    for (int i = 0; i < pieces; ++i) {
        script.then([&sent, i, pause] {
            std::this_thread::sleep_for(pause);
            sent[static_cast<std::size_t>(i)] = std::chrono::steady_clock::now();
        });
        script.chunk(piece(" word" + std::to_string(1000 + i) + "."));
    }
    const ScriptedServer server({}, script.chunk(theEnd).lastChunk());
    Desk desk(server.url("/v1"));
    const TicketId ticket = desk.ask();
    Watcher watcher(desk, ticket);
    gate.open();
    std::vector<double> took;
    for (int i = 0; i < pieces; ++i) {
        watcher.readUntil("word" + std::to_string(1000 + i));
        const std::chrono::duration<double, std::milli> since
            = std::chrono::steady_clock::now() - sent[static_cast<std::size_t>(i)];
        took.push_back(since.count());
    }
    std::ranges::sort(took);
    const double middle = took[pieces / 2];
    const double late = took[pieces * 95 / 100];
    qInfo("from the provider's write to the client's read: p50 %.2f ms, p95 %.2f ms, longest %.2f ms", middle, late, took.back());
    QVERIFY2(middle < 100, std::to_string(middle).c_str()); // ms; a hundred times what it takes where nothing else runs
}

QTEST_GUILESS_MAIN(TestDraftStream)
#include "TestDraftStream.moc"
