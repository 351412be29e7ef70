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

std::expected<ArticleId, Problem> articleIn(const Call& call)
{
    const std::string& id = call.parameters.front();
    const bool hasControls = std::ranges::any_of(id, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
    if (id.size() > longestArticleId || hasControls)
        return std::unexpected(Problem(404, "There is no such article."));
    return ArticleId(id);
}

Outcome listDocuments(Library& library, const Call& call)
{
    const auto limit = TRY(call.query.number("limit", mostDocuments, 1, mostDocuments));
    const auto offset = TRY(call.query.number("offset", 0, 0, mostDocuments));
    const std::string& given = call.query.text("kind");
    const auto kind = documentKindFrom(given);
    if (!given.empty() && !kind)
        return std::unexpected(Problem(422, "'kind' must be article or resolution."));
    auto documents = TRY(library.documents(call.actor));
    if (kind)
        std::erase_if(documents, [&kind](const Document& document) { return document.kind != *kind; });
    const auto total = static_cast<std::int64_t>(documents.size());
    const auto begin = documents.begin() + std::min(offset, total);
    const auto end = begin + std::min(limit, documents.end() - begin);
    Json body = wire::listJson("articles", std::vector<Document>(begin, end));
    body["total"] = total;
    return json(200, body);
}

Outcome readDocument(Library& library, const Call& call)
{
    const ArticleId id = TRY(articleIn(call));
    const Document document = TRY(library.document(call.actor, id));
    return json(200, wire::toJson(document));
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
    const SearchResult result = TRY(library.search(call.actor, query, static_cast<std::size_t>(count)));
    return json(200, wire::toJson(result));
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

    constexpr std::string_view one = "/api/v1/knowledge/articles/{id}";
    Endpoint read = knowledgeRoute(library, Method::Get, one, "readArticle", "An article or resolution.", readDocument);
    read.responses = {{200, "Article", "The document."}};
    Endpoint put = knowledgeRoute(library, Method::Put, one, "putArticle",
        "Writes an article, new or anew. Drafts can cite it when this is answered.", putDocument);
    put.requestSchema = "Article";

    Endpoint find = knowledgeRoute(library, Method::Get, "/api/v1/knowledge/search", "searchKnowledge",
        "Passages that answer a question, best first.", search);
    find.queries = {{"q", "What to search for."}, {"limit", "Passages; 1 to 100, 10 when missing.", "integer"}};
    find.responses = {{200, "SearchResult", "The passages."}};

    std::vector<Endpoint> routes;
    routes.push_back(std::move(list));
    routes.push_back(std::move(read));
    routes.push_back(std::move(put));
    routes.push_back(knowledgeRoute(library, Method::Delete, one, "removeArticle",
        "Takes an article out of the knowledge base: no later draft cites it.", removeDocument));
    routes.push_back(std::move(find));
    return routes;
}

} // namespace tandem::gateway
