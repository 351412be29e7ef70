// links: tandem_http OpenSSL::SSL OpenSSL::Crypto
#include "services/http/CurlClient.h"

#include "support/Strings.h"
#include "support/TlsServer.h"

#include <QTest>

using namespace tandem;

namespace {

HttpRequest requestTo(const TlsServer& server)
{
    HttpRequest request;
    request.url = server.origin() + "/secret-path?key=secret-query";
    request.method = HttpMethod::Get;
    request.headers = {{"authorization", "secret-header"}};
    request.timeout = Milliseconds(20'000);
    return request;
}

using Settings = TestCertificate::Settings;
const std::string authorityName = "Tandem test authority";

} // namespace

// Handshakes with real servers whose certificates are made here.
class TestCurlTls : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    const TestCertificate m_authority{Settings{.names = {}, .commonName = authorityName, .mayCertify = true}, nullptr};

    // Trusts our authority and nobody else.
    [[nodiscard]] CurlSettings trusting() const { return {.authorities = (path(m_directory) / "secret-authority.pem").string()}; }

    // The error of asking it, which tells the server and `fault` and nothing of the request.
    void compareRefusal(const TlsServer& server, const CurlSettings& settings, const char* fault, bool retryable = false)
    {
        CurlClient client(settings);
        const auto response = client.send(requestTo(server), {}, {});
        QVERIFY(!response);
        const std::string& message = response.error().message;
        QCOMPARE(response.error().code, ErrorCode::Unavailable);
        QCOMPARE(response.error().retryable, retryable);
        QVERIFY2(message.contains(server.origin()) && message.contains(fault), message.c_str());
        QVERIFY2(!message.contains("secret"), message.c_str());
        QCOMPARE(server.heard(), std::string()); // no credential went to it
    }

private Q_SLOTS:
    void initTestCase() { m_authority.save(trusting().authorities); }

    void aServerWithAGoodCertificateIsAsked()
    {
        const TestCertificate certificate({}, &m_authority);
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            const TlsServer server(certificate, version, version);
            CurlClient client(trusting());
            QCOMPARE(valueOf(client.send(requestTo(server), {}, {})).body, std::string("secure"));
            QVERIFY(server.heard().contains("authorization: secret-header"));
        }
    }

    void aCertificateThatDoesNotHoldIsRefused_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("until");
        QTest::addColumn<QByteArray>("fault");
        const QString ours = QStringLiteral("DNS:localhost");
        QTest::newRow("expired") << ours << -7200 << -3600 << QByteArray("its certificate has expired");
        QTest::newRow("not yet valid") << ours << 3600 << 7200 << QByteArray("its certificate is not valid yet");
        QTest::newRow("another host") << "DNS:other.example" << -60 << 3600 << QByteArray("is made out to another name");
        QTest::newRow("a longer name") << "DNS:localhost.example" << -60 << 3600 << QByteArray("is made out to another name");
        QTest::newRow("no name") << "" << -60 << 3600 << QByteArray("is made out to another name");
    }

    void aCertificateThatDoesNotHoldIsRefused()
    {
        QFETCH(const QString, names);
        QFETCH(const int, from);
        QFETCH(const int, until);
        QFETCH(const QByteArray, fault);
        const TestCertificate certificate({.names = names.toStdString(), .validFrom = from, .validUntil = until}, &m_authority);
        const TlsServer server(certificate, TLS1_2_VERSION, TLS1_3_VERSION);
        compareRefusal(server, trusting(), fault.constData());
    }

    void aSelfSignedCertificateIsRefused()
    {
        const TestCertificate certificate({}, nullptr);
        const TlsServer server(certificate, TLS1_2_VERSION, TLS1_3_VERSION);
        compareRefusal(server, trusting(), "its certificate is self-signed");
    }

    void aCertificateOfSomebodyElsesAuthorityIsRefused()
    {
        const TestCertificate stranger({.names = {}, .commonName = "Somebody", .mayCertify = true}, nullptr);
        const TestCertificate certificate({}, &stranger);
        const TlsServer server(certificate, TLS1_2_VERSION, TLS1_3_VERSION);
        compareRefusal(server, trusting(), "issued by nobody this machine trusts");
        // Nor is ours believed where it was not given.
        const TestCertificate own({}, &m_authority);
        const TlsServer ownServer(own, TLS1_2_VERSION, TLS1_3_VERSION);
        compareRefusal(ownServer, {}, "issued by nobody this machine trusts");
    }

    void anAuthorityThatOnlyBearsTheNameOfOursIsRefused()
    {
        const TestCertificate impostor({.names = {}, .commonName = authorityName, .mayCertify = true}, nullptr);
        const TestCertificate certificate({}, &impostor);
        const TlsServer server(certificate, TLS1_2_VERSION, TLS1_3_VERSION);
        // OpenSSL tells a wrong signature otherwise than a certificate that does not hold.
        compareRefusal(server, trusting(), "its certificate is forged", true);
    }

    void aServerOfAnOldVersionIsRefused()
    {
        const TestCertificate certificate({}, &m_authority);
        for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
            const TlsServer server(certificate, version, version);
            compareRefusal(server, trusting(), "it does not speak TLS 1.2 or newer", true);
        }
    }

    void authoritiesThatCannotBeReadAreSaid()
    {
        const TestCertificate certificate({}, &m_authority);
        const TlsServer server(certificate, TLS1_2_VERSION, TLS1_3_VERSION);
        compareRefusal(server, {.authorities = "/no/such/secret.pem"}, "who may certify servers cannot be read");
    }
};

QTEST_GUILESS_MAIN(TestCurlTls)
#include "TestCurlTls.moc"
