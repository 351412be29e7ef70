#include "gateway/RouteParts.h"

#include "base/Random.h"
#include "base/Text.h"
#include "gateway/JsonBody.h"

#include <algorithm>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::size_t longestIdempotencyKey = 255;
constexpr std::size_t longestId = 64;

bool isKey(std::string_view key)
{
    return !key.empty() && key.size() <= longestIdempotencyKey
        && std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; });
}

bool isIdCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

} // namespace

Response json(int status, const Json& body)
{
    return {.status = status, .contentType = "application/json", .body = toText(body), .headers = {}};
}

Response nothing()
{
    return {.status = 204, .contentType = "", .body = "", .headers = {}};
}

std::expected<std::string, Problem> idIn(const Call& call, std::string_view what)
{
    const std::string& id = call.parameters.front();
    if (id.size() > longestId || !std::ranges::all_of(id, isIdCharacter))
        return std::unexpected(Problem(404, "There is no such " + std::string(what) + "."));
    return id;
}

std::expected<std::string, Problem> idempotencyKey(const Request& request)
{
    const std::size_t count = request.headerCount("idempotency-key");
    if (count == 0)
        return std::string();
    const std::string_view key = request.header("idempotency-key");
    if (count > 1 || !isKey(key))
        return std::unexpected(Problem(400, "Idempotency-Key must come once, with 1 to 255 visible ASCII characters."));
    return std::string(key);
}

std::expected<std::string, Problem> idempotencyKey(const Request& request, const std::string& member)
{
    std::string header = TRY(idempotencyKey(request));
    if (!member.empty() && !isKey(member))
        return std::unexpected(Problem(422, "'idempotency_key' must have 1 to 255 visible ASCII characters."));
    if (!member.empty() && !header.empty() && member != header)
        return std::unexpected(Problem(400, "Idempotency-Key and 'idempotency_key' differ: send one of them."));
    if (!header.empty())
        return header;
    return member.empty() ? toHex(randomBytes(16)) : member;
}

std::expected<Json, Problem> bodyWith(const Call& call, Body need, std::initializer_list<std::string_view> known)
{
    if (need == Body::Optional && call.request.body.empty())
        return Json::object();
    Json body = TRY(jsonBody(call.request));
    if (!body.is_object())
        return std::unexpected(Problem(422, "The request must be a JSON object."));
    for (const auto& [key, value] : body.items()) {
        if (std::ranges::find(known, std::string_view(key)) == known.end())
            return std::unexpected(
                Problem(422, "'" + std::string(text::truncate(key, 60)) + "' is not a member that is known here."));
    }
    return body;
}

} // namespace tandem::gateway
