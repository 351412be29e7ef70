// Imports of articles or of past tickets whose files come over the network.
#include "gateway/ArticleImports.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <memory>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::int64_t largestOffset = 1LL << 40;

std::expected<std::string, Problem> importIn(const Call& call)
{
    return idIn(call, "import");
}

Outcome openImport(ArticleImports& imports, const Call& call)
{
    const std::string& given = call.query.text("kind");
    const auto kind = given.empty() ? DocumentKind::Article : documentKindFrom(given);
    if (!kind)
        return std::unexpected(Problem(422, "'kind' must be article or resolution."));
    const ImportState state = TRY(imports.open(call.actor, *kind));
    return json(201, wire::toJson(state));
}

Outcome addPiece(ArticleImports& imports, const Call& call)
{
    const std::string id = TRY(importIn(call));
    if (call.request.headerCount("content-type") != 1 || call.request.header("content-type") != "application/octet-stream")
        return std::unexpected(Problem(415, "The body must be the file's bytes: send Content-Type: application/octet-stream.")
                .with("Accept", "application/octet-stream"));
    const auto offset = TRY(call.query.number("offset", 0, 0, largestOffset));
    TRY(imports.add(call.actor, id, call.query.text("name"), static_cast<std::uint64_t>(offset), call.request.body));
    return nothing();
}

Outcome beginImport(ArticleImports& imports, const Call& call)
{
    const std::string id = TRY(importIn(call));
    TRY(imports.begin(call.actor, id));
    const ImportState state = TRY(imports.state(call.actor, id));
    return json(202, wire::toJson(state));
}

Outcome readImport(ArticleImports& imports, const Call& call)
{
    const std::string id = TRY(importIn(call));
    const ImportState state = TRY(imports.state(call.actor, id));
    return json(200, wire::toJson(state));
}

Outcome closeImport(ArticleImports& imports, const Call& call)
{
    const std::string id = TRY(importIn(call));
    TRY(imports.close(call.actor, id));
    return nothing();
}

} // namespace

std::vector<Endpoint> importRoutes(Library& library, const std::filesystem::path& uploads)
{
    constexpr std::string_view all = "/api/v1/knowledge/imports";
    constexpr std::string_view one = "/api/v1/knowledge/imports/{id}";
    const auto imports = std::make_shared<ArticleImports>(library, ArticleImports::Settings{.folder = uploads});
    std::vector<Endpoint> routes;
    const auto add = [&](Method method, std::string_view pattern, std::string_view operation, std::string_view summary,
                         Outcome (*handler)(ArticleImports&, const Call&)) -> Endpoint& {
        Endpoint& route = routes.emplace_back();
        route.method = method;
        route.pattern = pattern;
        route.roles = supervisors;
        route.operation = operation;
        route.summary = summary;
        route.responses = {{204, "", "Done."}};
        route.handler = [imports, handler](const Call& call) { return handler(*imports, call); };
        return route;
    };
    Endpoint& open = add(Method::Post, all, "openImport",
        "Opens an import of articles, or of past tickets with their answers, which then takes files.", openImport);
    open.queries = {{"kind",
        "What its files hold: article, also when missing; or resolution: past tickets as CSV, JSON, JSONL or a zip of them, "
        "exports of Zendesk and Chatwoot included."}};
    open.responses = {{201, "ImportState", "The import."}};
    Endpoint& piece = add(Method::Put, "/api/v1/knowledge/imports/{id}/files", "addImportFile",
        "Sends a file, or the next piece of it: Markdown, HTML, text, PDF, DOCX, CSV, JSON, JSONL or a zip of them.", addPiece);
    piece.requestSchema = "FilePiece";
    piece.requestType = "application/octet-stream";
    piece.queries = {{"name", "The file's path below what is imported: help/refunds.md."},
        {"offset", "The file's size so far; 0, or missing, begins it anew.", "integer"}};
    add(Method::Post, "/api/v1/knowledge/imports/{id}/begin", "beginImport", "Imports the files that were sent.", beginImport)
        .responses
        = {{202, "ImportState", "It runs."}};
    add(Method::Get, one, "readImport", "How far an import is, and what came of it.", readImport).responses
        = {{200, "ImportState", "The import."}};
    add(Method::Delete, one, "closeImport", "Stops an import that runs, and forgets one that does not.", closeImport);
    return routes;
}

} // namespace tandem::gateway
