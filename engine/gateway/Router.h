#pragma once

#include "gateway/Endpoint.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::gateway {

struct Match {
    const Endpoint* route = nullptr; // nullptr: no route has this method here
    std::vector<std::string> parameters;
    std::string allow; // methods of this path, for Allow; "" = the path is unknown
};

// The route table. Immutable, thread-safe. HEAD is answered by the path's GET.
class Router {
public:
    explicit Router(std::vector<Endpoint> routes);

    [[nodiscard]] Match match(Method method, std::string_view path) const;
    [[nodiscard]] std::span<const Endpoint> routes() const { return m_routes; }

private:
    std::vector<Endpoint> m_routes;
};

// nullopt when an escape is broken, or it decodes to NUL or ill-formed UTF-8.
std::optional<std::string> percentDecoded(std::string_view encoded);

} // namespace tandem::gateway
