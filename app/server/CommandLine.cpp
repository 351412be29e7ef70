#include "app/server/CommandLine.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>
#include <optional>

namespace tandem::app {

namespace {

// "127.0.0.1:8000", "localhost:0", "[::1]:8000"
bool readAddress(std::string_view text, ServerOptions& options)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return false;
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.contains(':'))
        return false;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
    options.host = host;
    return !host.empty() && !port.empty() && error == std::errc() && end == port.data() + port.size();
}

} // namespace

std::expected<ServerOptions, Exit> serverOptions(int count, const char* const* arguments)
{
    ServerOptions options;
    std::string listen = "127.0.0.1:8000";
    CLI::App program("tandemd: Tandem's engine as a server (REST), with workers that answer tickets.\n"
                     "It prints one line 'listening on URL' when it takes requests and logs to standard error.",
        "tandemd");
    program.set_version_flag("--version", "tandemd " TANDEM_VERSION);
    addFlags(program, options.flags);
    program.add_option("--listen", listen, "Address and port, [::1]:8000 for IPv6; port 0 takes any free one")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    program.add_option("--tls-cert", options.tlsCertificate, "Certificate chain (PEM); with it the server speaks https")
        ->type_name("FILE");
    program.add_option("--tls-key", options.tlsKey, "The certificate's private key (PEM)")->type_name("FILE");
    if (const auto ended = parse(program, count, arguments))
        return std::unexpected(*ended);
    if (!readAddress(listen, options)) {
        std::cerr << "--listen takes HOST:PORT with a port from 0 to 65535, and '" << listen << "' is not of that form"
                  << "\n";
        return std::unexpected(Exit::Usage);
    }
    if (options.tlsCertificate.empty() != options.tlsKey.empty()) {
        std::cerr << "TLS needs a certificate and its key: give both --tls-cert and --tls-key\n";
        return std::unexpected(Exit::Usage);
    }
    return options;
}

} // namespace tandem::app
