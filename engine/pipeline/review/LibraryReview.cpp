#include "pipeline/review/LibraryReview.h"

#include "base/Text.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace tandem {

namespace {

constexpr int rules = 2; // counts up when other things are found
constexpr std::int64_t pageRows = 10'000;
constexpr std::size_t passagesAtOnce = 64;
constexpr std::size_t neighbours = 12; // passages
constexpr std::size_t longestLookedUp = 600; // bytes of a passage without a vector
constexpr std::size_t mostRead = 200; // articles kept
constexpr std::size_t mostSentences = 5'000; // of an article that is compared: a book is compared by its beginning

std::string markOf(const Document& document)
{
    return document.contentHash + "/" + std::to_string(rules);
}

bool supersedes(const std::unordered_map<ArticleId, Document>& articles, const ArticleId& newer, const ArticleId& older)
{
    std::vector<ArticleId> open{newer};
    std::unordered_set<ArticleId> seen{newer};
    while (!open.empty()) {
        const auto found = articles.find(open.back());
        open.pop_back();
        if (found == articles.end())
            continue;
        for (const ArticleId& next : found->second.supersedes) {
            if (next == older)
                return true;
            if (seen.insert(next).second)
                open.push_back(next);
        }
    }
    return false;
}

// Moments at which the document holds: today or the nearest one to it, and its first.
std::vector<TimePoint> momentsOf(const Document& document, TimePoint now)
{
    std::vector<TimePoint> moments;
    if (document.validUntil && *document.validUntil < now)
        moments.push_back(*document.validUntil);
    else if (!document.validFrom || *document.validFrom <= now)
        moments.push_back(now);
    if (document.validFrom)
        moments.push_back(*document.validFrom);
    return moments;
}

bool isComparable(const Document& document, const Document& other, const std::unordered_map<ArticleId, Document>& articles)
{
    return document.id != other.id && haveSameReaders(document, other) && !supersedes(articles, document.id, other.id)
        && !supersedes(articles, other.id, document.id);
}

std::unexpected<Error> stopped()
{
    return failure(ErrorCode::Cancelled, "the comparison of articles was stopped; it goes on from there the next time");
}

} // namespace

LibraryReview::LibraryReview(Store& store, const KnowledgeBase& knowledge)
    : m_store(store)
    , m_knowledge(knowledge)
{
}

Result<LibraryReview::Articles> LibraryReview::articles() const
{
    Articles all;
    TRY(m_store.read([&](Transaction& transaction) -> Status {
        DocumentListing listing;
        listing.kind = DocumentKind::Article;
        listing.limit = pageRows;
        for (;;) {
            DocumentPage page = TRY(transaction.knowledge().page(listing));
            for (ListedDocument& listed : page.documents)
                all.emplace(listed.document.id, std::move(listed.document));
            listing.offset += pageRows;
            if (listing.offset >= page.total)
                return {};
        }
    }));
    return all;
}

Result<std::vector<ArticleId>> LibraryReview::unread(const Articles& articles) const
{
    const auto marks = TRY(readResult(m_store, [](Transaction& transaction) { return transaction.findings().compared(); }));
    std::vector<ArticleId> ids;
    for (const auto& [id, document] : articles) {
        const auto mark = marks.find(id);
        if (mark == marks.end() || mark->second != markOf(document))
            ids.push_back(id);
    }
    std::ranges::sort(ids);
    return ids;
}

Result<const ComparedArticle*> LibraryReview::read(const Document& document)
{
    if (const auto known = m_read.find(document.id);
        known != m_read.end() && known->second.document().contentHash == document.contentHash)
        return &known->second;
    std::vector<StoredPassage> passages;
    std::size_t sentences = 0;
    for (std::size_t ordinal = 0; sentences < mostSentences; ordinal += passagesAtOnce) {
        std::vector<PassageId> ids;
        for (std::size_t i = ordinal; i < ordinal + passagesAtOnce; ++i)
            ids.emplace_back(document.id.value() + "#" + std::to_string(i));
        auto some = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.knowledge().passages(ids); }));
        for (StoredPassage& stored : some) {
            sentences += stored.passage.sentences.size();
            stored.tokenVectors.clear();
        }
        std::ranges::move(some, std::back_inserter(passages));
        if (some.size() < passagesAtOnce)
            break;
    }
    m_read.erase(document.id);
    return &m_read.try_emplace(document.id, document, std::move(passages)).first->second;
}

Result<std::vector<const Document*>> LibraryReview::neighboursOf(
    const ComparedArticle& article, const Articles& articles, TimePoint now, const std::stop_token& stop) const
{
    const Document& document = article.document();
    std::vector<const Document*> found;
    SearchQuery query;
    query.count = neighbours;
    query.kind = DocumentKind::Article;
    query.language = document.language;
    for (const StoredPassage& stored : article.passages()) {
        query.vector = stored.vector;
        query.text.clear();
        if (query.vector.empty())
            query.text = stored.passage.title + "\n" + std::string(text::truncate(stored.passage.text, longestLookedUp));
        for (const TimePoint moment : momentsOf(document, now)) {
            if (stop.stop_requested())
                return stopped();
            query.now = moment;
            const SearchResult result = TRY(m_knowledge.search(query, stop));
            for (const ScoredPassage& scored : result.passages) {
                const auto other = articles.find(scored.passage.article);
                if (other != articles.end() && isComparable(document, other->second, articles)
                    && std::ranges::find(found, &other->second) == found.end())
                    found.push_back(&other->second);
            }
        }
    }
    return found;
}

Result<std::vector<Finding>> LibraryReview::findingsOf(
    const Document& document, const Articles& articles, TimePoint now, const std::stop_token& stop)
{
    if (m_read.size() > mostRead)
        m_read.clear();
    const ComparedArticle* article = TRY(read(document));
    const auto others = TRY(neighboursOf(*article, articles, now, stop));
    std::vector<Finding> findings;
    for (const Document* other : others) {
        if (stop.stop_requested())
            return stopped();
        const ComparedArticle* compared = TRY(read(*other));
        for (Finding& finding : contradictionsBetween(*article, *compared, stop))
            findings.push_back(std::move(finding));
        if (auto duplicate = duplicateOf(*article, *compared))
            findings.push_back(std::move(*duplicate));
    }
    if (stop.stop_requested())
        return stopped();
    for (Finding& finding : findings)
        finding.foundAt = now;
    return findings;
}

Result<ReviewReport> LibraryReview::run(TimePoint now, std::stop_token stop)
{
    m_read.clear();
    const Articles all = TRY(articles());
    const std::vector<ArticleId> ids = TRY(unread(all));
    ReviewReport report;
    std::unordered_set<FindingId> found; // of two changed articles each finds the other one
    for (const ArticleId& id : ids) {
        if (stop.stop_requested())
            return stopped();
        const Document& document = all.at(id);
        std::vector<Finding> findings;
        if (!document.superseded)
            findings = TRY(findingsOf(document, all, now, stop));
        const Status kept = m_store.write([&](Transaction& transaction) -> Status {
            const auto version = TRY(transaction.knowledge().version(id));
            // Removed or changed meanwhile: the next review reads it.
            if (!version || version->first != document.contentHash)
                return {};
            return transaction.findings().put({id, document.contentHash, rules, markOf(document)}, findings);
        });
        // One of the others was removed meanwhile: the same.
        if (!kept && kept.error().code != ErrorCode::NotFound)
            return std::unexpected(kept.error());
        ++report.compared;
        for (const Finding& finding : findings)
            found.insert(finding.id);
    }
    m_read.clear();
    report.found = static_cast<int>(found.size());
    return report;
}

} // namespace tandem
