// links: tandem_operations tandem_store
#include "operations/LedgeredClient.h"

#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"
#include "support/ScriptedServer.h"

using namespace tandem;

namespace {

// HTTP over a real socket, one connection a request, read until the server closes it: enough to see what is sent, and when.
class SocketClient final : public HttpClient {
public:
    Result<HttpResponse> send(const HttpRequest& request, const BodyListener& listener, std::stop_token) override
    {
        const std::size_t slash = request.url.find('/', request.url.rfind(':'));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(request.url.substr(request.url.rfind(':') + 1))));
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            return retryableFailure(ErrorCode::Unavailable, "nobody listens");
        std::string out = "POST " + request.url.substr(slash) + " HTTP/1.1\r\n";
        for (const HttpHeader& header : request.headers)
            out += header.name + ": " + header.value + "\r\n";
        out += "\r\n" + request.body;
        sent += static_cast<std::int64_t>(out.size());
        (void)::send(socket, out.data(), out.size(), MSG_NOSIGNAL);
        const auto response = read(socket, listener);
        ::close(socket);
        return response;
    }

    std::int64_t sent = 0; // bytes that were handed to the socket

private:
    static Result<HttpResponse> read(int socket, const BodyListener& listener)
    {
        std::string in;
        std::array<char, 4096> block{};
        for (ssize_t count = ::recv(socket, block.data(), block.size(), 0); count > 0;
            count = ::recv(socket, block.data(), block.size(), 0))
            in.append(block.data(), static_cast<std::size_t>(count));
        const std::size_t end = in.find("\r\n\r\n");
        if (end == std::string::npos)
            return retryableFailure(ErrorCode::Unavailable, "the server went away");
        HttpResponse response;
        response.status = std::stoi(in.substr(9, 3));
        response.body = in.substr(end + 4);
        if (!listener || response.status / 100 != 2)
            return response;
        const std::size_t half = response.body.size() / 2;
        if (!listener(response.body.substr(0, half)) || !listener(response.body.substr(half)))
            return failure(ErrorCode::Cancelled, "enough");
        response.body.clear();
        return response;
    }
};

} // namespace

// Nothing leaves that is not written down first, and with the switch off nothing leaves.
class TestLedgeredClient : public QObject {
    Q_OBJECT

    struct Desk {
        StoreFixture fixture{Backend{"sqlite", openSqlite}};
        SocketClient inner;

        Result<HttpResponse> send(const HttpRequest& request, EgressSwitch egress = EgressSwitch::On,
            const BodyListener& listener = {}, std::stop_token stop = {})
        {
            LedgeredClient client(inner, fixture.store(), fixture.clock(), {egress, std::chrono::days(30)});
            return client.send(request, listener, std::move(stop));
        }
        std::vector<EgressEntry> entries()
        {
            return fixture.read([](Transaction& transaction) { return transaction.egress().list({}); });
        }
        EgressEntry whole(const EgressEntry& listed)
        {
            return fixture.read([&](Transaction& transaction) { return transaction.egress().get(listed.id); });
        }
    };
    static HttpRequest requestTo(const std::string& url)
    {
        HttpRequest request;
        request.url = url;
        request.headers = {{"X-Key", "geheim"}, {"Content-Length", "20"}};
        request.body = "Guten Tag [PERSON_1]";
        request.ticket = TicketId("tic_1");
        return request;
    }

private Q_SLOTS:
    void anAnsweredRequestIsWrittenDownToTheByte()
    {
        Desk desk;
        ScriptedServer server({Script().answer(429, "slow down")});
        const auto response = desk.send(requestTo(server.url("/v1/messages?key=abc")));
        QCOMPARE(response->status, 429);
        QCOMPARE(response->body, std::string("slow down"));
        const auto entries = desk.entries();
        QCOMPARE(entries.size(), std::size_t(1));
        const EgressEntry entry = desk.whole(entries.front());
        QCOMPARE(entry.host, "http://127.0.0.1:" + std::to_string(server.port()));
        QCOMPARE(entry.method, std::string("POST"));
        QCOMPARE(entry.ticket, TicketId("tic_1"));
        QCOMPARE(entry.outcome, EgressOutcome::Answered);
        QCOMPARE(entry.status, 429);
        QCOMPARE(entry.bytesOut, desk.inner.sent);
        QCOMPARE(entry.bytesIn, std::int64_t(9));
        QCOMPARE(entry.body.value_or(""), std::string("Guten Tag [PERSON_1]"));
        QCOMPARE(entry.bodyHash, sha256Hex("Guten Tag [PERSON_1]"));
        QVERIFY(entry.settledAt.has_value());
    }

    void theEntryIsDurableBeforeAnythingIsSent()
    {
        Desk desk;
        EgressOutcome seen = EgressOutcome::Refused;
        std::size_t count = 0;
        // While the server holds the request, another process would read this of the ledger.
        ScriptedServer server({Script()
                .request()
                .then([&] {
                    const auto entries = desk.entries();
                    count = entries.size();
                    seen = entries.empty() ? seen : entries.front().outcome;
                })
                .send(Script::answerText(200, "ok"))});
        QVERIFY(desk.send(requestTo(server.url())).has_value());
        QCOMPARE(count, std::size_t(1));
        QCOMPARE(seen, EgressOutcome::Pending);
        QCOMPARE(desk.entries().front().outcome, EgressOutcome::Answered);
    }

    void whatCannotBeWrittenDownIsNotSent()
    {
        Desk desk;
        ScriptedServer server({Script().answer(200, "ok")});
        {
            const auto connection = valueOf(SqliteConnection::open(desk.fixture.directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute(
                "CREATE TRIGGER full BEFORE INSERT ON egress_body BEGIN SELECT RAISE(ABORT, 'no room'); END"));
        }
        QVERIFY(!desk.send(requestTo(server.url())));
        QVERIFY(desk.entries().empty());
        QCOMPARE(server.connections(), std::size_t(0));
    }

    void withTheSwitchOffNoConnectionIsMade()
    {
        Desk desk;
        ScriptedServer server({}, Script().answer(200, "ok"));
        for (int i = 0; i < 5; ++i) {
            const auto response = desk.send(requestTo(server.url()), EgressSwitch::Off);
            QVERIFY(!response);
            QCOMPARE(response.error().code, ErrorCode::Forbidden);
            QVERIFY(!response.error().retryable);
        }
        QCOMPARE(server.connections(), std::size_t(0));
        QCOMPARE(desk.inner.sent, std::int64_t(0));
        const auto entries = desk.entries();
        QCOMPARE(entries.size(), std::size_t(5));
        for (const EgressEntry& entry : entries) {
            QCOMPARE(entry.outcome, EgressOutcome::Refused);
            QCOMPARE(entry.bytesOut, std::int64_t(0));
            QVERIFY(!desk.whole(entry).body);
        }
        // The same client would have reached it.
        QVERIFY(desk.send(requestTo(server.url()), EgressSwitch::On).has_value());
        QCOMPARE(server.connections(), std::size_t(1));
    }

    void aStreamPassesThroughAndIsCounted()
    {
        Desk desk;
        ScriptedServer server({Script().answer(200, "one two three")});
        std::string heard;
        const auto response = desk.send(requestTo(server.url()), EgressSwitch::On, [&](std::string_view piece) {
            heard += piece;
            return true;
        });
        QVERIFY(response.has_value());
        QCOMPARE(heard, std::string("one two three"));
        QVERIFY(response->body.empty());
        QCOMPARE(desk.entries().front().bytesIn, std::int64_t(13));
    }

    void whatIsCutOffIsSettledWithWhatCame()
    {
        Desk desk;
        ScriptedServer server({Script().answer(200, "one two three!"), Script().request().reset()});
        const auto cancelled = desk.send(requestTo(server.url()), EgressSwitch::On, [](std::string_view) { return false; });
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QCOMPARE(desk.entries().front().outcome, EgressOutcome::Failed);
        QCOMPARE(desk.entries().front().bytesIn, std::int64_t(7));
        QCOMPARE(desk.entries().front().status, 0);
        QVERIFY(!desk.send(requestTo(server.url())));
        QCOMPARE(desk.entries().size(), std::size_t(2));
        QCOMPARE(desk.entries().front().outcome, EgressOutcome::Failed);
        QVERIFY(desk.entries().front().settledAt.has_value());
    }

    void whatNobodyWaitsForIsNeitherSentNorWrittenDown()
    {
        Desk desk;
        ScriptedServer server({Script().answer(200, "ok")});
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(desk.send(requestTo(server.url()), EgressSwitch::On, {}, stop.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(desk.entries().empty());
        QCOMPARE(server.connections(), std::size_t(0));
    }

    void anAnswerIsWorthMoreThanTheNoteAboutIt()
    {
        Desk desk;
        ScriptedServer server({Script().answer(200, "ok")});
        {
            const auto connection = valueOf(SqliteConnection::open(desk.fixture.directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute("CREATE TRIGGER full BEFORE UPDATE ON egress BEGIN SELECT RAISE(ABORT, 'no room'); END"));
        }
        const auto response = desk.send(requestTo(server.url()));
        QVERIFY(response.has_value());
        QCOMPARE(response->body, std::string("ok"));
        QCOMPARE(desk.entries().front().outcome, EgressOutcome::Pending);
    }

    void oldTextsAreForgottenAsNewOnesCome()
    {
        Desk desk;
        ScriptedServer server({}, Script().answer(200, "ok"));
        QVERIFY(desk.send(requestTo(server.url())).has_value());
        desk.fixture.clock().advance(std::chrono::days(30));
        QVERIFY(desk.send(requestTo(server.url())).has_value());
        QVERIFY(desk.whole(desk.entries().back()).body.has_value()); // the thirtieth day is still one of the thirty
        desk.fixture.clock().advance(Milliseconds(1));
        QVERIFY(desk.send(requestTo(server.url())).has_value());
        QVERIFY(!desk.whole(desk.entries().back()).body);
        QVERIFY(desk.whole(desk.entries().front()).body.has_value());
        QCOMPARE(desk.entries().size(), std::size_t(3));
    }

    void anAddressIsReducedToItsHost_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("host"); // "" = refused
        const auto row = [](const char* url, const char* host) {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(host);
        };
        row("https://API.Example.com/v1?key=1#x", "https://api.example.com:443");
        row("HTTP://localhost", "http://localhost:80");
        row("http://127.0.0.1:8080/a:b@c", "http://127.0.0.1:8080");
        row("https://[::1]:9/x", "https://[::1]:9");
        row("https://[2001:DB8::1]", "https://[2001:db8::1]:443");
        row("https://a.example?x", "https://a.example:443");
        for (const char* wrong : {"", "https://", "ftp://a.example/", "a.example", "https://me:word@a.example/",
                 "https://me@a.example", "https://a.example:0/", "https://a.example:65536/", "https://a.example:+1/",
                 "https://a.example:8x/", "https://a.example\\@b.example/", "https://a example/", "https://a.example/ x",
                 "https://a.example\t/", "https://[::1/", "https://[::1]x/", "https://[::1]x:80/", "https://a%2eexample/",
                 "https://a_b\x7f/", "https:///x", "https://:80/", "https://a.example:80:81/", "https://a.example\r\nx: y/"})
            row(wrong, "");
    }
    void anAddressIsReducedToItsHost()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, host);
        const auto found = egressHost(url.toStdString());
        QCOMPARE(qt(found.value_or("")), host);
        if (found)
            return;
        QCOMPARE(found.error().code, ErrorCode::InvalidArgument);
        Desk desk;
        QCOMPARE(desk.send(requestTo(url.toStdString())).error().code, ErrorCode::InvalidArgument);
        QVERIFY(desk.entries().empty());
    }
};

QTEST_GUILESS_MAIN(TestLedgeredClient)
#include "TestLedgeredClient.moc"
