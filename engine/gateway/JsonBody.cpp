#include "gateway/JsonBody.h"

#include "base/Ascii.h"
#include "base/Text.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace tandem::gateway {

namespace {

constexpr std::size_t jsonDepth = 64;

bool isJsonInUtf8(std::string_view contentType)
{
    const std::vector<std::string_view> parts = text::split(contentType, ';');
    if (parts.empty() || text::lowerAscii(text::trim(parts.front())) != "application/json")
        return false;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::string parameter = text::lowerAscii(text::trim(parts[i]));
        if (parameter.starts_with("charset") && parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"")
            return false;
    }
    return true;
}

bool hasNul(const Json& json) // recursion is bounded by jsonDepth
{
    if (json.is_string())
        return json.get_ref<const std::string&>().find('\0') != std::string::npos;
    if (json.is_array())
        return std::ranges::any_of(json, hasNul);
    if (!json.is_object())
        return false;
    return std::ranges::any_of(json.get_ref<const Json::object_t&>(),
        [](const auto& member) { return member.first.find('\0') != std::string::npos || hasNul(member.second); });
}

} // namespace

std::expected<Json, Problem> jsonBody(const Request& request)
{
    if (request.headerCount("content-type") != 1 || !isJsonInUtf8(request.header("content-type")))
        return std::unexpected(Problem(415, "The body must be JSON in UTF-8: send Content-Type: application/json.")
                .with("Accept", "application/json"));
    const std::string_view encoding = request.header("content-encoding");
    if (!encoding.empty() && text::lowerAscii(encoding) != "identity")
        return std::unexpected(
            Problem(415, "Compressed bodies are not accepted: send the JSON as it is.").with("Accept-Encoding", "identity"));
    Result<Json> json = parseJson(request.body, {.bytes = request.body.size(), .depth = jsonDepth});
    if (!json)
        return std::unexpected(Problem(400, json.error().message));
    if (hasNul(*json))
        return std::unexpected(Problem(400, "A text in the body contains the character NUL (U+0000): remove it."));
    return std::move(*json);
}

} // namespace tandem::gateway
