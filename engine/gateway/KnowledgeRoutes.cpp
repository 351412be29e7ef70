// What the desk knows: articles, resolutions, search.
#include "base/Text.h"
#include "desk/Wire.h"
#include "gateway/JsonBody.h"
#include "gateway/RouteParts.h"
#include "gateway/Routes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tandem::gateway {

namespace {

constexpr std::size_t longestArticleId = 200; // they are chosen by whoever writes the articles
constexpr std::size_t longestSearch = 2000; // bytes
constexpr std::int64_t mostDocuments = 1'000'000;
constexpr std::int64_t usualPassages = 10;
constexpr std::int64_t mostPassages = 100;
constexpr std::int64_t usualTitles = 1000;
constexpr std::int64_t mostTitles = 10'000;

std::expected<ArticleId, Problem> articleIn(const Call& call)
{
    const std::string& id = call.parameters.front();
    const bool hasControls = std::ranges::any_of(id, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
    if (id.size() > longestArticleId || hasControls)
        return std::unexpected(Problem(404, "There is no such article."));
    return ArticleId(id);
}

std::expected<std::optional<DocumentKind>, Problem> kindIn(const Call& call)
{
    const std::string& given = call.query.text("kind");
    const auto kind = documentKindFrom(given);
    if (!given.empty() && !kind)
        return std::unexpected(Problem(422, "'kind' must be article or resolution."));
    return kind;
}

std::expected<std::optional<Language>, Problem> languageIn(const Call& call)
{
    const std::string& given = call.query.text("language");
    const auto language = languageFrom(given);
    if (!given.empty() && !language)
        return std::unexpected(Problem(422, "'language' must be one of en es fr de it pt nl pl tr ar zh ja."));
    return language;
}

Outcome listTitles(Library& library, const Call& call)
{
    DocumentListing listing;
    listing.limit = TRY(call.query.number("limit", usualTitles, 1, mostTitles));
    listing.offset = TRY(call.query.number("offset", 0, 0, mostDocuments));
    listing.kind = TRY(kindIn(call));
    const DocumentPage page = TRY(library.list(call.actor, listing));
    return json(200, wire::toJson(page));
}

Outcome listDocuments(Library& library, const Call& call)
{
    DocumentListing listing;
    listing.limit = TRY(call.query.number("limit", mostDocuments, 1, mostDocuments));
    listing.offset = TRY(call.query.number("offset", 0, 0, mostDocuments));
    listing.kind = TRY(kindIn(call));
    DocumentPage page = TRY(library.documents(call.actor, listing));
    std::vector<Document> documents;
    documents.reserve(page.documents.size());
    for (ListedDocument& listed : page.documents)
        documents.push_back(std::move(listed.document));
    Json body = wire::listJson("articles", documents);
    body["total"] = page.total;
    return json(200, body);
}

Outcome readDocument(Library& library, const Call& call)
{
    const ArticleId id = TRY(articleIn(call));
    const Document document = TRY(library.document(call.actor, id));
    return json(200, wire::toJson(document));
}

Outcome listVersions(Library& library, const Call& call)
{
    const ArticleId id = TRY(articleIn(call));
    const std::vector<Document> versions = TRY(library.versions(call.actor, id));
    return json(200, wire::listJson("versions", versions));
}

Outcome putDocument(Library& library, const Call& call)
{
    const ArticleId id = TRY(articleIn(call));
    const Json body = TRY(jsonBody(call.request));
    const Document document = TRY(wire::document(body, id));
    TRY(library.put(call.actor, document));
    return nothing();
}

Outcome removeDocument(Library& library, const Call& call)
{
    const ArticleId id = TRY(articleIn(call));
    TRY(library.remove(call.actor, id));
    return nothing();
}

Outcome search(Library& library, const Call& call)
{
    const std::string& query = call.query.text("q");
    if (text::trim(query).empty() || query.size() > longestSearch)
        return std::unexpected(Problem(422, "'q' must have 1 to 2000 bytes: what to search for."));
    const auto count = TRY(call.query.number("limit", usualPassages, 1, mostPassages));
    LibrarySearch wanted{query, static_cast<std::size_t>(count)};
    wanted.kind = TRY(kindIn(call));
    wanted.language = TRY(languageIn(call));
    const SearchResult result = TRY(library.search(call.actor, wanted));
    return json(200, wire::toJson(result));
}

Outcome listFindings(Library& library, const Call& call)
{
    const std::vector<Finding> findings = TRY(library.findings(call.actor));
    return json(200, wire::listJson("findings", findings));
}

Outcome dismissFinding(Library& library, const Call& call)
{
    const std::string& id = call.parameters.front();
    if (id.size() > longestArticleId)
        return std::unexpected(Problem(404, "There is no such finding."));
    TRY(library.dismiss(call.actor, FindingId(id)));
    return nothing();
}

using Handler = Outcome (*)(Library&, const Call&);

Endpoint knowledgeRoute(Library& library, Method method, std::string_view pattern, std::string_view operation,
    std::string_view summary, Handler handler)
{
    Endpoint route;
    route.method = method;
    route.pattern = pattern;
    route.roles = method == Method::Get ? agents : supervisors;
    route.operation = operation;
    route.summary = summary;
    route.responses = {{204, "", "Done."}};
    route.handler = [&library, handler](const Call& call) { return handler(library, call); };
    return route;
}

} // namespace

std::vector<Endpoint> knowledgeRoutes(Library& library)
{
    Endpoint list = knowledgeRoute(library, Method::Get, "/api/v1/knowledge/articles", "listArticles",
        "Articles and past resolutions with their texts.", listDocuments);
    list.queries = {{"kind", "article or resolution; both when missing."}, {"offset", "How many to skip.", "integer"},
        {"limit", "How many; all when missing.", "integer"}};
    list.responses = {{200, "ArticleList", "The documents, and how many there are without offset and limit."}};
    Endpoint titles = knowledgeRoute(library, Method::Get, "/api/v1/knowledge/titles", "listTitles",
        "Articles and past resolutions without their texts, by id: light enough for a list of all.", listTitles);
    titles.queries = {{"kind", "article or resolution; both when missing."}, {"offset", "How many to skip.", "integer"},
        {"limit", "How many; 1 to 10,000, 1,000 when missing.", "integer"}};
    titles.responses = {{200, "TitleList", "The rows, and how many there are without offset and limit."}};

    constexpr std::string_view one = "/api/v1/knowledge/articles/{id}";
    Endpoint read = knowledgeRoute(library, Method::Get, one, "readArticle", "An article or resolution.", readDocument);
    read.responses = {{200, "Article", "The document."}};
    Endpoint versions = knowledgeRoute(library, Method::Get, "/api/v1/knowledge/articles/{id}/versions", "listVersions",
        "What an article says, then what it said before.", listVersions);
    versions.responses = {{200, "VersionList", "The newest first. A resolution has one version."}};
    Endpoint put = knowledgeRoute(library, Method::Put, one, "putArticle",
        "Writes an article, new or anew. Drafts can cite it when this is answered.", putDocument);
    put.requestSchema = "Article";

    Endpoint find = knowledgeRoute(library, Method::Get, "/api/v1/knowledge/search", "searchKnowledge",
        "Passages that answer a question, best first.", search);
    find.queries = {{"q", "What to search for."}, {"limit", "Passages; 1 to 100, 10 when missing.", "integer"},
        {"kind", "article or resolution; both when missing."},
        {"language", "Of the passages, such as de; any when missing, and then the query's own wins ties."}};
    find.responses = {{200, "SearchResult", "The passages."}};

    Endpoint findings = knowledgeRoute(library, Method::Get, "/api/v1/knowledge/findings", "listFindings",
        "Articles that say the same, or different things of the same.", listFindings);
    findings.responses = {{200, "FindingList", "The newest first; those that were dismissed too."}};

    std::vector<Endpoint> routes;
    routes.push_back(std::move(findings));
    routes.push_back(knowledgeRoute(library, Method::Post, "/api/v1/knowledge/findings/{id}/dismiss", "dismissFinding",
        "Says that a finding is none, until one of its articles changes.", dismissFinding));
    routes.push_back(std::move(list));
    routes.push_back(std::move(titles));
    routes.push_back(std::move(read));
    routes.push_back(std::move(versions));
    routes.push_back(std::move(put));
    routes.push_back(knowledgeRoute(library, Method::Delete, one, "removeArticle",
        "Takes an article out of the knowledge base: no later draft cites it.", removeDocument));
    routes.push_back(std::move(find));
    return routes;
}

} // namespace tandem::gateway
