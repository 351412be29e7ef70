// links: tandem_gateway
#include "MemoryDesk.h"
#include "base/Json.h"
#include "desk/Wire.h"
#include "support/Strings.h"
#include "support/WebSocketClient.h"

#include <QTest>

#include <future>
#include <memory>

using namespace tandem;
using namespace std::chrono_literals;
using Opcode = WebSocketClient::Opcode;

namespace {

WebSocketClient::Headers bearer(Role role)
{
    return {{"Authorization", "Bearer " + MemoryDesk::token(role)}};
}

wire::StreamEvent told(const std::string& text)
{
    return valueOf(wire::fromJson<wire::StreamEvent>(valueOf(parseJson(text))));
}

} // namespace

// /api/v1/stream over real sockets.
class TestStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_server = valueOf(gateway::Server::listen(anyPort(), m_desk->desk()));
    }
    void cleanup()
    {
        m_server.reset();
        QCOMPARE(m_desk->feed().listeners(), std::size_t(0)); // whatever happened, nobody listens any more
        m_desk.reset();
    }

    void aHelloComesFirstAndThenEachChange()
    {
        m_desk->feed().tell(ChangeKind::Ticket, "t0");
        WebSocketClient client(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(client.isOpen());
        QVERIFY(!client.answer().header("x-correlation-id").empty());
        QCOMPARE(client.text(), R"({"sequence":1,"type":"hello"})");
        m_desk->feed().tell(ChangeKind::Ticket, "t1");
        QCOMPARE(client.text(), R"({"kind":"ticket","sequence":2,"ticket":"t1","type":"change"})");
        m_desk->feed().tell(ChangeKind::Approval, "t1");
        m_desk->feed().tell(ChangeKind::Knowledge, "");
        QCOMPARE(told(client.text()).change.kind, ChangeKind::Approval);
        QCOMPARE(told(client.text()).change.kind, ChangeKind::Knowledge);
    }

    void everyoneWhoListensHears()
    {
        std::vector<std::unique_ptr<WebSocketClient>> clients;
        for (const Role role : {Role::Agent, Role::Supervisor, Role::Admin})
            clients.push_back(std::make_unique<WebSocketClient>(m_server->port(), stream, bearer(role)));
        for (const auto& client : clients)
            QCOMPARE(told(client->text()).kind, wire::StreamEvent::Kind::Hello);
        for (int i = 0; i < 200; ++i)
            m_desk->feed().tell(ChangeKind::Ticket, "t" + std::to_string(i));
        for (const auto& client : clients) {
            for (int i = 0; i < 200; ++i)
                QCOMPARE(told(client->text()).change.ticket.value(), "t" + std::to_string(i));
        }
    }

    void withoutATokenThereIsNoUpgrade()
    {
        const auto status = [this](const WebSocketClient::Headers& headers) {
            WebSocketClient client(m_server->port(), stream, headers);
            return client.answer().status;
        };
        QCOMPARE(status({}), 401);
        QCOMPARE(status({{"Authorization", "Bearer tdm_wrong"}}), 401);
        QCOMPARE(status({{"Sec-WebSocket-Protocol", "bearer.tdm_wrong"}}), 401);
        QCOMPARE(status({{"Sec-WebSocket-Protocol", "bearer.tdm_agent, bearer.tdm_admin"}}), 401);
        QCOMPARE(status({{"Sec-WebSocket-Protocol", "chat"}}), 401);
        QCOMPARE(status(bearer(Role::Customer)), 403);
        QCOMPARE(status(bearer(Role::Service)), 403);
        QCOMPARE(m_desk->feed().listeners(), std::size_t(0));
    }

    void aBrowserGivesItsTokenAsASubprotocol()
    {
        WebSocketClient named(m_server->port(), stream, {{"Sec-WebSocket-Protocol", "tandem, bearer.tdm_agent"}});
        QVERIFY(named.isOpen());
        QCOMPARE(named.answer().header("sec-websocket-protocol"), "tandem");
        WebSocketClient bare(m_server->port(), stream, {{"Sec-WebSocket-Protocol", "bearer.tdm_agent"}});
        QVERIFY(bare.isOpen());
        QCOMPARE(bare.answer().header("sec-websocket-protocol"), "bearer.tdm_agent");
        QVERIFY(!bare.text().empty());
        // Nowhere else is that a token.
        HttpClient plain(m_server->port());
        QCOMPARE(plain.request("GET", "/api/v1/me", {{"Sec-WebSocket-Protocol", "bearer.tdm_agent"}}).status, 401);
    }

    void aPageOfAnotherSiteMayNotListen()
    {
        const auto status = [this](const std::string& origin) {
            auto headers = bearer(Role::Agent);
            headers.emplace_back("Origin", origin);
            WebSocketClient client(m_server->port(), stream, headers);
            return client.answer().status;
        };
        QCOMPARE(status("http://localhost"), 101); // the Host that the client names
        QCOMPARE(status("HTTPS://LOCALHOST"), 101);
        for (const char* other :
            {"https://evil.example", "http://localhost:81", "http://localhost.evil.example", "null", "localhost"})
            QCOMPARE(status(other), 403);
    }

    void whatIsNoHandshakeIsToldSo()
    {
        HttpClient plain(m_server->port());
        const HttpReply get = plain.request("GET", stream, bearer(Role::Agent));
        QCOMPARE(get.status, 426);
        QCOMPARE(get.header("upgrade"), "websocket");
        auto old = bearer(Role::Agent);
        old.insert(old.end(),
            {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "8"},
                {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
        const HttpReply version = plain.request("GET", stream, old);
        QCOMPARE(version.status, 426);
        QCOMPARE(version.header("sec-websocket-version"), "13");
        old.resize(3);
        old.insert(old.end(), {{"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "short"}});
        QCOMPARE(plain.request("GET", stream, old).status, 400);
        QCOMPARE(plain.request("POST", stream, old).status, 405);
        QCOMPARE(plain.request("HEAD", stream, bearer(Role::Agent)).status, 426);
    }

    void aDraftIsToldToWhoAskedForIt()
    {
        WebSocketClient watcher(m_server->port(), stream, bearer(Role::Agent));
        WebSocketClient other(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!watcher.text().empty());
        QVERIFY(!other.text().empty());
        QVERIFY(watcher.send(Opcode::Text, "{\"watch\":\"t1\"}"));
        QCOMPARE(told(watcher.text()).draft.stage, DraftStage::Ended);
        m_desk->drafts().tell({TicketId("t1"), 3, DraftStage::Writing, 0, "Grüße, Ada", 1900ms});
        QCOMPARE(watcher.text(),
            "{\"age_ms\":1900,\"draft\":3,\"from\":0,\"stage\":\"writing\",\"text\":\"Grüße, "
            "Ada\",\"ticket\":\"t1\",\"type\":\"draft\"}");
        m_desk->feed().tell(ChangeKind::Ticket, "t1");
        QCOMPARE(told(watcher.text()).kind, wire::StreamEvent::Kind::Change);
        QCOMPARE(told(other.text()).kind, wire::StreamEvent::Kind::Change); // the first thing it hears
        QVERIFY(watcher.send(Opcode::Text, "{\"unwatch\":\"t1\"}"));
        QTRY_COMPARE(m_desk->drafts().watchers(), std::size_t(0));
    }

    void whoLeavesWatchesNoMore()
    {
        auto client = std::make_unique<WebSocketClient>(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!client->text().empty());
        QVERIFY(client->send(Opcode::Text, "{\"watch\":\"t1\"}"));
        QTRY_COMPARE(m_desk->drafts().watchers(), std::size_t(1));
        client.reset();
        QTRY_COMPARE(m_desk->drafts().watchers(), std::size_t(0));
        m_desk->drafts().tell({TicketId("t1"), 3, DraftStage::Writing, 0, "Hello", 0ms}); // reaches nobody and breaks nothing
    }

    void rubbishIsRefusedAndTooMuchEndsTheStream()
    {
        WebSocketClient client(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!client.text().empty());
        QVERIFY(client.send(Opcode::Text, "hello?"));
        QCOMPARE(told(client.text()).kind, wire::StreamEvent::Kind::Refused);
        QVERIFY(client.send(Opcode::Binary, std::string(4096, 'x')));
        QCOMPARE(told(client.text()).kind, wire::StreamEvent::Kind::Refused);
        QVERIFY(client.send(Opcode::Ping, "are you there"));
        const auto pong = client.frame();
        QVERIFY(pong.has_value());
        QCOMPARE(pong->opcode, Opcode::Pong);
        QCOMPARE(pong->payload, "are you there");
        m_desk->feed().tell(ChangeKind::Ticket, "t1");
        QCOMPARE(told(client.text()).change.ticket.value(), "t1");
        QVERIFY(client.send(Opcode::Text, std::string(4097, 'x')));
        const auto close = client.frame();
        QVERIFY(close.has_value());
        QCOMPARE(close->opcode, Opcode::Close);
        QCOMPARE(close->closeCode(), 1009);
        QVERIFY(client.line().waitForClose());
    }

    void aFrameThatBreaksTheProtocolEndsTheStream()
    {
        WebSocketClient client(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!client.text().empty());
        QVERIFY(client.line().send(std::string("\x81\x05hello", 7))); // not masked
        const auto close = client.frame();
        QVERIFY(close.has_value());
        QCOMPARE(close->closeCode(), 1002);
        QVERIFY(client.line().waitForClose());
    }

    void aTokenThatIsRevokedEndsItsStreamsWithinASecond()
    {
        WebSocketClient revoked(m_server->port(), stream, bearer(Role::Agent));
        WebSocketClient browser(m_server->port(), stream, {{"Sec-WebSocket-Protocol", "bearer.tdm_agent"}});
        WebSocketClient other(m_server->port(), stream, bearer(Role::Supervisor));
        for (WebSocketClient* client : {&revoked, &browser, &other})
            QVERIFY(!client->text().empty());
        const auto begin = std::chrono::steady_clock::now();
        m_desk->revoke(Role::Agent);
        for (WebSocketClient* client : {&revoked, &browser}) {
            const auto close = client->frame();
            QVERIFY(close.has_value());
            QCOMPARE(close->opcode, Opcode::Close);
            QCOMPARE(close->closeCode(), 1008);
            QVERIFY(client->line().waitForClose()); // though it does not answer the closing
        }
        QVERIFY(std::chrono::steady_clock::now() - begin < 2s); // one, and what a busy machine adds
        QTRY_COMPARE(m_desk->feed().listeners(), std::size_t(1));
        m_desk->feed().tell(ChangeKind::Ticket, "t1");
        QCOMPARE(told(other.text()).change.ticket.value(), "t1");
    }

    void aClientMayLeave()
    {
        auto polite = std::make_unique<WebSocketClient>(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!polite->text().empty());
        QVERIFY(polite->send(Opcode::Close, std::string("\x03\xE8", 2)));
        const auto close = polite->frame();
        QVERIFY(close.has_value());
        QCOMPARE(close->closeCode(), 1000);
        QVERIFY(polite->line().waitForClose());
        polite.reset();
        auto rude = std::make_unique<WebSocketClient>(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!rude->text().empty());
        rude.reset();
        QTRY_COMPARE(m_desk->feed().listeners(), std::size_t(0));
        m_desk->feed().tell(ChangeKind::Ticket, "t1"); // reaches nobody and breaks nothing
    }

    void aPeerThatDoesNotAnswerPingsIsLetGo()
    {
        gateway::Settings settings = anyPort();
        settings.limits.pingTime = 200ms;
        const auto server = valueOf(gateway::Server::listen(settings, m_desk->desk()));
        WebSocketClient alive(server->port(), stream, bearer(Role::Agent));
        WebSocketClient dead(server->port(), stream, bearer(Role::Agent));
        QVERIFY(!dead.text().empty());
        QVERIFY(!alive.text().empty());
        const auto ping = dead.frame();
        QVERIFY(ping.has_value());
        QCOMPARE(ping->opcode, Opcode::Ping);
        for (int i = 0; i < 5; ++i) { // five times the pause after which a dead one is gone
            const auto asked = alive.frame();
            QVERIFY(asked.has_value());
            QCOMPARE(asked->opcode, Opcode::Ping);
            QVERIFY(alive.send(Opcode::Pong, asked->payload));
        }
        QVERIFY(dead.line().waitForClose());
        m_desk->feed().tell(ChangeKind::Ticket, "t1");
        QCOMPARE(told(alive.text()).change.ticket.value(), "t1");
        server->stop(0ms);
    }

    void aSlowReaderGetsAResyncAndHoldsNobodyUp()
    {
        gateway::Settings settings = anyPort();
        settings.limits.waitingChanges = 10;
        const auto server = valueOf(gateway::Server::listen(settings, m_desk->desk()));
        WebSocketClient slow(server->port(), stream, bearer(Role::Agent));
        QVERIFY(!slow.text().empty());
        // More than the line holds: the peer reads nothing while these are told.
        const std::string longId(60000, 'i');
        for (int i = 0; i < 400; ++i)
            m_desk->feed().tell(ChangeKind::Ticket, longId);
        HttpClient other(server->port());
        QCOMPARE(other.request("GET", "/health").status, 200);
        std::uint64_t last = 0;
        int resyncs = 0;
        int heard = 0;
        while (true) {
            const wire::StreamEvent next = told(slow.text());
            if (next.kind == wire::StreamEvent::Kind::Resync) {
                ++resyncs;
                m_desk->feed().tell(ChangeKind::Ticket, "after"); // now that it reads, it hears of what comes
            } else if (next.change.ticket.value() == "after") {
                break;
            } else {
                QVERIFY(next.change.sequence == last + 1 || (resyncs > 0 && next.change.sequence > last));
                last = next.change.sequence;
                ++heard;
            }
        }
        QVERIFY(resyncs > 0);
        QVERIFY2(heard < 400, "the line held everything");
        server->stop(0ms);
    }

    void streamsCountAsConnections()
    {
        gateway::Settings settings = anyPort();
        settings.limits.connections = 1;
        const auto server = valueOf(gateway::Server::listen(settings, m_desk->desk()));
        WebSocketClient client(server->port(), stream, bearer(Role::Agent));
        QVERIFY(!client.text().empty());
        HttpClient second(server->port());
        QCOMPARE(second.request("GET", "/health").status, 503);
        server->stop(0ms);
    }

    void stoppingSaysGoodbye()
    {
        auto client = std::make_unique<WebSocketClient>(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!client->text().empty());
        const auto stopping = std::async(std::launch::async, [this] { m_server->stop(20s); });
        const auto close = client->frame();
        QVERIFY(close.has_value());
        QCOMPARE(close->opcode, Opcode::Close);
        QCOMPARE(close->closeCode(), 1001);
        QVERIFY(client->send(Opcode::Close, close->payload));
        QVERIFY(client->line().waitForClose());
        client.reset();
        stopping.wait();
    }

    void whoDoesNotTakeTheGoodbyeIsCutOff()
    {
        WebSocketClient client(m_server->port(), stream, bearer(Role::Agent));
        QVERIFY(!client.text().empty());
        m_server->stop(100ms);
        QVERIFY(client.line().waitForClose());
    }

    void whatComesBeforeTheHandshakesAnswerIsRefused()
    {
        HttpClient eager(m_server->port());
        const std::string handshake = HttpClient::text("GET", stream,
            {{"Authorization", "Bearer tdm_agent"}, {"Connection", "Upgrade"}, {"Upgrade", "websocket"},
                {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
        QVERIFY(eager.send(handshake + "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"));
        QCOMPARE(eager.reply().status, 400);
    }

private:
    static constexpr const char* stream = "/api/v1/stream";
    std::unique_ptr<MemoryDesk> m_desk;
    std::unique_ptr<gateway::Server> m_server;
};

QTEST_GUILESS_MAIN(TestStream)
#include "TestStream.moc"
