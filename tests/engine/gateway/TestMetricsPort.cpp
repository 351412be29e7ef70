// links: tandem_gateway
#include "MemoryDesk.h"
#include "support/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <memory>

using namespace tandem;

// The second port that a scraper is pointed at.
class TestMetricsPort : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itAnswersMetricsAndNothingElse()
    {
        MemoryDesk desk;
        gateway::Settings settings = anyPort();
        settings.metricsPort = 0;
        const auto server = valueOf(gateway::Server::listen(settings, desk.desk()));
        QVERIFY(server->metricsPort() != 0);
        QVERIFY(server->metricsPort() != server->port());
        HttpClient scraper(server->metricsPort());
        QCOMPARE(scraper.request("GET", "/metrics").body, "tandem_up 1\n");
        QCOMPARE(scraper.request("POST", "/metrics", {}, "x").status, 405);
        for (const char* other : {"/health", "/api/v1/tickets", "/docs", "/api/v1/stream"})
            QCOMPARE(scraper.request("GET", other).status, 404);
        HttpClient main(server->port());
        QCOMPARE(main.request("GET", "/metrics").status, 200); // as before
    }

    void itIsServedThoughTheDeskHasAllItsConnections()
    {
        MemoryDesk desk;
        gateway::Settings settings = anyPort();
        settings.metricsPort = 0;
        settings.limits.connections = 1;
        const auto server = valueOf(gateway::Server::listen(settings, desk.desk()));
        HttpClient only(server->port());
        QCOMPARE(only.request("GET", "/health").status, 200);
        HttpClient second(server->port());
        QCOMPARE(second.request("GET", "/health").status, 503);
        HttpClient scraper(server->metricsPort());
        QCOMPARE(scraper.request("GET", "/metrics").status, 200);
    }

    void stoppingClosesIt()
    {
        MemoryDesk desk;
        gateway::Settings settings = anyPort();
        settings.metricsPort = 0;
        const auto server = valueOf(gateway::Server::listen(settings, desk.desk()));
        HttpClient scraper(server->metricsPort());
        QCOMPARE(scraper.request("GET", "/metrics").status, 200);
        server->stop(std::chrono::seconds(5));
        QVERIFY(scraper.waitForClose());
        QVERIFY(!HttpClient(server->metricsPort()).connected());
    }

    void thereIsNoneUnlessItIsAskedForAndATakenPortIsRefused()
    {
        MemoryDesk desk;
        const auto without = valueOf(gateway::Server::listen(anyPort(), desk.desk()));
        QCOMPARE(without->metricsPort(), 0);
        gateway::Settings settings = anyPort();
        settings.metricsPort = without->port();
        const auto taken = gateway::Server::listen(settings, desk.desk());
        QVERIFY(!taken.has_value());
        QVERIFY(taken.error().message.find(std::to_string(without->port())) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestMetricsPort)
#include "TestMetricsPort.moc"
