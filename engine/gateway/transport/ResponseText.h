#pragma once

#include "base/Clock.h"
#include "gateway/Message.h"

#include <cstdint>
#include <string>

namespace tandem::gateway {

enum class Persistence : std::uint8_t { KeepAlive, Close };
enum class Transport : std::uint8_t { Plain, Tls };

// The response as HTTP/1.1 bytes. `method` Head leaves the body out and keeps its length.
std::string responseText(const Response& response, Method method, Persistence persistence, Transport transport, TimePoint now);

} // namespace tandem::gateway
