// links: tandem_gateway
#include "MemoryDesk.h"
#include "support/HttpClient.h"
#include "support/Strings.h"

#include <QTest>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <fstream>
#include <future>
#include <memory>
#include <thread>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

template <auto Function>
struct Free {
    template <typename Thing>
    void operator()(Thing* thing) const
    {
        Function(thing);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Free<SSL_free>>;
using File = std::unique_ptr<std::FILE, Free<std::fclose>>;

// A key and a certificate for localhost that it signs itself, as PEM files.
void makeCertificate(const std::string& certificateFile, const std::string& keyFile)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    const unsigned char host[] = "localhost";
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const File certificateStream(std::fopen(certificateFile.c_str(), "w"));
    const File keyStream(std::fopen(keyFile.c_str(), "w"));
    if (PEM_write_X509(certificateStream.get(), certificate.get()) != 1
        || PEM_write_PrivateKey(keyStream.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        qFatal("cannot write a certificate");
}

// TLS over a connected client's socket.
class TlsClient {
public:
    TlsClient(std::uint16_t port, const std::string& trusted, int newestVersion = TLS1_3_VERSION)
        : m_tcp(port)
        , m_context(SSL_CTX_new(TLS_client_method()))
    {
        SSL_CTX_set_security_level(m_context.get(), 0); // so that an old version fails at the server, not here
        SSL_CTX_set_min_proto_version(m_context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(m_context.get(), newestVersion);
        SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER, nullptr);
        SSL_CTX_load_verify_locations(m_context.get(), trusted.c_str(), nullptr);
        m_ssl.reset(SSL_new(m_context.get()));
        SSL_set1_host(m_ssl.get(), "localhost");
        SSL_set_fd(m_ssl.get(), m_tcp.descriptor());
        m_connected = SSL_connect(m_ssl.get()) == 1;
    }

    [[nodiscard]] bool connected() const { return m_connected; }
    // Everything the server says until it closes.
    std::string exchange(const std::string& request)
    {
        std::string answer;
        if (SSL_write(m_ssl.get(), request.data(), static_cast<int>(request.size())) <= 0)
            return answer;
        char block[4096];
        for (int count = 0; (count = SSL_read(m_ssl.get(), block, sizeof block)) > 0;)
            answer.append(block, static_cast<std::size_t>(count));
        m_closedProperly = (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
        return answer;
    }
    [[nodiscard]] bool closedProperly() const { return m_closedProperly; }

private:
    HttpClient m_tcp;
    Context m_context;
    Ssl m_ssl;
    bool m_connected = false;
    bool m_closedProperly = false;
};

} // namespace

class TestServerTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_settings = anyPort();
        m_settings.tlsCertificate = (path(m_directory) / "server.pem").string();
        m_settings.tlsKey = (path(m_directory) / "server.key").string();
        makeCertificate(m_settings.tlsCertificate, m_settings.tlsKey);
    }

    void aTicketIsPostedOverTls()
    {
        const auto server = valueOf(gateway::Server::listen(m_settings, m_desk.desk()));
        TlsClient client(server->port(), m_settings.tlsCertificate);
        QVERIFY(client.connected());
        const std::string answer = client.exchange(HttpClient::text("POST", "/api/v1/tickets",
            {{"Authorization", "Bearer tdm_agent"}, {"Content-Type", "application/json"}, {"Connection", "close"}}, ticketBody));
        QVERIFY2(answer.starts_with("HTTP/1.1 202 "), answer.c_str());
        QVERIFY(answer.find("Strict-Transport-Security:") != std::string::npos);
        QVERIFY(client.closedProperly());
    }

    void anOldVersionIsRefused()
    {
        const auto server = valueOf(gateway::Server::listen(m_settings, m_desk.desk()));
        QVERIFY(!TlsClient(server->port(), m_settings.tlsCertificate, TLS1_1_VERSION).connected());
        QVERIFY(TlsClient(server->port(), m_settings.tlsCertificate, TLS1_2_VERSION).connected());
    }

    void aHandshakeThatDoesNotComeIsClosed()
    {
        gateway::Settings settings = m_settings;
        settings.limits.headerTime = 1s;
        const auto server = valueOf(gateway::Server::listen(settings, m_desk.desk()));
        HttpClient silent(server->port());
        HttpClient wrong(server->port());
        QVERIFY(wrong.send(HttpClient::text("GET", "/health"))); // plain HTTP
        QVERIFY(wrong.waitForClose());
        QVERIFY(silent.waitForClose());
    }

    void aLargeBodyOverTlsIs413()
    {
        const auto server = valueOf(gateway::Server::listen(m_settings, m_desk.desk()));
        TlsClient client(server->port(), m_settings.tlsCertificate);
        const std::string answer = client.exchange(HttpClient::text("POST", "/api/v1/tickets", {}, std::string(3U << 20U, 'x')));
        QVERIFY2(answer.starts_with("HTTP/1.1 413 "), answer.substr(0, 40).c_str());
    }

    void theStreamRunsOverTls()
    {
        gateway::Settings settings = m_settings;
        settings.limits.headerTime = 1s; // how long the farewell waits for an answer
        const auto server = valueOf(gateway::Server::listen(settings, m_desk.desk()));
        TlsClient client(server->port(), m_settings.tlsCertificate);
        QVERIFY(client.connected());
        const auto desk = std::async(std::launch::async, [this, &server] {
            while (m_desk.feed().listeners() == 0)
                std::this_thread::yield();
            m_desk.feed().tell(ChangeKind::Ticket, "t1");
            server->stop(10s);
        });
        const std::string answer = client.exchange(HttpClient::text("GET", "/api/v1/stream",
            {{"Authorization", "Bearer tdm_agent"}, {"Connection", "Upgrade"}, {"Upgrade", "websocket"},
                {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}));
        desk.wait();
        QVERIFY2(answer.starts_with("HTTP/1.1 101 "), answer.c_str());
        // Its sequence is 0 or already 1: the change may be told before the greeting is written.
        QVERIFY2(answer.find(R"("type":"hello"})") != std::string::npos, answer.c_str());
        QVERIFY(answer.ends_with("\x88\x02\x03\xE9")); // going away
        QCOMPARE(m_desk.feed().listeners(), std::size_t(0));
    }

    void stoppingClosesIdleTlsConnections()
    {
        const auto server = valueOf(gateway::Server::listen(m_settings, m_desk.desk()));
        const TlsClient client(server->port(), m_settings.tlsCertificate);
        QVERIFY(client.connected());
        server->stop(20s); // returns: nothing runs
    }

    void wrongFilesAreNamed()
    {
        gateway::Settings settings = m_settings;
        settings.tlsKey.clear();
        QVERIFY(error(settings).find("--tls-key") != std::string::npos);
        settings.tlsKey = (path(m_directory) / "missing.key").string();
        QVERIFY(error(settings).find("missing.key") != std::string::npos);
        const std::string other = (path(m_directory) / "other.pem").string();
        settings.tlsKey = (path(m_directory) / "other.key").string();
        makeCertificate(other, settings.tlsKey);
        QVERIFY(error(settings).find("other.key") != std::string::npos);
        settings = m_settings;
        settings.tlsCertificate = (path(m_directory) / "rubbish.pem").string();
        std::ofstream(settings.tlsCertificate) << "no certificate\n";
        QVERIFY(error(settings).find("rubbish.pem") != std::string::npos);
    }

private:
    std::string error(const gateway::Settings& settings)
    {
        const auto server = gateway::Server::listen(settings, m_desk.desk());
        return server ? "" : server.error().message;
    }

    QTemporaryDir m_directory;
    gateway::Settings m_settings;
    MemoryDesk m_desk;
};

QTEST_GUILESS_MAIN(TestServerTls)
#include "TestServerTls.moc"
