#include "gateway/Router.h"

#include "base/Text.h"

#include <utility>

namespace tandem::gateway {

namespace {

int hexDigit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

// The decoded parameters, or nullopt when the path does not fit the pattern.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path)
{
    const std::vector<std::string_view> wanted = text::split(pattern, '/');
    const std::vector<std::string_view> given = text::split(path, '/');
    if (wanted.size() != given.size())
        return std::nullopt;
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].starts_with('{')) {
            if (wanted[i] != given[i])
                return std::nullopt;
            continue;
        }
        std::optional<std::string> value = percentDecoded(given[i]);
        if (!value || value->empty())
            return std::nullopt;
        parameters.push_back(std::move(*value));
    }
    return parameters;
}

void appendMethod(std::string& allow, std::string_view method)
{
    if (!allow.empty())
        allow += ", ";
    allow += method;
}

} // namespace

std::optional<std::string> percentDecoded(std::string_view encoded)
{
    std::string decoded;
    decoded.reserve(encoded.size());
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            decoded += encoded[i];
            continue;
        }
        if (i + 2 >= encoded.size())
            return std::nullopt;
        const int high = hexDigit(encoded[i + 1]);
        const int low = hexDigit(encoded[i + 2]);
        if (high < 0 || low < 0 || (high == 0 && low == 0))
            return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!text::isValidUtf8(decoded))
        return std::nullopt;
    return decoded;
}

Router::Router(std::vector<Endpoint> routes)
    : m_routes(std::move(routes))
{
}

Match Router::match(Method method, std::string_view path) const
{
    const Method wanted = method == Method::Head ? Method::Get : method;
    Match match;
    for (const Endpoint& route : m_routes) {
        std::optional<std::vector<std::string>> parameters = fit(route.pattern, path);
        if (!parameters)
            continue;
        appendMethod(match.allow, name(route.method));
        if (route.method == Method::Get)
            appendMethod(match.allow, "HEAD");
        if (route.method == wanted && match.route == nullptr) {
            match.route = &route;
            match.parameters = std::move(*parameters);
        }
    }
    if (!match.allow.empty())
        appendMethod(match.allow, "OPTIONS");
    return match;
}

} // namespace tandem::gateway
