#include "knowledge/PassageBuilder.h"

#include "base/Text.h"
#include "knowledge/Chunker.h"
#include "knowledge/LateInteraction.h"
#include "knowledge/PassageSize.h"

#include <array>
#include <cstdio>
#include <limits>
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

// e5 reads 512 tokens, of which some are its own. A text of ordinary words stays far below; of what does not, such as keys, logs
// and code, the document is cut shorter, until it does.
constexpr std::size_t mostTokensRead = 500;
struct Density {
    PassageLimits limits;
    double titleTokens = 0;
    double questionTokens = 0;
};
constexpr double anyNumber = std::numeric_limits<double>::infinity();
constexpr auto densities = std::to_array<Density>(
    {{{}, 150, anyNumber}, {{900, 220, 320}, 60, 100}, {{450, 110, 160}, 30, 50}, {{200, 60, 60}, 15, 20}});

std::string embeddedText(const Document& document, const Passage& passage, const Density& density)
{
    std::string text(beginningWithin(passage.title, density.titleTokens));
    const std::string_view heading = beginningWithin(passage.heading, density.titleTokens - sizeOf(text).mostTokens);
    if (!heading.empty())
        text.append(text.empty() ? "" : " › ").append(heading);
    if (!text.empty())
        text += '\n';
    const std::string_view question = beginningWithin(text::truncate(document.question, longestQuestion), density.questionTokens);
    if (!question.empty())
        text.append(question).push_back('\n');
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
    for (const ArticleId& evidence : document.restsOn) // without any, the hash is that of before there were
        addField(all, evidence.value());
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
        prepared.push_back({std::move(document), embeddedBy(), {}});
        TRY(cut(prepared.back(), 0, stop));
    }
    if (m_embedder == nullptr)
        return prepared;
    std::vector<bool> tooLong = TRY(embedPassages(prepared, 0, stop));
    for (std::size_t i = 0; i < prepared.size(); ++i) {
        for (std::size_t density = 1; density < densities.size() && tooLong[i]; ++density) {
            TRY(cut(prepared[i], density, stop));
            tooLong[i] = TRY(embedPassages({&prepared[i], 1}, density, stop)).front();
        }
    }
    TRY(embedSentences(prepared, stop));
    return prepared;
}

Status PassageBuilder::cut(PreparedDocument& document, std::size_t density, const std::stop_token& stop) const
{
    Status embedded;
    document.passages.clear();
    for (Passage& passage : passagesOf(document.document, cohesion(embedded, stop), densities[density].limits))
        document.passages.push_back({std::move(passage), {}, {}, {}});
    return embedded;
}

// The vectors are those of embedSentences(), which the embedder keeps for a while.
CohesionOf PassageBuilder::cohesion(Status& embedded, const std::stop_token& stop) const
{
    if (m_embedder == nullptr)
        return {};
    return [&embedded, stop, this](const std::vector<std::string_view>& sentences) -> std::vector<double> {
        if (!embedded || sentences.size() > m_mostSentences)
            return {};
        const auto vectors = m_embedder->embed({sentences.begin(), sentences.end()}, TextRole::Passage, stop);
        if (!vectors)
            embedded = std::unexpected(vectors.error());
        return vectors ? vectorCohesion(*vectors) : std::vector<double>();
    };
}

Result<std::vector<bool>> PassageBuilder::embedPassages(
    std::span<PreparedDocument> prepared, std::size_t density, const std::stop_token& stop) const
{
    std::vector<std::string> texts;
    std::vector<std::pair<StoredPassage*, std::size_t>> places; // with their document
    for (std::size_t i = 0; i < prepared.size(); ++i) {
        for (StoredPassage& stored : prepared[i].passages) {
            texts.push_back(embeddedText(prepared[i].document, stored.passage, densities[density]));
            places.emplace_back(&stored, i);
        }
    }
    std::vector<bool> tooLong(prepared.size());
    if (texts.empty())
        return tooLong;
    std::vector<TokenVectors> vectors = TRY(m_embedder->embedTokens(texts, TextRole::Passage, stop));
    if (vectors.size() != places.size())
        return wrongCount();
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        const auto& [stored, document] = places[i];
        tooLong[document] = tooLong[document] || vectors[i].rarity.size() > mostTokensRead;
        stored->tokenVectors = late::packed(vectors[i]);
        stored->vector = std::move(vectors[i].whole);
    }
    return tooLong;
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
