#include "gateway/StreamProtocol.h"

#include "base/Text.h"

#include <algorithm>
#include <vector>

namespace tandem::gateway {

namespace {

constexpr std::string_view bearer = "bearer.";
constexpr std::string_view own = "tandem";

std::vector<std::string_view> offered(std::string_view header)
{
    std::vector<std::string_view> protocols;
    for (const std::string_view part : text::split(header, ',')) {
        if (const std::string_view protocol = text::trim(part); !protocol.empty())
            protocols.push_back(protocol);
    }
    return protocols;
}

} // namespace

std::optional<std::string> protocolToken(std::string_view header)
{
    std::optional<std::string> token;
    for (const std::string_view protocol : offered(header)) {
        if (!protocol.starts_with(bearer))
            continue;
        if (token)
            return std::nullopt;
        token = protocol.substr(bearer.size());
    }
    return token;
}

std::string chosenProtocol(std::string_view header)
{
    const std::vector<std::string_view> protocols = offered(header);
    if (protocols.empty())
        return "";
    return std::string(std::ranges::find(protocols, own) != protocols.end() ? own : protocols.front());
}

} // namespace tandem::gateway
