#pragma once

#include <optional>
#include <string>
#include <string_view>

// The subprotocols that a WebSocket's handshake offers: a page's script can set no other header, so the token stands among them.
namespace tandem::gateway {

// The token of "bearer.<token>"; nullopt without one or with several.
std::optional<std::string> protocolToken(std::string_view header);
// What to answer with: "tandem" when it is offered, else the first; "" when none is. Browsers want one of theirs back.
std::string chosenProtocol(std::string_view header);

} // namespace tandem::gateway
