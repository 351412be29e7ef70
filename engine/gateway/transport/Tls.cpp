#include "gateway/transport/Tls.h"

#include <utility>

namespace tandem::gateway {

namespace ssl = boost::asio::ssl;

Result<ssl::context> tlsContext(const std::string& certificateFile, const std::string& keyFile)
{
    boost::system::error_code error;
    ssl::context context(ssl::context::tls_server);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3
            | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::no_compression,
        error);
    if (error || SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION) != 1)
        return failure(ErrorCode::Internal, "OpenSSL refuses TLS 1.2 as the least version");
    context.use_certificate_chain_file(certificateFile, error);
    if (error)
        return failure(ErrorCode::InvalidArgument,
            "The TLS certificate " + certificateFile + " cannot be used (" + error.message() + "): give a PEM file");
    context.use_private_key_file(keyFile, ssl::context::pem, error);
    if (error)
        return failure(ErrorCode::InvalidArgument,
            "The TLS key " + keyFile + " cannot be used (" + error.message() + "): give the certificate's key as a PEM file");
    if (SSL_CTX_check_private_key(context.native_handle()) != 1)
        return failure(
            ErrorCode::InvalidArgument, "The TLS key " + keyFile + " does not belong to the certificate " + certificateFile);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS); // idle connections hold less
    return context;
}

} // namespace tandem::gateway
