#include "desk/LibraryService.h"

#include "base/Text.h"
#include "desk/LearningService.h"
#include "desk/Roles.h"
#include "knowledge/PassageBuilder.h"
#include "operations/KnowledgeUpkeep.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr const char* whoChanges = "The knowledge base is changed by supervisors and admins";
constexpr int mostFindings = 1000;
constexpr std::size_t longestId = 200; // bytes, as for imports
constexpr std::size_t longestTitle = 500;
constexpr std::size_t longestBody = 1U << 20U;
constexpr std::size_t longestQuery = 8U << 10U;
constexpr std::size_t mostPassages = 100;

Status requireReader(const Actor& actor)
{
    if (actor.role != Role::Customer)
        return {};
    return failure(ErrorCode::Forbidden, "The knowledge base is read by the desk's own people and services");
}

std::unexpected<Error> noDocument(const ArticleId& id)
{
    return failure(ErrorCode::NotFound, "There is no document " + id.value());
}

std::unexpected<Error> wrong(std::string_view member, const std::string& what)
{
    return failure(ErrorCode::InvalidArgument, "The document's " + std::string(member) + " " + what);
}

Result<Document> checked(Document document)
{
    const std::string& id = document.id.value();
    const bool isPlain = text::isValidUtf8(id)
        && std::ranges::none_of(id, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '#'; });
    if (text::trim(id).empty() || id.size() > longestId || !isPlain)
        return wrong("id", "has 1 to 200 bytes, no control characters and no '#'");
    if (document.title.size() > longestTitle || !text::isValidUtf8(document.title))
        return wrong("title", "is longer than 500 bytes or not valid UTF-8");
    document.title = text::collapseWhitespace(document.title);
    if (document.title.empty())
        return wrong("title", "is empty");
    if (document.body.size() > longestBody || !text::isValidUtf8(document.body) || !text::isValidUtf8(document.question))
        return wrong("body", "is longer than 1 MiB or not valid UTF-8");
    if (text::trim(document.body).empty())
        return wrong("body", "is empty");
    if (document.validFrom && document.validUntil && *document.validUntil < *document.validFrom)
        return wrong("valid_until", "lies before its valid_from");
    return document;
}

std::unexpected<Error> isAnother(const std::optional<Document>& known)
{
    return failure(ErrorCode::Conflict,
        known ? "Somebody published another version of this document meanwhile; read it, then put yours with its content_hash"
              : "Somebody deleted this document meanwhile; put it without a content_hash to bring it back");
}

// Whatever day it is said on.
bool saysTheSame(Document document, const Document& known)
{
    document.updatedAt = known.updatedAt;
    return contentHashOf(document) == contentHashOf(known);
}

std::string summaryOf(const ImportReport& report)
{
    return std::to_string(report.added) + " added, " + std::to_string(report.changed) + " changed, "
        + std::to_string(report.refused.size()) + " refused";
}

// A learned resolution that is taken out here is an undone candidate.
Status forgetLearned(Transaction& transaction, const Actor& actor, const ArticleId& id, TimePoint now)
{
    const auto candidateId = candidateOf(id);
    if (!candidateId)
        return {};
    auto candidate = transaction.decisions().candidate(*candidateId);
    if (!candidate && candidate.error().code == ErrorCode::NotFound)
        return {};
    LearningCandidate found = TRY(std::move(candidate));
    if (found.state != CandidateState::Accepted)
        return {};
    found.state = CandidateState::Undone;
    found.article = ArticleId();
    found.decidedBy = actor.id;
    found.decidedAt = now;
    TRY(transaction.decisions().put(found));
    return transaction.audit().append({0, now, actor.id, "learning.undone", found.ticket.value(), found.id.value(), ""});
}

// What a learned document that is brought back rests on; nothing for others.
Result<std::vector<ArticleId>> learnedEvidence(Store& store, const ArticleId& id)
{
    const auto candidateId = candidateOf(id);
    if (!candidateId)
        return std::vector<ArticleId>();
    auto found = readResult(store, [&](Transaction& transaction) { return transaction.decisions().candidate(*candidateId); });
    if (!found && found.error().code == ErrorCode::NotFound)
        return std::vector<ArticleId>();
    return TRY(std::move(found)).restsOn;
}

} // namespace

LibraryService::LibraryService(Store& store, MachineryLoader& machinery, const Clock& clock, double evidenceFloor)
    : m_store(store)
    , m_machinery(machinery)
    , m_clock(clock)
    , m_evidenceFloor(evidenceFloor)
{
}

Result<ImportReport> LibraryService::importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
    const std::function<void(int, int)>& progress, std::stop_token stop)
{
    TRY(requireDecider(actor, whoChanges));
    Machinery* machinery = TRY(m_machinery.get());
    auto report = TRY(machinery->knowledge->importArticles(paths, m_clock.now(), progress, std::move(stop)));
    TRY(audit(actor, "knowledge.imported", "", summaryOf(report)));
    return report;
}

Result<ImportReport> LibraryService::importResolutions(
    const Actor& actor, const std::filesystem::path& file, const std::function<void(int, int)>& progress, std::stop_token stop)
{
    TRY(requireDecider(actor, whoChanges));
    Machinery* machinery = TRY(m_machinery.get());
    auto report = TRY(machinery->knowledge->importResolutions(file, m_clock.now(), progress, std::move(stop)));
    TRY(audit(actor, "knowledge.imported", "", summaryOf(report)));
    return report;
}

Result<DocumentPage> LibraryService::list(const Actor& actor, const DocumentListing& listing)
{
    TRY(requireReader(actor));
    return readResult(m_store, [&](Transaction& transaction) { return transaction.knowledge().page(listing); });
}

Result<DocumentPage> LibraryService::documents(const Actor& actor, const DocumentListing& listing)
{
    TRY(requireReader(actor));
    return readResult(m_store, [&](Transaction& transaction) -> Result<DocumentPage> {
        KnowledgeStore& knowledge = transaction.knowledge();
        DocumentPage all;
        DocumentListing next = listing;
        const std::int64_t wanted = std::max<std::int64_t>(listing.limit, 1);
        while (std::ssize(all.documents) < wanted) {
            next.offset = std::max<std::int64_t>(listing.offset, 0) + std::ssize(all.documents);
            next.limit = wanted - std::ssize(all.documents); // the store gives as many as it gives at once
            DocumentPage page = TRY(knowledge.page(next));
            all.total = page.total;
            if (page.documents.empty())
                break;
            for (ListedDocument& listed : page.documents) {
                auto whole = TRY(knowledge.find(listed.document.id));
                if (whole)
                    listed.document = std::move(*whole);
                all.documents.push_back(std::move(listed));
            }
        }
        return all;
    });
}

Result<Document> LibraryService::document(const Actor& actor, const ArticleId& id)
{
    TRY(requireReader(actor));
    auto found = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.knowledge().find(id); }));
    if (!found)
        return noDocument(id);
    return std::move(*found);
}

Result<std::vector<Document>> LibraryService::versions(const Actor& actor, const ArticleId& id)
{
    TRY(requireReader(actor));
    return readResult(m_store, [&](Transaction& transaction) -> Result<std::vector<Document>> {
        auto present = TRY(transaction.knowledge().find(id));
        if (!present)
            return noDocument(id);
        std::vector<Document> versions = TRY(transaction.knowledge().formerVersions(id));
        versions.insert(versions.begin(), std::move(*present));
        return versions;
    });
}

Status LibraryService::put(const Actor& actor, const Document& document)
{
    TRY(requireDecider(actor, whoChanges));
    Document clean = TRY(checked(document));
    clean.updatedAt = m_clock.now();
    Machinery* machinery = TRY(m_machinery.ready());
    const std::lock_guard putting(m_putting);
    const auto known = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.knowledge().find(clean.id); }));
    if (known && known->kind != clean.kind)
        return failure(ErrorCode::Conflict, "There is a document of another kind with this id; choose another one");
    clean.restsOn = known ? known->restsOn : TRY(learnedEvidence(m_store, clean.id)); // is not for an editor to lift
    if (known && saysTheSame(clean, *known))
        return {}; // also for who puts it once more because no answer came
    const std::string madeFrom = clean.contentHash;
    if (!madeFrom.empty() && (!known || known->contentHash != madeFrom))
        return isAnother(known);
    // An import may write between the look at what is there and this.
    const Status written = machinery->knowledge->put(clean, madeFrom.empty() ? std::nullopt : std::optional(madeFrom));
    if (!written && written.error().code == ErrorCode::Conflict)
        return isAnother(known);
    TRY(written);
    return audit(actor, known ? "knowledge.changed" : "knowledge.added", clean.id.value(), std::string(name(clean.kind)));
}

Status LibraryService::remove(const Actor& actor, const ArticleId& id)
{
    TRY(requireDecider(actor, whoChanges));
    Machinery* machinery = TRY(m_machinery.ready());
    const Status removed = machinery->knowledge->remove(id);
    if (!removed && removed.error().code == ErrorCode::NotFound)
        return noDocument(id);
    TRY(removed);
    return m_store.write([&](Transaction& transaction) -> Status {
        TRY(forgetLearned(transaction, actor, id, m_clock.now()));
        return transaction.audit().append({0, m_clock.now(), actor.id, "knowledge.removed", id.value(), "", ""});
    });
}

Result<SearchResult> LibraryService::search(const Actor& actor, const LibrarySearch& search)
{
    TRY(requireReader(actor));
    if (!text::isValidUtf8(search.text) || text::trim(search.text).empty())
        return failure(ErrorCode::InvalidArgument, "A search needs some words");
    Machinery* machinery = TRY(m_machinery.ready());
    SearchQuery query;
    query.text = text::nfkc(text::truncate(search.text, longestQuery));
    query.count = std::clamp<std::size_t>(search.count, 1, mostPassages);
    query.kind = search.kind;
    query.language = search.language;
    query.queryLanguage = machinery->understanding->detectLanguage(query.text).language;
    query.now = m_clock.now();
    SearchResult result = TRY(machinery->knowledge->search(query, {}));
    result.evidenceFloor = m_evidenceFloor;
    return result;
}

Result<std::vector<Finding>> LibraryService::findings(const Actor& actor)
{
    TRY(requireReader(actor));
    return readResult(m_store, [](Transaction& transaction) { return transaction.findings().list(mostFindings); });
}

Status LibraryService::dismiss(const Actor& actor, const FindingId& id)
{
    TRY(requireDecider(actor, "Findings are judged by supervisors and admins"));
    return m_store.write([&](Transaction& transaction) -> Status {
        TRY(transaction.findings().dismiss(id, actor.id, m_clock.now()));
        return transaction.audit().append({0, m_clock.now(), actor.id, "knowledge.finding_dismissed", id.value(), "", ""});
    });
}

Result<ReviewReport> LibraryService::review(const Actor& actor, std::stop_token stop)
{
    TRY(requireDecider(actor, whoChanges));
    Machinery* machinery = TRY(m_machinery.get());
    return tend(*machinery->knowledge, m_store, m_clock.now(), std::move(stop));
}

Status LibraryService::audit(const Actor& actor, std::string action, std::string subject, std::string detail)
{
    return m_store.write([&](Transaction& transaction) {
        return transaction.audit().append(
            {0, m_clock.now(), actor.id, std::move(action), std::move(subject), std::move(detail), ""});
    });
}

} // namespace tandem
