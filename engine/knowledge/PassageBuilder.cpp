#include "knowledge/PassageBuilder.h"

#include "base/Text.h"
#include "knowledge/Chunker.h"
#include "knowledge/LateInteraction.h"

#include <cstdio>
#include <utility>

namespace tandem {
namespace {

// Counts up when tokens are packed in another way.
constexpr const char* tokensMark = "+tokens1";
constexpr std::size_t longestQuestion = 600; // bytes of the customer's message that go with a resolution's vector

// A separator that stands in no field keeps ("ab", "c") apart from ("a", "bc").
void addField(std::string& all, std::string_view field)
{
    all.append(field).push_back('\x1F');
}

std::string timeText(const std::optional<TimePoint>& time)
{
    return time ? std::to_string(time->time_since_epoch().count()) : std::string();
}

std::string embeddedText(const Document& document, const Passage& passage)
{
    std::string text = passage.title;
    if (!passage.heading.empty())
        text += (text.empty() ? "" : " › ") + passage.heading;
    if (!text.empty())
        text += '\n';
    if (!document.question.empty())
        text.append(text::truncate(document.question, longestQuestion)).push_back('\n');
    return text + passage.text;
}

std::size_t sentenceCount(const PreparedDocument& prepared)
{
    std::size_t count = 0;
    for (const StoredPassage& stored : prepared.passages)
        count += stored.passage.sentences.size();
    return count;
}

std::unexpected<Error> wrongCount()
{
    return failure(ErrorCode::Internal, "the embedding model gave another number of vectors than it was given texts");
}

} // namespace

std::string contentHashOf(const Document& document)
{
    std::string all;
    addField(all, std::to_string(chunkerVersion));
    addField(all, name(document.kind));
    for (const std::string* field :
        {&document.title, &document.body, &document.question, &document.category, &document.audience, &document.plan})
        addField(all, *field);
    addField(all, name(document.language));
    for (const ArticleId& older : document.supersedes)
        addField(all, older.value());
    addField(all, timeText(document.validFrom));
    addField(all, timeText(document.validUntil));
    addField(all, document.superseded ? "superseded" : "");
    addField(all, timeText(document.updatedAt));
    const std::uint64_t first = text::hash64(all);
    char hex[33];
    std::snprintf(hex, sizeof(hex), "%016llx%016llx", static_cast<unsigned long long>(first),
        static_cast<unsigned long long>(text::hash64(all, first ^ 0x9E3779B97F4A7C15ULL)));
    return hex;
}

PassageBuilder::PassageBuilder(Embedder* embedder, std::size_t mostSentences)
    : m_embedder(embedder)
    , m_mostSentences(mostSentences)
{
}

std::string PassageBuilder::embeddedBy() const
{
    if (m_embedder == nullptr)
        return {};
    return m_embedder->tellsTokens() ? m_embedder->modelId() + tokensMark : m_embedder->modelId();
}

Result<std::vector<PreparedDocument>> PassageBuilder::prepare(std::vector<Document> documents, std::stop_token stop) const
{
    std::vector<PreparedDocument> prepared;
    prepared.reserve(documents.size());
    for (Document& document : documents) {
        PreparedDocument next{std::move(document), embeddedBy(), {}};
        for (Passage& passage : passagesOf(next.document))
            next.passages.push_back({std::move(passage), {}, {}, {}});
        prepared.push_back(std::move(next));
    }
    if (m_embedder == nullptr)
        return prepared;
    TRY(embedPassages(prepared, stop));
    TRY(embedSentences(prepared, stop));
    return prepared;
}

Status PassageBuilder::embedPassages(std::vector<PreparedDocument>& prepared, const std::stop_token& stop) const
{
    std::vector<std::string> texts;
    std::vector<StoredPassage*> places;
    for (PreparedDocument& document : prepared) {
        for (StoredPassage& stored : document.passages) {
            texts.push_back(embeddedText(document.document, stored.passage));
            places.push_back(&stored);
        }
    }
    if (texts.empty())
        return {};
    std::vector<TokenVectors> vectors = TRY(m_embedder->embedTokens(texts, TextRole::Passage, stop));
    if (vectors.size() != places.size())
        return wrongCount();
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        places[i]->tokenVectors = late::packed(vectors[i]);
        places[i]->vector = std::move(vectors[i].whole);
    }
    return {};
}

Status PassageBuilder::embedSentences(std::vector<PreparedDocument>& prepared, const std::stop_token& stop) const
{
    std::vector<std::string> texts;
    std::vector<Embedding*> places;
    for (PreparedDocument& document : prepared) {
        if (sentenceCount(document) > m_mostSentences)
            continue;
        for (StoredPassage& stored : document.passages) {
            stored.sentenceVectors.resize(stored.passage.sentences.size());
            for (std::size_t i = 0; i < stored.sentenceVectors.size(); ++i) {
                texts.emplace_back(stored.passage.sentences[i].of(stored.passage.text));
                places.push_back(&stored.sentenceVectors[i]);
            }
        }
    }
    if (texts.empty())
        return {};
    std::vector<Embedding> vectors = TRY(m_embedder->embed(texts, TextRole::Passage, stop));
    if (vectors.size() != places.size())
        return wrongCount();
    for (std::size_t i = 0; i < vectors.size(); ++i)
        *places[i] = std::move(vectors[i]);
    return {};
}

} // namespace tandem
