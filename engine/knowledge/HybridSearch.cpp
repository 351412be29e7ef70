// HybridKnowledgeBase's searching half.
#include "knowledge/HybridKnowledgeBase.h"

#include "base/Log.h"
#include "base/Text.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace tandem {
namespace {

constexpr std::size_t poolSize = 50; // from each half
constexpr std::size_t mostResults = 1000;
constexpr std::size_t longestQuery = 8000; // bytes that are looked up as words
// Passages of one document that share this part of the shorter one's sentences say the same.
constexpr double sameShare = 0.6;

double sharedSentences(const Passage& left, const Passage& right)
{
    const std::size_t shorter = std::min(left.sentences.size(), right.sentences.size());
    if (shorter == 0)
        return 0;
    std::unordered_set<std::string_view> sentences;
    for (const text::Span& span : left.sentences)
        sentences.insert(span.of(left.text));
    const auto shared
        = std::ranges::count_if(right.sentences, [&](const text::Span& span) { return sentences.contains(span.of(right.text)); });
    return static_cast<double>(shared) / static_cast<double>(shorter);
}

std::vector<float> similaritiesTo(const Embedding& query, const StoredPassage& stored)
{
    std::vector<float> similarities;
    if (query.empty() || stored.sentenceVectors.size() != stored.passage.sentences.size())
        return similarities;
    for (const std::vector<float>& vector : stored.sentenceVectors) {
        if (vector.size() != query.size())
            return {};
        similarities.push_back(std::inner_product(query.begin(), query.end(), vector.begin(), 0.0F));
    }
    return similarities;
}

} // namespace

Result<SearchResult> HybridKnowledgeBase::search(const SearchQuery& query, std::stop_token stop) const
{
    Embedding vector = query.vector;
    if (vector.empty() && m_embedder != nullptr && !text::trim(query.text).empty()) {
        auto vectors = m_embedder->embed({query.text}, TextRole::Query, stop);
        if (!vectors && vectors.error().code == ErrorCode::Cancelled)
            return std::unexpected(vectors.error());
        // Words still serve when the model does not.
        if (vectors)
            vector = std::move(vectors->at(0));
        else
            log::warning("query_not_embedded", {log::Field::reason(vectors.error().message)});
    }
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "the search was stopped");
    const Pool found = TRY(pool(query, vector));
    SearchResult result;
    result.passages = TRY(passagesOf(found, std::min(query.count, mostResults), vector));
    result.evidence = fusion::evidence(found.candidates, found.order);
    return result;
}

bool HybridKnowledgeBase::accepts(const PassageId& passage, const SearchQuery& query) const
{
    const ArticleId article = articleOf(passage);
    const DocumentSet::Entry* entry = m_documents.find(article);
    if (entry == nullptr || (query.kind && entry->kind != *query.kind) || (query.language && entry->language != *query.language))
        return false;
    return m_documents.isValid(article, query.now);
}

Result<std::vector<Neighbour>> HybridKnowledgeBase::nearest(
    const SearchQuery& query, const Embedding& vector, std::size_t count) const
{
    // The index knows no filter: when too many fall out, more are asked for.
    const std::size_t all = m_vectors->size();
    for (std::size_t asked = count;; asked *= 4) {
        std::vector<Neighbour> neighbours = TRY(m_vectors->search(vector, asked));
        std::erase_if(neighbours, [&](const Neighbour& neighbour) { return !accepts(neighbour.passage, query); });
        if (neighbours.size() >= count || asked >= all) {
            neighbours.resize(std::min(neighbours.size(), count));
            return neighbours;
        }
    }
}

Result<HybridKnowledgeBase::Pool> HybridKnowledgeBase::pool(const SearchQuery& query, const Embedding& vector) const
{
    const std::size_t count = std::clamp(query.count, poolSize, mostResults);
    const KeywordQuery words = keywordQuery(text::truncate(query.text, longestQuery));
    Pool pool;
    const std::shared_lock lock(m_documentsMutex);
    std::unordered_set<PassageId> seen;
    const auto take = [&](const PassageId& passage) {
        if (seen.insert(passage).second)
            pool.passages.push_back(passage);
    };
    for (const KeywordHit& hit :
        m_keywords->search(words, count, [&](const PassageId& passage) { return accepts(passage, query); }))
        take(hit.passage);
    const bool byMeaning = m_vectors && !vector.empty();
    if (byMeaning) {
        for (const Neighbour& neighbour : TRY(nearest(query, vector, count)))
            take(neighbour.passage);
    }
    const std::vector<KeywordMatch> matches = m_keywords->match(words, pool.passages);
    std::vector<std::optional<float>> cosines(pool.passages.size());
    if (byMeaning)
        cosines = TRY(m_vectors->similarities(vector, pool.passages));
    for (std::size_t i = 0; i < pool.passages.size(); ++i) {
        const DocumentSet::Entry* entry = m_documents.find(articleOf(pool.passages[i]));
        fusion::LanguageMatch language = fusion::LanguageMatch::Unknown;
        if (query.queryLanguage && entry != nullptr)
            language = entry->language == *query.queryLanguage ? fusion::LanguageMatch::Same : fusion::LanguageMatch::Other;
        pool.candidates.push_back({cosines[i], matches[i].score, matches[i].coverage, matches[i].identifiers, language});
    }
    const bool knownIdentifier = m_keywords->knowsIdentifierOf(words);
    pool.scores = fusion::scores(
        pool.candidates, byMeaning ? fusion::sharesFor(m_settings.keywordWeight, knownIdentifier) : fusion::Shares{1, 1});
    pool.order.resize(pool.passages.size());
    std::iota(pool.order.begin(), pool.order.end(), std::size_t{0});
    std::ranges::sort(pool.order, [&](std::size_t left, std::size_t right) {
        return pool.scores[left] != pool.scores[right] ? pool.scores[left] > pool.scores[right]
                                                       : pool.passages[left] < pool.passages[right];
    });
    return pool;
}

Result<std::vector<ScoredPassage>> HybridKnowledgeBase::passagesOf(
    const Pool& pool, std::size_t count, const Embedding& vector) const
{
    // Some more than asked for, since doubles and what was removed meanwhile fall out.
    const std::size_t wanted = std::min(pool.order.size(), count + count / 2 + 4);
    std::vector<PassageId> ids;
    for (const std::size_t place : std::span(pool.order).first(wanted))
        ids.push_back(pool.passages[place]);
    const auto stored = TRY(readResult(m_store,
        [&](Transaction& transaction) -> Result<std::vector<StoredPassage>> { return transaction.knowledge().passages(ids); }));
    std::unordered_map<PassageId, const StoredPassage*> byId;
    for (const StoredPassage& passage : stored)
        byId[passage.passage.id] = &passage;

    std::vector<ScoredPassage> results;
    for (const std::size_t place : std::span(pool.order).first(wanted)) {
        const auto found = byId.find(pool.passages[place]);
        if (found == byId.end() || results.size() == count)
            continue;
        const Passage& passage = found->second->passage;
        const bool known = std::ranges::any_of(results, [&](const ScoredPassage& other) {
            return other.passage.article == passage.article && sharedSentences(other.passage, passage) >= sameShare;
        });
        if (known)
            continue;
        const fusion::Candidate& candidate = pool.candidates[place];
        results.push_back({passage, pool.scores[place], candidate.meaning.value_or(0), candidate.words,
            similaritiesTo(vector, *found->second)});
    }
    return results;
}

} // namespace tandem
