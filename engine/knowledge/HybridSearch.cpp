// HybridKnowledgeBase's searching half.
#include "knowledge/HybridKnowledgeBase.h"

#include "base/Log.h"
#include "base/Text.h"
#include "knowledge/Evidence.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace tandem {
namespace {

constexpr std::size_t poolSize = 50; // from each half
constexpr std::size_t rerankDepth = 30;
constexpr std::size_t mostResults = 1000;
constexpr std::size_t longestQuery = 8000; // bytes that are looked up as words
constexpr std::size_t longestCompared = 1200; // bytes whose tokens are compared: a long message asks at its begin, and takes long
// Passages of one document that share this part of the shorter one's sentences say the same.
constexpr double sameShare = 0.6;
// How long a search waits for a change that it met half-way: writing takes milliseconds, saving a large index longer.
constexpr std::chrono::milliseconds patience(250);

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

void HybridKnowledgeBase::sortByScore(Pool& pool)
{
    std::ranges::sort(pool.order, [&](std::size_t left, std::size_t right) {
        return pool.scores[left] != pool.scores[right] ? pool.scores[left] > pool.scores[right]
                                                       : pool.passages[left] < pool.passages[right];
    });
}

Result<HybridKnowledgeBase::Asked> HybridKnowledgeBase::asked(const SearchQuery& query, const std::stop_token& stop) const
{
    Asked asked{query.vector, {}, true};
    if (m_embedder == nullptr || text::trim(query.text).empty())
        return asked;
    const auto embed = [&]() -> Status {
        if (m_settings.reranking == Reranking::On && m_embedder->tellsTokens()) {
            const std::string_view asking = text::trim(query.text);
            // A long message's beginning and the whole of it go together: they are read side by side.
            std::vector<std::string> texts{std::string(text::truncate(asking, longestCompared))};
            if (asked.vector.empty() && texts.front().size() < asking.size())
                texts.push_back(query.text);
            auto read = TRY(m_embedder->embedTokens(texts, TextRole::Query, stop));
            asked.tokens = late::questionOf(read.front());
            if (asked.vector.empty())
                asked.vector = std::move(read.back().whole);
        }
        if (asked.vector.empty())
            asked.vector = TRY(m_embedder->embed({query.text}, TextRole::Query, stop)).front();
        return {};
    };
    if (const Status embedded = embed(); !embedded) {
        if (embedded.error().code == ErrorCode::Cancelled)
            return std::unexpected(embedded.error());
        // Words still serve when the model does not.
        asked.complete = false;
        log::warning("query_not_embedded", {log::Field::reason(embedded.error().message)});
    }
    return asked;
}

Result<SearchResult> HybridKnowledgeBase::search(const SearchQuery& query, std::stop_token stop) const
{
    const auto key = cacheKey(query);
    if (auto known = m_queries->find(key))
        return std::move(*known);
    const Asked asking = TRY(asked(query, stop));
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "the search was stopped");
    const std::size_t count = std::min(query.count, mostResults);
    Read read = TRY(readBest(query, asking.vector, count));
    if (read.isChanging) {
        // What is being written is in the store before it is in the indexes.
        {
            const std::unique_lock settled(m_changing, patience);
        }
        read = TRY(readBest(query, asking.vector, count));
    }
    auto& [found, passages, isChanging] = read;
    findSentences(found, asking.vector, passages);
    rerankBest(found, asking.tokens, passages);
    SearchResult result;
    result.passages = passagesOf(found, passages, count, asking.vector);
    markStanding(result.passages, query.today.value_or(query.now));
    result.evidence = evidence::score({found.candidates, found.scores, found.order, found.words, asking.tokens.weights.size()});
    result.searched = m_keywords->size();
    if (asking.complete && !isChanging)
        m_queries->put(key, result);
    return result;
}

Result<HybridKnowledgeBase::Read> HybridKnowledgeBase::readBest(
    const SearchQuery& query, const Embedding& vector, std::size_t count) const
{
    Read read;
    read.pool = TRY(pool(query, vector));
    // Some more than asked for, since doubles and what was removed meanwhile fall out.
    TRY(readStored(read, std::max(rerankDepth, count + count / 2 + 4)));
    return read;
}

std::optional<Cache::Key> HybridKnowledgeBase::cacheKey(const SearchQuery& query) const
{
    const std::shared_lock lock(m_documentsMutex);
    return m_queries->keyOf(query, {m_documents.lastTurn(query.now), m_documents.lastTurn(query.today.value_or(query.now))});
}

void HybridKnowledgeBase::markStanding(std::vector<ScoredPassage>& passages, TimePoint today) const
{
    const std::shared_lock lock(m_documentsMutex);
    for (ScoredPassage& scored : passages) {
        const DocumentSet::Entry* entry = m_documents.find(scored.passage.article);
        if (entry == nullptr)
            continue; // removed meanwhile
        scored.heldUntil = m_documents.endOf(scored.passage.article, today);
        scored.plan = entry->plan;
        scored.audience = entry->audience;
    }
}

bool HybridKnowledgeBase::accepts(const PassageId& passage, const SearchQuery& query) const
{
    const ArticleId article = articleOf(passage);
    const DocumentSet::Entry* entry = m_documents.find(article);
    if (entry == nullptr || (query.kind && entry->kind != *query.kind) || (query.language && entry->language != *query.language))
        return false;
    if (query.reader && !m_documents.isFor(article, *query.reader))
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
    pool.words = words.words.size();
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
    std::vector<fusion::Candidate> halves;
    std::unordered_map<ArticleId, std::size_t> documents;
    std::vector<std::optional<float>> cosines(pool.passages.size());
    if (byMeaning)
        cosines = TRY(m_vectors->similarities(vector, pool.passages));
    for (std::size_t i = 0; i < pool.passages.size(); ++i) {
        const DocumentSet::Entry* entry = m_documents.find(articleOf(pool.passages[i]));
        fusion::LanguageMatch language = fusion::LanguageMatch::Unknown;
        if (query.queryLanguage && entry != nullptr)
            language = entry->language == *query.queryLanguage ? fusion::LanguageMatch::Same : fusion::LanguageMatch::Other;
        const bool isArticle = entry != nullptr && entry->kind == DocumentKind::Article;
        halves.push_back({cosines[i], matches[i].score, matches[i].coverage, matches[i].identifiers, language});
        const std::size_t document = documents.try_emplace(articleOf(pool.passages[i]), documents.size()).first->second;
        if (entry != nullptr)
            pool.versions.try_emplace(articleOf(pool.passages[i]), entry->contentHash);
        pool.candidates.push_back({halves.back(), 0, std::nullopt, 0, std::nullopt, isArticle, document});
    }
    const bool knownIdentifier = m_keywords->knowsIdentifierOf(words);
    const auto shares = byMeaning ? fusion::sharesFor(m_settings.keywordWeight, knownIdentifier) : fusion::Shares{1, 1};
    pool.scores = fusion::scores(halves, shares);
    const std::vector<ScoreParts> parts = fusion::parts(halves, shares);
    pool.parts.assign(parts.begin(), parts.end());
    for (std::size_t i = 0; i < pool.scores.size(); ++i)
        pool.candidates[i].fused = pool.scores[i];
    pool.order.resize(pool.passages.size());
    std::iota(pool.order.begin(), pool.order.end(), std::size_t{0});
    sortByScore(pool);
    return pool;
}

// A document that was written since the indexes told of it may be for other readers, or for another time: it is left out.
Status HybridKnowledgeBase::readStored(Read& read, std::size_t count) const
{
    Pool& pool = read.pool;
    std::vector<PassageId> ids;
    for (const std::size_t place : std::span(pool.order).first(std::min(pool.order.size(), count)))
        ids.push_back(pool.passages[place]);
    TRY(m_store.read([&](Transaction& transaction) -> Status {
        std::unordered_map<ArticleId, bool> isIndexed;
        for (StoredPassage& passage : TRY(transaction.knowledge().passages(ids))) {
            const ArticleId& article = passage.passage.article;
            if (!isIndexed.contains(article)) {
                const auto version = TRY(transaction.knowledge().version(article));
                const auto indexed = pool.versions.find(article);
                isIndexed[article] = version && indexed != pool.versions.end() && version->first == indexed->second;
            }
            const PassageId id = passage.passage.id;
            if (isIndexed[article])
                read.passages.emplace(id, std::move(passage));
            else
                read.isChanging = true;
        }
        return {};
    }));
    // Nor do they count as evidence.
    const auto best = pool.order.begin() + static_cast<std::ptrdiff_t>(ids.size());
    pool.order.erase(std::remove_if(pool.order.begin(), best,
                         [&](std::size_t place) { return !read.passages.contains(pool.passages[place]); }),
        best);
    return {};
}

void HybridKnowledgeBase::findSentences(Pool& pool, const Embedding& vector, const StoredPassages& stored)
{
    for (const std::size_t place : pool.order) {
        const auto found = stored.find(pool.passages[place]);
        rerank::Candidate& candidate = pool.candidates[place];
        if (found == stored.end() || !candidate.halves.meaning)
            continue;
        const std::vector<float> similarities = similaritiesTo(vector, found->second);
        if (!similarities.empty())
            candidate.sentence = std::ranges::max(similarities);
    }
}

void HybridKnowledgeBase::rerankBest(Pool& pool, const late::Question& question, const StoredPassages& stored)
{
    if (question.empty())
        return;
    const auto best = std::span(pool.order).first(std::min(pool.order.size(), rerankDepth));
    std::vector<rerank::Candidate> candidates;
    bool any = false;
    for (const std::size_t place : best) {
        rerank::Candidate& candidate = pool.candidates[place];
        // Without a cosine its vectors, and tokens, are another model's.
        if (const auto found = stored.find(pool.passages[place]); found != stored.end() && candidate.halves.meaning) {
            const std::vector<float> nearest = late::nearest(question, found->second.tokenVectors);
            candidate.similarity = late::similarity(question, nearest);
            candidate.unevenness = late::unevenness(question, nearest);
        }
        any = any || candidate.similarity;
        candidates.push_back(candidate);
    }
    if (!any)
        return;
    const std::vector<double> scores = rerank::scores(candidates);
    const double least = std::ranges::min(scores);
    // What was not looked at again stays behind, in its order.
    double above = 0;
    for (const std::size_t place : std::span(pool.order).subspan(best.size()))
        above = std::max(above, pool.scores[place] - least + 1e-6);
    for (const std::size_t place : std::span(pool.order).subspan(best.size())) {
        pool.scores[place] -= above;
        pool.parts[place].reset();
    }
    const std::vector<ScoreParts> parts = rerank::parts(candidates);
    for (std::size_t i = 0; i < best.size(); ++i) {
        pool.scores[best[i]] = scores[i];
        pool.parts[best[i]] = parts[i];
    }
    sortByScore(pool);
}

std::vector<ScoredPassage> HybridKnowledgeBase::passagesOf(
    const Pool& pool, const StoredPassages& stored, std::size_t count, const Embedding& vector)
{
    std::vector<ScoredPassage> results;
    for (const std::size_t place : pool.order) {
        const auto found = stored.find(pool.passages[place]);
        if (found == stored.end())
            continue;
        if (results.size() == count)
            break;
        const Passage& passage = found->second.passage;
        const bool known = std::ranges::any_of(results, [&](const ScoredPassage& other) {
            return other.passage.article == passage.article && sharedSentences(other.passage, passage) >= sameShare;
        });
        if (known)
            continue;
        const fusion::Candidate& halves = pool.candidates[place].halves;
        results.push_back({passage, pool.scores[place], halves.meaning.value_or(0), halves.words,
            similaritiesTo(vector, found->second), pool.parts[place]});
    }
    return results;
}

} // namespace tandem
