// links: tandem_gateway
#include "MemoryDesk.h"
#include "base/Json.h"
#include "support/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <sys/resource.h>

#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

const std::vector<std::pair<std::string, std::string>> headers{
    {"Authorization", "Bearer tdm_agent"}, {"Content-Type", "application/json"}};

// Sanitizers keep freed memory for a while; then only the answers are checked.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t flat = std::size_t(1) << 40U;
#else
constexpr std::size_t flat = 6U << 20U;
#endif

// The most memory this process ever held, in bytes.
std::size_t peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::size_t kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes)
            return kilobytes << 10U;
    }
    qFatal("/proc/self/status has no VmHWM");
}

std::string postOf(std::size_t bytes)
{
    return "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tdm_agent\r\nContent-Type: application/json\r\n"
           "Content-Length: "
        + std::to_string(bytes) + "\r\n\r\n";
}

// Feeds one byte at a time until the server answers. Returns what it answers.
HttpReply drip(HttpClient& client)
{
    while (!client.readable(20) && client.send("a")) { }
    return client.reply();
}

} // namespace

// What the server refuses to spend on one client, or on all of them.
class TestServerLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_desk = std::make_unique<MemoryDesk>(); }

    void aHeaderThatDripsInIs408()
    {
        gateway::Settings settings = anyPort();
        settings.limits.headerTime = 1s;
        const auto server = listen(settings);
        HttpClient client(server->port());
        QVERIFY(client.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "));
        QCOMPARE(drip(client).status, 408);
        QVERIFY(client.waitForClose());
    }

    void aBodyThatDripsInIs408()
    {
        gateway::Settings settings = anyPort();
        settings.limits.bodyTime = 1s;
        const auto server = listen(settings);
        HttpClient client(server->port());
        QVERIFY(client.send(postOf(100000)));
        const HttpReply reply = drip(client);
        QCOMPARE(reply.status, 408);
        QCOMPARE(reply.header("connection"), "close");
        QVERIFY(client.waitForClose());
    }

    void anIdleConnectionIsClosedWithoutAWord()
    {
        gateway::Settings settings = anyPort();
        settings.limits.idleTime = 1s;
        const auto server = listen(settings);
        HttpClient fresh(server->port());
        HttpClient used(server->port());
        QCOMPARE(used.request("GET", "/health").status, 200);
        QCOMPARE(fresh.reply().status, 0);
        QCOMPARE(used.reply().status, 0);
    }

    void anAnswerNobodyReadsDoesNotHoldAConnection()
    {
        gateway::Settings settings = anyPort();
        settings.limits.bodyTime = 1s;
        settings.limits.connections = 1;
        const auto server = listen(settings);
        HttpClient deaf(server->port());
        std::string many;
        for (int i = 0; i < 4000; ++i)
            many += HttpClient::text("GET", "/openapi.json"); // far more than the sockets' buffers hold
        std::thread sender([&] { deaf.send(many); });
        sender.join(); // ends when the server has closed on it
        while (HttpClient(server->port()).request("GET", "/health").status != 200) { }
    }

    void aLargeHeaderIs431()
    {
        const auto server = listen(anyPort());
        for (const std::string& request : {"GET /health HTTP/1.1\r\nHost: x\r\nX-Large: " + std::string(20000, 'a') + "\r\n\r\n",
                 "GET /" + std::string(20000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
                 "GET /health HTTP/1.1\r\nHost: x\r\nX-Endless: " + std::string(1U << 20U, 'a')}) {
            HttpClient client(server->port());
            client.send(request);
            QCOMPARE(client.reply().status, 431);
            QVERIFY(client.waitForClose());
        }
        HttpClient client(server->port());
        QCOMPARE(client.request("GET", "/health", {{"X-Large", std::string(15000, 'a')}}).status, 200);
    }

    void aBodyAtTheLimitIsReadAndOneByteMoreIs413()
    {
        gateway::Settings settings = anyPort();
        settings.limits.bodyBytes = 100000;
        const auto server = listen(settings);
        HttpClient client(server->port());
        std::string body = ticketBody;
        body.append(100000 - body.size(), ' ');
        QCOMPARE(client.request("POST", "/api/v1/tickets", headers, body).status, 202);
        QCOMPARE(client.request("POST", "/api/v1/tickets", headers, body + ' ').status, 413);
        QVERIFY(client.waitForClose());
    }

    void aLargeBodyIs413AndMemoryStaysFlat_data()
    {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("length") << false;
        QTest::newRow("chunks") << true;
    }
    void aLargeBodyIs413AndMemoryStaysFlat()
    {
        QFETCH(bool, chunked);
        const auto server = listen(anyPort());
        HttpClient client(server->port());
        QCOMPARE(client.request("GET", "/health").status, 200);
        const std::size_t before = peakMemory();
        const std::string block(64U << 10U, 'x');
        constexpr std::size_t size = 10U << 20U;
        QVERIFY(client.send(
            chunked ? "POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" : postOf(size)));
        // A plain client sends all of it before it looks for the answer.
        for (std::size_t sent = 0; sent < size; sent += block.size())
            QVERIFY(client.send(chunked ? "10000\r\n" + block + "\r\n" : block));
        const HttpReply reply = client.reply();
        QCOMPARE(reply.status, 413);
        QVERIFY(valueOf(parseJson(reply.body))["correlation_id"] == reply.header("x-correlation-id"));
        QVERIFY2(peakMemory() - before < flat, std::to_string(peakMemory() - before).c_str());
    }

    void anEndlessBodyIsCutOff()
    {
        const auto server = listen(anyPort());
        HttpClient client(server->port());
        QVERIFY(client.send(postOf(std::size_t(1) << 40U)));
        const std::string block(64U << 10U, 'x');
        std::size_t sent = 0;
        while (client.send(block))
            sent += block.size();
        QVERIFY2(sent < (40U << 20U), std::to_string(sent).c_str());
    }

    void chunkExtensionsAreNotAWayRoundTheLimit()
    {
        gateway::Settings settings = anyPort();
        settings.limits.bodyBytes = 1000;
        const auto server = listen(settings);
        HttpClient client(server->port());
        QVERIFY(client.send("POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
        const std::string chunk = "1;" + std::string(2000, 'e') + "\r\nx\r\n";
        for (int i = 0; i < 500 && client.send(chunk); ++i) { }
        QCOMPARE(client.reply().status, 413);
    }

    void bodiesOfAllConnectionsHaveOneBudget()
    {
        gateway::Settings settings = anyPort();
        settings.limits.bodiesBytes = ticketBody.size() * 3 / 2;
        const auto server = listen(settings);
        const std::string post = HttpClient::text("POST", "/api/v1/tickets", headers, ticketBody);
        m_desk->hold();
        HttpClient first(server->port());
        QVERIFY(first.send(post));
        m_desk->waitUntilInside(1);
        HttpClient second(server->port());
        QVERIFY(second.send(post));
        QCOMPARE(second.reply().status, 503);
        m_desk->letGo();
        QCOMPARE(first.reply().status, 202);
        QCOMPARE(first.request("POST", "/api/v1/tickets", headers, ticketBody).status, 202); // what was held is free again
    }

    void deepJsonCostsNoMemory()
    {
        const auto server = listen(anyPort());
        HttpClient client(server->port());
        std::string deep;
        for (int i = 0; i < 300000; ++i)
            deep += R"({"a":)";
        const std::size_t before = peakMemory();
        QCOMPARE(client.request("POST", "/api/v1/tickets", headers, deep).status, 400);
        QVERIFY2(peakMemory() - before < flat, std::to_string(peakMemory() - before).c_str());
    }

    void runningOutOfDescriptorsIsWaitedOut()
    {
        const auto server = listen(anyPort());
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        const int next = ::dup(0);
        ::close(next);
        rlimit tight = before;
        tight.rlim_cur = static_cast<rlim_t>(next) + 1; // one for the client, none for the server
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &tight), 0);
        // Holes below the limit are stopped up, so that closing one descriptor leaves room for the client alone. accept() takes a
        // number before it knows that nobody has come and gives it back: for that moment dup() finds none.
        std::vector<int> fillers;
        for (int number = 0; number <= next; ++number) {
            while (::fcntl(number, F_GETFD) < 0) {
                if (const int filler = ::dup(0); filler >= 0)
                    fillers.push_back(filler);
            }
        }
        QVERIFY(!fillers.empty());
        ::close(fillers.back());
        fillers.pop_back();
        auto client = std::make_unique<HttpClient>(server->port());
        for (int attempt = 0; attempt < 100 && !client->connected(); ++attempt) // the number may be held for a moment, too
            client = std::make_unique<HttpClient>(server->port());
        const bool connected = client->connected() && client->send(HttpClient::text("GET", "/health"));
        const std::clock_t begin = std::clock();
        const bool answered = client->readable(400);
        const double busySeconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        for (const int filler : fillers)
            ::close(filler);
        QVERIFY(connected);
        QVERIFY(!answered);
        QVERIFY2(busySeconds < 0.2, std::to_string(busySeconds).c_str()); // no busy loop
        QCOMPARE(client->reply().status, 200);
    }

    void oneConnectionTooManyIs503()
    {
        gateway::Settings settings = anyPort();
        settings.limits.connections = 2;
        const auto server = listen(settings);
        auto first = std::make_unique<HttpClient>(server->port());
        HttpClient second(server->port());
        QCOMPARE(first->request("GET", "/health").status, 200);
        QCOMPARE(second.request("GET", "/health").status, 200);
        HttpClient third(server->port());
        const HttpReply reply = third.reply();
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.header("retry-after"), "1");
        QVERIFY(third.waitForClose());
        first.reset();
        while (HttpClient(server->port()).request("GET", "/health").status != 200) { } // its place is free soon
    }

private:
    std::unique_ptr<gateway::Server> listen(const gateway::Settings& settings)
    {
        return valueOf(gateway::Server::listen(settings, m_desk->desk()));
    }

    std::unique_ptr<MemoryDesk> m_desk;
};

QTEST_GUILESS_MAIN(TestServerLimits)
#include "TestServerLimits.moc"
