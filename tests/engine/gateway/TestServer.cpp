// links: tandem_gateway
#include "MemoryDesk.h"
#include "base/Json.h"
#include "support/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <future>
#include <memory>

using namespace tandem;

using Headers = std::vector<std::pair<std::string, std::string>>;

namespace {

Headers json(Role role)
{
    return {{"Authorization", "Bearer " + MemoryDesk::token(role)}, {"Content-Type", "application/json"}};
}

Headers with(Headers headers, const std::string& name, const std::string& value)
{
    headers.emplace_back(name, value);
    return headers;
}

} // namespace

// The server over real sockets, with a desk in memory.
class TestServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_server = valueOf(gateway::Server::listen(anyPort(), m_desk->desk()));
    }
    void cleanup()
    {
        m_desk->letGo(); // whatever a failed test left held
        m_server.reset();
        m_desk.reset();
    }

    void aPostedTicketIsTakenInAndReadBack()
    {
        HttpClient client(m_server->port());
        const HttpReply posted
            = client.request("POST", "/api/v1/tickets", with(json(Role::Agent), "X-Correlation-Id", "import-0042"), ticketBody);
        QCOMPARE(posted.status, 202);
        const Json receipt = valueOf(parseJson(posted.body));
        QVERIFY(receipt["status"] == "received");
        QVERIFY(receipt["correlation_id"] == "import-0042");
        QCOMPARE(posted.header("x-correlation-id"), "import-0042");

        const HttpReply read = client.request("GET", posted.header("location"), json(Role::Agent));
        QCOMPARE(read.status, 200);
        const Json ticket = valueOf(parseJson(read.body));
        QVERIFY(ticket["id"] == receipt["id"]);
        QVERIFY(ticket["messages"][0]["text"] == "Invoice 2291 was paid twice.");
    }

    void everyResponseCarriesItsIdAndTheSecurityHeaders()
    {
        for (const char* target : {"/health", "/nowhere", "/api/v1/tickets/t1", "/openapi.json"}) {
            HttpClient client(m_server->port());
            const HttpReply reply = client.request("GET", target, {{"X-Correlation-Id", "bad id!"}});
            QCOMPARE(reply.header("x-correlation-id").size(), std::size_t(26)); // a new one: the given one has another form
            QCOMPARE(reply.header("x-content-type-options"), "nosniff");
            QCOMPARE(reply.header("cache-control"), "no-store");
            QVERIFY(reply.header("content-security-policy").starts_with("default-src 'none'"));
            QVERIFY(!reply.header("date").empty());
        }
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        HttpClient client(m_server->port());
        std::string all;
        for (int i = 0; i < 20; ++i)
            all += HttpClient::text("GET", "/health", {{"X-Correlation-Id", "pipeline-" + std::to_string(i)}});
        QVERIFY(client.send(all));
        for (int i = 0; i < 20; ++i) {
            const HttpReply reply = client.reply();
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.header("x-correlation-id"), "pipeline-" + std::to_string(i));
        }
    }

    void aRequestSplitAtAnyByteIsTheSameRequest()
    {
        const std::string good = HttpClient::text("POST", "/api/v1/tickets", json(Role::Service), ticketBody);
        const std::string bad = HttpClient::text("POST", "/api/v1/tickets", json(Role::Service), R"({"customer_id":)");
        const std::string broken = "GET /he\x01lth HTTP/1.1\r\nHost: x\r\n\r\n";
        for (const auto& [request, status] : {std::pair(good, 202), std::pair(bad, 400), std::pair(broken, 400)}) {
            for (std::size_t cut = 1; cut < request.size(); ++cut) {
                HttpClient client(m_server->port());
                QVERIFY(client.send(request.substr(0, cut)));
                client.send(request.substr(cut)); // a broken one may be refused before
                QCOMPARE(client.reply().status, status);
            }
        }
        QCOMPARE(m_desk->ticketCount(), good.size() - 1);
    }

    void aRequestCutShortByTheClientIs400OrSilence()
    {
        const std::string request = HttpClient::text("POST", "/api/v1/tickets", json(Role::Service), ticketBody);
        for (std::size_t cut = 0; cut < request.size(); cut += 7) {
            HttpClient client(m_server->port());
            QVERIFY(client.send(request.substr(0, cut)));
            client.endSending();
            QCOMPARE(client.reply().status, cut == 0 ? 0 : 400);
            QVERIFY(client.waitForClose());
        }
        QCOMPARE(m_desk->ticketCount(), std::size_t(0));
    }

    void aChunkedBodyIsRead()
    {
        HttpClient client(m_server->port());
        QVERIFY(
            client.send(HttpClient::text("POST", "/api/v1/tickets", with(json(Role::Agent), "Transfer-Encoding", "chunked"))));
        for (const char c : ticketBody)
            QVERIFY(client.send("1;note=x\r\n" + std::string(1, c) + "\r\n"));
        QVERIFY(client.send("0\r\n\r\n"));
        QCOMPARE(client.reply().status, 202);
        QCOMPARE(client.request("GET", "/health").status, 200); // and the connection goes on
    }

    void aClientThatAsksFirstIsToldToGoOn()
    {
        HttpClient client(m_server->port());
        const Headers headers
            = with(with(json(Role::Agent), "Expect", "100-continue"), "Content-Length", std::to_string(ticketBody.size()));
        QVERIFY(client.send(HttpClient::text("POST", "/api/v1/tickets", headers)));
        QCOMPARE(client.reply().status, 100);
        QVERIFY(client.send(ticketBody));
        QCOMPARE(client.reply().status, 202);
    }

    void headHasTheLengthAndNoBody()
    {
        HttpClient client(m_server->port());
        const HttpReply whole = client.request("GET", "/openapi.json");
        const HttpReply head = client.request("HEAD", "/openapi.json");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("content-length"), std::to_string(whole.body.size()));
        QCOMPARE(client.request("HEAD", "/nowhere").status, 404);
        QCOMPARE(client.request("GET", "/health").status, 200); // nothing of a body is left on the line
    }

    void anOldClientIsClosedOnAfterItsAnswer()
    {
        HttpClient client(m_server->port());
        QVERIFY(client.send("GET /health HTTP/1.0\r\n\r\n"));
        const HttpReply reply = client.reply();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.header("connection"), "close");
        QVERIFY(client.waitForClose());
    }

    void anIdempotencyKeyMakesOneTicketOfTwoPosts()
    {
        HttpClient client(m_server->port());
        const Headers headers = with(json(Role::Service), "Idempotency-Key", "order-7");
        const HttpReply first = client.request("POST", "/api/v1/tickets", headers, ticketBody);
        const HttpReply second = client.request("POST", "/api/v1/tickets", headers, ticketBody);
        QCOMPARE(second.status, 202);
        QCOMPARE(second.header("location"), first.header("location"));
        QCOMPARE(second.header("idempotency-replayed"), "true");
        const std::string other = R"({"customer_id":"c-1","subject":"s","description":"another","channel":"api"})";
        QCOMPARE(client.request("POST", "/api/v1/tickets", headers, other).status, 409);
        QCOMPARE(m_desk->ticketCount(), std::size_t(1));
    }

    void manyClientsPostAtOnce()
    {
        std::vector<std::future<int>> clients;
        for (int i = 0; i < 32; ++i) {
            clients.push_back(std::async(std::launch::async, [port = m_server->port()] {
                HttpClient client(port);
                int taken = 0;
                for (int n = 0; n < 20; ++n)
                    taken += client.request("POST", "/api/v1/tickets", json(Role::Service), ticketBody).status == 202 ? 1 : 0;
                return taken;
            }));
        }
        for (std::future<int>& client : clients)
            QCOMPARE(client.get(), 20);
        QCOMPARE(m_desk->ticketCount(), std::size_t(640));
    }

    void aFullDeskRefusesPostsAndStillTellsItsHealth()
    {
        gateway::Settings settings = anyPort();
        settings.concurrentRequests = 2;
        settings.waitingRequests = 1;
        const auto server = valueOf(gateway::Server::listen(settings, m_desk->desk()));
        m_desk->hold();
        const std::string post = HttpClient::text("POST", "/api/v1/tickets", json(Role::Service), ticketBody);
        HttpClient first(server->port());
        HttpClient second(server->port());
        QVERIFY(first.send(post));
        QVERIFY(second.send(post));
        m_desk->waitUntilInside(2);
        // Of two more, one waits and one is refused.
        HttpClient third(server->port());
        HttpClient fourth(server->port());
        QVERIFY(third.send(post));
        QVERIFY(fourth.send(post));
        while (!third.readable(10) && !fourth.readable(10)) { }
        HttpClient& refused = third.readable(0) ? third : fourth;
        const HttpReply busy = refused.reply();
        QCOMPARE(busy.status, 503);
        QCOMPARE(busy.header("retry-after"), "1");
        HttpClient probe(server->port());
        QCOMPARE(probe.request("GET", "/health").status, 200);
        m_desk->letGo();
        QCOMPARE(first.reply().status, 202);
        QCOMPARE(second.reply().status, 202);
        QCOMPARE((&refused == &third ? fourth : third).reply().status, 202);
    }

    void stoppingFinishesARunningRequestAndClosesIdleConnections()
    {
        HttpClient idle(m_server->port());
        QCOMPARE(idle.request("GET", "/health").status, 200);
        HttpClient busy(m_server->port());
        m_desk->hold();
        QVERIFY(busy.send(HttpClient::text("POST", "/api/v1/tickets", json(Role::Agent), ticketBody)));
        m_desk->waitUntilInside(1);
        const std::uint16_t port = m_server->port();
        const auto stopping = std::async(std::launch::async, [this] { m_server->stop(std::chrono::seconds(20)); });
        QVERIFY(idle.waitForClose()); // so draining has begun
        while (HttpClient(port).connected()) { } // and soon nobody listens
        m_desk->letGo();
        const HttpReply reply = busy.reply();
        stopping.wait();
        QCOMPARE(reply.status, 202);
        QCOMPARE(reply.header("connection"), "close");
        QCOMPARE(m_desk->ticketCount(), std::size_t(1));
    }

    void whoDoesNotFinishInTheGraceIsCutOff()
    {
        HttpClient half(m_server->port());
        QVERIFY(half.send("GET /health HTTP/1.1\r\nHost:"));
        HttpClient other(m_server->port());
        QCOMPARE(other.request("GET", "/health").status, 200);
        m_server->stop(std::chrono::milliseconds(50));
        QVERIFY(half.waitForClose());
        m_server->stop(std::chrono::milliseconds(0)); // again does nothing
    }

    void twoServersDoNotShareAPort()
    {
        gateway::Settings settings = anyPort();
        settings.port = m_server->port();
        MemoryDesk other;
        const auto second = gateway::Server::listen(settings, other.desk());
        QVERIFY(!second.has_value());
        QCOMPARE(second.error().code, ErrorCode::Io);
        QVERIFY(second.error().message.find("127.0.0.1:" + std::to_string(settings.port)) != std::string::npos);
        m_server.reset();
        QVERIFY(gateway::Server::listen(settings, other.desk()).has_value()); // at once, in spite of closed connections
    }

    void anAddressThatIsNotOursIsRefused()
    {
        gateway::Settings settings = anyPort();
        settings.host = "203.0.113.7";
        QCOMPARE(gateway::Server::listen(settings, m_desk->desk()).error().code, ErrorCode::Io);
        settings.host = "no such host";
        QCOMPARE(gateway::Server::listen(settings, m_desk->desk()).error().code, ErrorCode::InvalidArgument);
    }

    void refusals_data();
    void refusals();

private:
    std::unique_ptr<MemoryDesk> m_desk;
    std::unique_ptr<gateway::Server> m_server;
};

namespace {

void row(const char* title, const std::string& request, int status)
{
    QTest::newRow(title) << QByteArray::fromStdString(request) << status;
}

std::string post(const std::string& body)
{
    return HttpClient::text("POST", "/api/v1/tickets", json(Role::Customer), body);
}

Headers bearer(const std::string& token)
{
    return {{"Authorization", "Bearer " + token}};
}

// What is no request at all, or one that two readers could take for two different ones.
void protocolRows()
{
    row("not HTTP", "hello\r\n\r\n", 400);
    row("TLS to a plain port", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n", 400);
    row("HTTP/3.0", "GET /health HTTP/3.0\r\nHost: x\r\n\r\n", 505);
    row("no host", "GET /health HTTP/1.1\r\n\r\n", 400);
    row("two hosts", "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    row("target without a slash", "GET health HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    row("broken escape", "GET /he%zzlth HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    row("escaped NUL in the path", "GET /health%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400);
    row("space before the colon", "GET /health HTTP/1.1\r\nHost : x\r\n\r\n", 400);
    row("bad length", "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400);
    row("two lengths", "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400);
    row("length and chunks",
        "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    row("chunks and length",
        "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400);
    row("unknown coding", "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501);
    row("coding before chunked", "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        501);
    row("bad chunk", "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400);
    row("unknown expectation", "GET /health HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n", 417);
}

} // namespace

void TestServer::refusals_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const std::string tickets = "/api/v1/tickets";
    row("unknown path", HttpClient::text("GET", "/api/v2"), 404);
    row("unknown ticket", HttpClient::text("GET", tickets + "/t99", json(Role::Agent)), 404);
    row("ticket id of odd characters", HttpClient::text("GET", tickets + "/a%20b", json(Role::Agent)), 404);
    row("method not taken", HttpClient::text("DELETE", tickets, json(Role::Agent)), 405);
    row("no token", HttpClient::text("POST", tickets, {{"Content-Type", "application/json"}}, ticketBody), 401);
    row("wrong token", HttpClient::text("GET", tickets + "/t1", bearer("tdm_wrong")), 401);
    row("another scheme", HttpClient::text("GET", tickets + "/t1", {{"Authorization", "Basic YTpi"}}), 401);
    row("token in the query", HttpClient::text("GET", tickets + "/t1?access_token=" + MemoryDesk::token(Role::Agent)), 401);
    row("two tokens", HttpClient::text("GET", tickets + "/t1", with(bearer("tdm_x"), "Authorization", "Bearer tdm_agent")), 401);
    row("another customer's message", post(R"({"customer_id":"c-2","subject":"s","description":"d","channel":"api"})"), 403);
    row("no content type", HttpClient::text("POST", tickets, bearer("tdm_agent"), ticketBody), 415);
    row("form body", HttpClient::text("POST", tickets, with(bearer("tdm_agent"), "Content-Type", "text/plain"), ticketBody), 415);
    row("latin-1",
        HttpClient::text(
            "POST", tickets, with(bearer("tdm_agent"), "Content-Type", "application/json; charset=latin1"), ticketBody),
        415);
    row("compressed", HttpClient::text("POST", tickets, with(json(Role::Agent), "Content-Encoding", "gzip"), ticketBody), 415);
    row("no body", post(""), 400);
    row("half a JSON", post(R"({"customer_id": "c-1",)"), 400);
    row("two JSONs", post(ticketBody + ticketBody), 400);
    row("broken UTF-8", post("{\"customer_id\":\"c-1\",\"subject\":\"\xC3\x28\",\"description\":\"d\",\"channel\":\"api\"}"),
        400);
    row("escaped NUL", post(R"({"customer_id":"c-1","subject":"a\u0000b","description":"d","channel":"api"})"), 400);
    row("NUL in metadata's key",
        post(R"({"customer_id":"c-1","subject":"s","description":"d","channel":"api","metadata":{"a\u0000":1}})"), 400);
    row("raw NUL", post(std::string("{\"customer_id\":\"c-\0\"}", 21)), 400);
    row("lone surrogate", post(R"({"customer_id":"c-1","subject":"\ud800","description":"d","channel":"api"})"), 400);
    row("deep JSON", post(std::string(100000, '[')), 400);
    row("an array", post("[]"), 422);
    row("a number", post("7"), 422);
    row("member missing", post(R"({"customer_id":"c-1","subject":"s","channel":"api"})"), 422);
    row("wrong type", post(R"({"customer_id":7,"subject":"s","description":"d","channel":"api"})"), 422);
    row("unknown channel", post(R"({"customer_id":"c-1","subject":"s","description":"d","channel":"telex"})"), 422);
    row("unknown member", post(R"({"customer_id":"c-1","subject":"s","description":"d","channel":"api","cc":"x"})"), 422);
    row("idempotency key of 256 characters",
        HttpClient::text("POST", tickets, with(json(Role::Agent), "Idempotency-Key", std::string(256, 'k')), ticketBody), 400);
    protocolRows();
}

// Each is a problem with its status, a reason and the correlation id; none leaves a ticket behind or stops the server.
void TestServer::refusals()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    HttpClient client(m_server->port());
    QVERIFY(client.send(request.toStdString()));
    const HttpReply reply = client.reply();
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("content-type"), "application/problem+json");
    const Json problem = valueOf(parseJson(reply.body));
    QVERIFY(problem["status"] == status);
    QVERIFY(problem["detail"].get<std::string>().size() > 10);
    QVERIFY(!problem["title"].get<std::string>().empty());
    QVERIFY(problem["correlation_id"] == reply.header("x-correlation-id"));
    QCOMPARE(!reply.header("www-authenticate").empty(), status == 401);
    QCOMPARE(!reply.header("allow").empty(), status == 405);
    QCOMPARE(m_desk->ticketCount(), std::size_t(0));
    HttpClient next(m_server->port());
    QCOMPARE(next.request("GET", "/health").status, 200);
}

QTEST_GUILESS_MAIN(TestServer)
#include "TestServer.moc"
