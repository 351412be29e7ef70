// Documents and what a search finds in them.
#include "desk/Wire.h"
#include "desk/WireMembers.h"

namespace tandem::wire {

Json toJson(const Document& document)
{
    return form::write(document);
}

Json toJson(const DocumentPage& page)
{
    return form::write(page);
}

Json toJson(const SearchResult& result)
{
    return form::write(result);
}

Json toJson(const Finding& finding)
{
    return form::write(finding);
}

Result<Document> document(const Json& body, const ArticleId& id)
{
    form::Reader reader(body);
    Document document;
    reader("id", document.id);
    reader.demand(document.id.empty() || document.id == id, "id", "must be the one in the path, or missing");
    document.id = id;
    reader.orElse("kind", document.kind);
    reader("title", document.title);
    reader("body", document.body);
    reader.orElse("question", document.question);
    reader.orElse("language", document.language);
    reader.orElse("category", document.category);
    reader.orElse("audience", document.audience);
    reader.orElse("plan", document.plan);
    reader.orElse("supersedes", document.supersedes);
    reader("valid_from", document.validFrom);
    reader("valid_until", document.validUntil);
    reader.orElse("superseded", document.superseded);
    reader.orElse("updated_at", document.updatedAt);
    reader.orElse("content_hash", document.contentHash); // of what it was made from
    reader.refuseOthers();
    if (!reader.good())
        return std::unexpected(reader.misfit().error());
    return document;
}

template Result<Document> fromJson<Document>(const Json&);
template Result<DocumentPage> fromJson<DocumentPage>(const Json&);
template Result<SearchResult> fromJson<SearchResult>(const Json&);
template Result<Finding> fromJson<Finding>(const Json&);

} // namespace tandem::wire
