#include "services/http/HttpClient.h"

#include <algorithm>
#include <ranges>

namespace tandem {

std::string_view name(HttpMethod method)
{
    switch (method) {
    case HttpMethod::Get: return "GET";
    case HttpMethod::Post: return "POST";
    case HttpMethod::Put: return "PUT";
    case HttpMethod::Delete: return "DELETE";
    }
    return "";
}

bool sameHeaderName(std::string_view left, std::string_view right)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view HttpResponse::header(std::string_view name) const
{
    for (const HttpHeader& header : std::views::reverse(headers)) {
        if (sameHeaderName(header.name, name))
            return header.value;
    }
    return {};
}

} // namespace tandem
