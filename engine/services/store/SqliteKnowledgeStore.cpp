#include "services/store/SqliteKnowledgeStore.h"

#include "services/store/TicketJson.h"
#include "services/store/VectorBlob.h"

#include <algorithm>
#include <limits>

namespace tandem {

namespace {

constexpr std::int64_t mostListed = 10'000;

std::unexpected<Error> unreadable()
{
    return failure(ErrorCode::Corrupt,
        "A stored document has a kind or language that this version does not know; update Tandem or import it again.");
}

Result<StoredPassage> passageFrom(const SqliteRows& rows)
{
    StoredPassage stored;
    Passage& passage = stored.passage;
    passage.id = PassageId(rows.text(0));
    passage.article = ArticleId(rows.text(1));
    const auto kind = documentKindFrom(rows.text(2));
    const auto language = languageFrom(rows.text(7));
    if (!kind || !language)
        return unreadable();
    passage.kind = *kind;
    passage.title = rows.text(3);
    passage.heading = rows.text(4);
    passage.text = rows.text(5);
    passage.sentences = TRY(blob::unpackSpans(rows.blob(6)));
    passage.language = *language;
    passage.updatedAt = rows.time(8);
    stored.vector = TRY(blob::unpackVector(rows.blob(9)));
    stored.sentenceVectors = TRY(blob::unpackQuantised(rows.blob(10)));
    return stored;
}

// Language, category, for whom and when it holds: ten columns from `first`, the same in a document and its former versions.
Status readStanding(const SqliteRows& rows, int first, Document& document)
{
    const auto language = languageFrom(rows.text(first));
    if (!language)
        return unreadable();
    document.language = *language;
    document.category = rows.text(first + 1);
    document.audience = rows.text(first + 2);
    document.plan = rows.text(first + 3);
    document.supersedes = TRY(ticket_json::readArticles(rows.text(first + 4)));
    document.validFrom = rows.optionalTime(first + 5);
    document.validUntil = rows.optionalTime(first + 6);
    document.superseded = rows.integer(first + 7) != 0;
    document.updatedAt = rows.time(first + 8);
    document.contentHash = rows.text(first + 9);
    return {};
}

// Id, kind and title, the first three columns, and from `standing` on the standing and what it rests on; the texts are left where
// they are.
Result<Document> listedFrom(const SqliteRows& rows, int standing = 3)
{
    Document document;
    document.id = ArticleId(rows.text(0));
    const auto kind = documentKindFrom(rows.text(1));
    if (!kind)
        return unreadable();
    document.kind = *kind;
    document.title = rows.text(2);
    TRY(readStanding(rows, standing, document));
    document.restsOn = TRY(ticket_json::readArticles(rows.text(standing + 10)));
    return document;
}

} // namespace

SqliteKnowledgeStore::SqliteKnowledgeStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes)
    : m_connection(connection)
    , m_seal(seal)
    , m_changes(changes)
    , m_findings(connection)
{
}

Status SqliteKnowledgeStore::put(const Document& document, const std::string& modelId, const std::vector<StoredPassage>& passages)
{
    const std::string& row = document.id.value();
    const std::string question = m_seal.seal(document.question, "document.question", row);
    const std::string supersedes = ticket_json::write(document.supersedes);
    TRY(m_connection.change(Sql::KeepVersion,
        {row, document.title, document.body, name(document.language), document.audience, document.plan, supersedes,
            document.validFrom, document.validUntil, document.superseded ? 1 : 0}));
    TRY(m_connection.change(Sql::PutDocument,
        {row, name(document.kind), document.title, document.body, Blob{question}, name(document.language), document.category,
            document.audience, document.plan, supersedes, document.validFrom, document.validUntil, document.superseded ? 1 : 0,
            document.updatedAt, document.contentHash, ticket_json::write(document.restsOn), modelId}));
    TRY(m_connection.change(Sql::RemovePassages, {row}));
    for (const StoredPassage& stored : passages)
        TRY(insertPassage(document.id, stored));
    TRY(m_connection.change(Sql::RaiseKnowledgeRevision));
    m_changes.knowledge = true;
    return {};
}

Status SqliteKnowledgeStore::insertPassage(const ArticleId& article, const StoredPassage& stored)
{
    const Passage& passage = stored.passage;
    if (passage.article != article)
        return failure(ErrorCode::InvalidArgument, "Passage " + passage.id.value() + " does not belong to its document.");
    if (passage.text.size() > std::numeric_limits<std::uint32_t>::max())
        return failure(ErrorCode::TooLarge, "Passage " + passage.id.value() + " is longer than 4 GiB.");
    const std::string sentences = blob::packSpans(passage.sentences);
    const std::string vector = blob::packVector(stored.vector);
    const std::string sentenceVectors = blob::packQuantised(stored.sentenceVectors);
    TRY(m_connection.change(Sql::InsertPassage,
        {passage.id.value(), article.value(), passage.heading, name(passage.language), passage.text, Blob{sentences},
            Blob{vector}, Blob{sentenceVectors}, Blob{stored.tokenVectors}}));
    return {};
}

Status SqliteKnowledgeStore::remove(const ArticleId& id)
{
    const std::int64_t removed = TRY(m_connection.change(Sql::RemoveDocument, {id.value()})); // its passages go with it
    if (removed == 0)
        return failure(ErrorCode::NotFound, "There is no document " + id.value() + ".");
    TRY(m_connection.change(Sql::RaiseKnowledgeRevision));
    m_changes.knowledge = true;
    return {};
}

Result<Document> SqliteKnowledgeStore::documentFrom(const SqliteRows& rows) const
{
    Document document = TRY(listedFrom(rows, 5));
    document.body = rows.text(3);
    document.question = TRY(m_seal.unseal(rows.blob(4), "document.question", document.id.value()));
    return document;
}

Result<std::optional<Document>> SqliteKnowledgeStore::find(const ArticleId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindDocument, {id.value()}));
    if (!TRY(rows.next()))
        return std::optional<Document>();
    Document document = TRY(documentFrom(rows));
    return std::optional(std::move(document));
}

Result<std::vector<Document>> SqliteKnowledgeStore::formerVersions(const ArticleId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FormerVersions, {id.value()}));
    std::vector<Document> versions;
    while (TRY(rows.next())) {
        Document& document = versions.emplace_back();
        document.id = ArticleId(rows.text(0));
        document.title = rows.text(1);
        document.body = rows.text(2);
        TRY(readStanding(rows, 3, document));
    }
    return versions;
}

Result<DocumentPage> SqliteKnowledgeStore::page(const DocumentListing& listing)
{
    const std::string kind(listing.kind ? name(*listing.kind) : "");
    DocumentPage page;
    {
        SqliteRows count = TRY(m_connection.run(Sql::CountDocuments, {kind, kind}));
        TRY(count.next());
        page.total = count.integer(0);
    }
    SqliteRows rows = TRY(m_connection.run(Sql::DocumentPage,
        {kind, kind, std::clamp<std::int64_t>(listing.limit, 1, mostListed), std::max<std::int64_t>(listing.offset, 0)}));
    while (TRY(rows.next())) {
        Document document = TRY(listedFrom(rows));
        page.documents.push_back({std::move(document), static_cast<int>(rows.integer(14)) + 1});
    }
    return page;
}

Status SqliteKnowledgeStore::eachDocument(const std::function<Status(const Document&, const std::string& modelId)>& visit)
{
    SqliteRows rows = TRY(m_connection.run(Sql::EachDocument));
    while (TRY(rows.next())) {
        const Document document = TRY(listedFrom(rows));
        TRY(visit(document, rows.text(14)));
    }
    return {};
}

Result<std::optional<std::pair<std::string, std::string>>> SqliteKnowledgeStore::version(const ArticleId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::DocumentVersion, {id.value()}));
    std::optional<std::pair<std::string, std::string>> found;
    if (TRY(rows.next()))
        found.emplace(rows.text(0), rows.text(1));
    return found;
}

Result<std::vector<StoredPassage>> SqliteKnowledgeStore::passages(const std::vector<PassageId>& ids)
{
    std::vector<StoredPassage> found;
    found.reserve(ids.size());
    for (const PassageId& id : ids) {
        SqliteRows rows = TRY(m_connection.run(Sql::GetPassage, {id.value()}));
        if (!TRY(rows.next()))
            continue;
        found.push_back(TRY(passageFrom(rows)));
        found.back().tokenVectors = rows.blob(11);
    }
    return found;
}

Status SqliteKnowledgeStore::eachPassage(const std::function<Status(const StoredPassage&)>& visit)
{
    SqliteRows rows = TRY(m_connection.run(Sql::EachPassage));
    while (TRY(rows.next())) {
        const StoredPassage stored = TRY(passageFrom(rows));
        TRY(visit(stored));
    }
    return {};
}

Result<std::vector<Document>> SqliteKnowledgeStore::list()
{
    SqliteRows rows = TRY(m_connection.run(Sql::ListDocuments));
    std::vector<Document> documents;
    while (TRY(rows.next()))
        documents.push_back(TRY(documentFrom(rows)));
    return documents;
}

Result<std::int64_t> SqliteKnowledgeStore::revision()
{
    SqliteRows rows = TRY(m_connection.run(Sql::KnowledgeRevision));
    TRY(rows.next());
    return rows.integer(0);
}

} // namespace tandem
