#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace tandem {

namespace tls {

template <auto Function>
struct Free {
    template <typename Thing>
    void operator()(Thing* thing) const
    {
        Function(thing);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Free<SSL_free>>;
using File = std::unique_ptr<std::FILE, Free<std::fclose>>;

} // namespace tls

// A certificate made for a test, and its key; neither is ever written but for save().
class TestCertificate {
public:
    struct Settings {
        std::string names = "DNS:localhost,IP:127.0.0.1"; // subjectAltName; "" = none
        std::string commonName = "Tandem test server";
        bool mayCertify = false;
        long validFrom = -60; // seconds from now
        long validUntil = 3600;
    };

    // `issuer`: who signs it; nullptr = itself.
    TestCertificate(const Settings& settings, const TestCertificate* issuer)
        : m_key(EVP_EC_gen("P-256"))
        , m_certificate(X509_new())
    {
        X509* const made = m_certificate.get();
        X509_set_version(made, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made), issuer == nullptr ? 1 : 2);
        X509_gmtime_adj(X509_getm_notBefore(made), settings.validFrom);
        X509_gmtime_adj(X509_getm_notAfter(made), settings.validUntil);
        X509_set_pubkey(made, m_key.get());
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL's idea of text
        const auto* const bytes = reinterpret_cast<const unsigned char*>(settings.commonName.data());
        X509_NAME_add_entry_by_txt(
            X509_get_subject_name(made), "CN", MBSTRING_ASC, bytes, static_cast<int>(settings.commonName.size()), -1, 0);
        X509* const signer = issuer == nullptr ? made : issuer->m_certificate.get();
        X509_set_issuer_name(made, X509_get_subject_name(signer));
        extend(signer, NID_basic_constraints, settings.mayCertify ? "critical,CA:TRUE" : "CA:FALSE");
        if (!settings.names.empty())
            extend(signer, NID_subject_alt_name, settings.names);
        if (X509_sign(made, issuer == nullptr ? m_key.get() : issuer->m_key.get(), EVP_sha256()) == 0)
            throw std::runtime_error("a certificate could not be signed");
    }

    // The certificate alone, as PEM.
    void save(const std::string& file) const
    {
        const tls::File stream(std::fopen(file.c_str(), "w"));
        if (!stream || PEM_write_X509(stream.get(), m_certificate.get()) != 1)
            throw std::runtime_error("a certificate could not be written");
    }
    [[nodiscard]] X509* certificate() const { return m_certificate.get(); }
    [[nodiscard]] EVP_PKEY* key() const { return m_key.get(); }

private:
    void extend(X509* signer, int kind, const std::string& value)
    {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, signer, m_certificate.get(), nullptr, nullptr, 0);
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
        if (extension == nullptr || X509_add_ext(m_certificate.get(), extension, -1) != 1)
            throw std::runtime_error("a certificate could not be extended");
        X509_EXTENSION_free(extension);
    }

    tls::Key m_key;
    tls::X509Certificate m_certificate;
};

// An https server on a free port of 127.0.0.1 that answers each connection's first request with "secure". One connection at a
// time. Thread-safe.
class TlsServer {
public:
    TlsServer(const TestCertificate& certificate, int oldestVersion, int newestVersion)
        : m_context(SSL_CTX_new(TLS_server_method()))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        std::signal(SIGPIPE, SIG_IGN); // a client that will not speak to us hangs up
        SSL_CTX_set_security_level(m_context.get(), 0); // old versions are spoken too, if they are asked for
        SSL_CTX_set_min_proto_version(m_context.get(), oldestVersion);
        SSL_CTX_set_max_proto_version(m_context.get(), newestVersion);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        if (SSL_CTX_use_certificate(m_context.get(), certificate.certificate()) != 1
            || SSL_CTX_use_PrivateKey(m_context.get(), certificate.key()) != 1
            || ::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
            || ::listen(m_listener, 16) != 0 || ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("no TLS server could be started");
        // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serveAll(); });
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
    }

    // "https://localhost:PORT"
    [[nodiscard]] std::string origin() const { return "https://localhost:" + std::to_string(m_port); }
    // Everything that was said to it over connections that came about.
    [[nodiscard]] std::string heard() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_heard;
    }

private:
    void serveAll()
    {
        while (true) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                return;
            const timeval patience{20, 0};
            ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
            serve(socket);
            ::close(socket);
        }
    }

    void serve(int socket)
    {
        const tls::Connection connection(SSL_new(m_context.get()));
        SSL_set_fd(connection.get(), socket);
        if (SSL_accept(connection.get()) != 1)
            return;
        std::string request;
        std::array<char, 4096> block{};
        while (request.find("\r\n\r\n") == std::string::npos) {
            const int count = SSL_read(connection.get(), block.data(), static_cast<int>(block.size()));
            if (count <= 0)
                break;
            request.append(block.data(), static_cast<std::size_t>(count));
        }
        {
            const std::scoped_lock lock(m_mutex);
            m_heard += request;
        }
        if (request.find("\r\n\r\n") == std::string::npos)
            return;
        const std::string answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nsecure";
        if (SSL_write(connection.get(), answer.data(), static_cast<int>(answer.size())) > 0)
            SSL_shutdown(connection.get());
    }

    tls::Context m_context;
    int m_listener;
    std::uint16_t m_port = 0;
    mutable std::mutex m_mutex;
    std::string m_heard;
    std::thread m_thread;
};

} // namespace tandem
