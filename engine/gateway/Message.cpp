#include "gateway/Message.h"

#include <algorithm>

namespace tandem::gateway {

std::string_view name(Method method)
{
    switch (method) {
    case Method::Get: return "GET";
    case Method::Head: return "HEAD";
    case Method::Post: return "POST";
    case Method::Put: return "PUT";
    case Method::Patch: return "PATCH";
    case Method::Delete: return "DELETE";
    case Method::Options: return "OPTIONS";
    case Method::Other: break;
    }
    return "";
}

std::string_view Request::header(std::string_view headerName) const
{
    const auto found = std::ranges::find(headers, headerName, &Header::name);
    return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::size_t Request::headerCount(std::string_view headerName) const
{
    return static_cast<std::size_t>(std::ranges::count(headers, headerName, &Header::name));
}

} // namespace tandem::gateway
