#pragma once

#include "app/common/Setup.h"

#include <cstdint>
#include <expected>
#include <string>

namespace tandem::app {

struct ServerOptions {
    Flags flags;
    std::string host; // a name or an address, IPv6 without brackets
    std::uint16_t port = 0; // 0 = any free one
    std::string tlsCertificate; // PEM files; both or none
    std::string tlsKey;
};

// What the arguments say; or the status to end with, after help or a complaint was printed.
std::expected<ServerOptions, Exit> serverOptions(int count, const char* const* arguments);

} // namespace tandem::app
