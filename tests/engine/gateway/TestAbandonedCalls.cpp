// links: tandem_gateway
#include "MemoryDesk.h"
#include "support/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>

using namespace tandem;

namespace {

const std::string endless = "{\"text\":\"endless\",\"from\":\"en\",\"to\":\"de\"}";

std::vector<std::pair<std::string, std::string>> agent()
{
    return {{"Authorization", "Bearer " + MemoryDesk::token(Role::Agent)}, {"Content-Type", "application/json"}};
}

} // namespace

// A translation takes a minute, one of few places, and money: who does not wait for it any more ends it.
class TestAbandonedCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MemoryDesk>();
        m_server = valueOf(gateway::Server::listen(anyPort(), m_desk->desk()));
    }
    void cleanup()
    {
        m_desk->translations().release();
        m_server.reset();
        m_desk.reset();
    }

    void aTranslationWhoseClientLeavesIsStopped()
    {
        auto client = std::make_unique<HttpClient>(m_server->port());
        QVERIFY(client->send(HttpClient::text("POST", "/api/v1/translate", agent(), endless)));
        QVERIFY(m_desk->translations().waitForBegun(1));
        client.reset();
        QVERIFY(m_desk->translations().waitForStopped(1));
    }

    // What lies before the end of the line must not hide it.
    void whatAClientSentAheadHidesNothing()
    {
        auto client = std::make_unique<HttpClient>(m_server->port());
        QVERIFY(
            client->send(HttpClient::text("POST", "/api/v1/translate", agent(), endless) + HttpClient::text("GET", "/health")));
        QVERIFY(m_desk->translations().waitForBegun(1));
        client.reset();
        QVERIFY(m_desk->translations().waitForStopped(1));
    }

    void whoWaitsIsAnsweredAndAskedNothingElse()
    {
        HttpClient client(m_server->port());
        QVERIFY(
            client.send(HttpClient::text("POST", "/api/v1/translate", agent(), endless) + HttpClient::text("GET", "/health")));
        QVERIFY(m_desk->translations().waitForBegun(1));
        QVERIFY(!client.readable(700)); // longer than three looks at the line
        m_desk->translations().release();
        const HttpReply reply = client.reply();
        QCOMPARE(reply.status, 200);
        QVERIFY2(reply.body.find("<endless>") != std::string::npos, reply.body.c_str());
        QCOMPARE(client.reply().status, 200); // what was sent ahead
    }

    void oneWhoLeavesStopsNobodyElse()
    {
        auto leaving = std::make_unique<HttpClient>(m_server->port());
        HttpClient staying(m_server->port());
        for (HttpClient* client : {leaving.get(), &staying})
            QVERIFY(client->send(HttpClient::text("POST", "/api/v1/translate", agent(), endless)));
        QVERIFY(m_desk->translations().waitForBegun(2));
        leaving.reset();
        QVERIFY(m_desk->translations().waitForStopped(1));
        m_desk->translations().release();
        QCOMPARE(staying.reply().status, 200);
    }

    void aServerThatStopsWaitsForNoTranslation()
    {
        HttpClient client(m_server->port());
        QVERIFY(client.send(HttpClient::text("POST", "/api/v1/translate", agent(), endless)));
        QVERIFY(m_desk->translations().waitForBegun(1));
        m_server->stop(std::chrono::milliseconds(50));
        QVERIFY(m_desk->translations().waitForStopped(1));
    }

private:
    std::unique_ptr<MemoryDesk> m_desk;
    std::unique_ptr<gateway::Server> m_server;
};

QTEST_GUILESS_MAIN(TestAbandonedCalls)
#include "TestAbandonedCalls.moc"
