#include "gateway/OpenApi.h"

#include "base/Text.h"
#include "gateway/Schemas.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

Json reference(std::string_view schema)
{
    return {{"$ref", "#/components/schemas/" + std::string(schema)}};
}

std::string lowerMethod(Method method)
{
    std::string lower(name(method));
    std::ranges::transform(lower, lower.begin(), [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    return lower;
}

Json correlationHeader()
{
    return {{"X-Correlation-Id", {{"description", "Names this request in the server's log."}, {"schema", {{"type", "string"}}}}}};
}

Json response(std::string_view meaning, std::string_view mediaType, std::string_view schema)
{
    Json described = {{"description", meaning}, {"headers", correlationHeader()}};
    if (!schema.empty())
        described["content"][std::string(mediaType)]["schema"] = reference(schema);
    else if (mediaType.starts_with("text/"))
        described["content"][std::string(mediaType)]["schema"] = {{"type", "string"}};
    return described;
}

Json parameters(const Endpoint& route)
{
    Json list = Json::array();
    for (const std::string_view segment : text::split(route.pattern, '/')) {
        if (segment.starts_with('{'))
            list.push_back({{"name", segment.substr(1, segment.size() - 2)}, {"in", "path"}, {"required", true},
                {"schema", {{"type", "string"}, {"minLength", 1}}}});
    }
    for (const DocumentedQuery& query : route.queries)
        list.push_back({{"name", query.name}, {"in", "query"}, {"required", false}, {"description", query.meaning},
            {"schema", {{"type", query.type}}}});
    for (const DocumentedHeader& header : route.headers)
        list.push_back({{"name", header.name}, {"in", "header"}, {"required", false}, {"description", header.meaning},
            {"schema", {{"type", "string"}}}});
    list.push_back({{"$ref", "#/components/parameters/CorrelationId"}});
    return list;
}

// What the gateway itself may answer, before or instead of the handler.
std::vector<int> generalProblems(const Endpoint& route)
{
    std::vector<int> statuses{400, 408, 413, 431, 500, 503};
    if (route.access != Access::Open)
        statuses.insert(statuses.end(), {401, 403});
    if (route.pattern.contains('{'))
        statuses.push_back(404);
    if (!route.requestSchema.empty())
        statuses.insert(statuses.end(), {409, 415, 422, 429});
    else if (route.access != Access::Open)
        statuses.insert(statuses.end(), {422}); // a parameter that is not known
    if (route.method != Method::Get)
        statuses.push_back(409);
    return statuses;
}

Json operation(const Endpoint& route)
{
    Json described = {{"operationId", route.operation}, {"summary", route.summary}, {"parameters", parameters(route)}};
    if (!route.requestSchema.empty())
        described["requestBody"] = {{"required", route.body == Body::Needed},
            {"content", {{std::string(route.requestType), {{"schema", reference(route.requestSchema)}}}}}};
    Json& responses = described["responses"];
    for (const int status : generalProblems(route))
        responses[std::to_string(status)] = response(phrase(status), "application/problem+json", "Problem");
    for (const DocumentedResponse& documented : route.responses)
        responses[std::to_string(documented.status)] = response(
            documented.meaning, documented.status >= 400 ? "application/problem+json" : route.mediaType, documented.schema);
    described["security"] = Json::array();
    if (route.access != Access::Token)
        described["security"].push_back(Json::object());
    if (route.access != Access::Open)
        described["security"].push_back({{"bearer", Json::array()}});
    return described;
}

Json components()
{
    Json all;
    for (const Schema& schema : schemas())
        all["schemas"][std::string(schema.name)] = Json::parse(schema.json);
    all["securitySchemes"]["bearer"]
        = {{"type", "http"}, {"scheme", "bearer"}, {"description", "A token made by tandemctl token create."}};
    all["parameters"]["CorrelationId"] = {{"name", "X-Correlation-Id"}, {"in", "header"}, {"required", false},
        {"description", "The caller's own name for this request; one is made when it is missing or has another form."},
        {"schema", {{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{8,64}$"}}}};
    return all;
}

} // namespace

Json openApiDocument(std::span<const Endpoint> routes)
{
    Json paths = Json::object();
    for (const Endpoint& route : routes)
        paths[std::string(route.pattern)][lowerMethod(route.method)] = operation(route);
    return {
        {"openapi", "3.0.3"},
        {"info",
            {{"title", "Tandem"}, {"version", version()},
                {"description",
                    "The support desk in which an AI engine and people work as a pair. Errors are application/problem+json "
                    "(RFC 9457); every response names its request in X-Correlation-Id."},
                {"license", {{"name", "MIT"}}}}},
        {"servers", Json::array({{{"url", "/"}}})},
        {"paths", std::move(paths)},
        {"components", components()},
    };
}

} // namespace tandem::gateway
