// links: tandem_operations tandem_store tandem_http
// The client that really speaks to other servers, behind the ledger.
#include "operations/LedgeredClient.h"
#include "services/http/CurlClient.h"
#include "services/http/Retry.h"
#include "support/ScriptedServer.h"
#include "support/TemporaryStore.h"

using namespace tandem;

class TestEgressSwitch : public QObject {
    Q_OBJECT

    struct Desk {
        explicit Desk(EgressSwitch egress)
            : ledgered(curl, *store, clock, {egress, std::chrono::days(30)})
        {
        }
        std::vector<EgressEntry> entries()
        {
            return valueOf(readResult(*store, [](Transaction& transaction) { return transaction.egress().list({}); }));
        }

        ManualClock clock;
        TemporaryStore store{clock};
        CurlClient curl;
        LedgeredClient ledgered;
    };
    static HttpRequest requestTo(const std::string& url)
    {
        HttpRequest request;
        request.url = url;
        request.headers = {{"x-api-key", "geheim"}, {"content-type", "application/json"}};
        request.body = "{\"text\":\"Guten Tag [PERSON_1]\"}";
        return request;
    }

private Q_SLOTS:
    void whatTheLedgerSaysIsWhatTheServerGot()
    {
        Desk desk(EgressSwitch::On);
        ScriptedServer server({}, Script().answer(200, "ok"));
        QVERIFY(desk.ledgered.send(requestTo(server.url("/v1/messages?beta=true")), {}, {}).has_value());
        const auto received = server.requests();
        QCOMPARE(received.size(), std::size_t(1));
        const auto entries = desk.entries();
        QCOMPARE(entries.size(), std::size_t(1));
        const EgressEntry& entry = entries.front();
        QCOMPARE(entry.host, "http://" + received[0].header("host"));
        QCOMPARE(entry.method, received[0].method);
        QCOMPARE(entry.bodyHash, sha256Hex(received[0].body));
        QCOMPARE(entry.outcome, EgressOutcome::Answered);
        // What we hand over, and nothing beside it but what every client adds.
        std::int64_t added = 0;
        for (const auto& [name, value] : received[0].headers) {
            if (name == "x-api-key" || name == "content-type")
                continue;
            QVERIFY2(name == "host" || name == "user-agent" || name == "accept" || name == "content-length", name.c_str());
            added += static_cast<std::int64_t>(name.size() + value.size() + 4);
        }
        std::int64_t whole = static_cast<std::int64_t>(
            received[0].method.size() + received[0].target.size() + std::string_view("  HTTP/1.1\r\n\r\n").size());
        for (const auto& [name, value] : received[0].headers)
            whole += static_cast<std::int64_t>(name.size() + value.size() + 4);
        whole += static_cast<std::int64_t>(received[0].body.size());
        QCOMPARE(entry.bytesOut + added, whole);
    }

    void everyTryIsAnEntryOfItsOwn()
    {
        Desk desk(EgressSwitch::On);
        ScriptedServer server({}, Script().answer(503, "later"));
        RetryingClient client(
            desk.ledgered, desk.clock, {}, {[](Milliseconds, const std::stop_token&) { return true; }, [] { return 0.0; }});
        QCOMPARE(client.send(requestTo(server.url()), {}, {})->status, 503);
        QCOMPARE(desk.entries().size(), std::size_t(3));
        QCOMPARE(server.requests().size(), std::size_t(3));
    }

    void withTheSwitchOffTheServerHearsNothing()
    {
        Desk desk(EgressSwitch::Off);
        ScriptedServer server({}, Script().answer(200, "ok"));
        RetryingClient client(desk.ledgered, desk.clock);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.send(requestTo(server.url()), {}, {}).error().code, ErrorCode::Forbidden);
        QCOMPARE(server.connections(), std::size_t(0));
        const auto totals
            = valueOf(readResult(*desk.store, [](Transaction& transaction) { return transaction.egress().totals({}); }));
        QCOMPARE(totals.at(0).refused, std::int64_t(3));
        QCOMPARE(totals.at(0).bytesOut, std::int64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestEgressSwitch)
#include "TestEgressSwitch.moc"
