#include "services/embedding/LocalEmbedder.h"

#include "base/Text.h"
#include "services/embedding/EmbeddingCache.h"
#include "services/embedding/EmbeddingQueue.h"
#include "services/embedding/LlamaModel.h"
#include "services/embedding/ModelFingerprint.h"
#include "services/embedding/QuantizedBert.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <thread>
#include <unordered_map>

namespace tandem {
namespace {

constexpr auto idleTime = std::chrono::seconds(10);
constexpr std::size_t identifyingDigits = 12;

Error cancelled()
{
    return {ErrorCode::Cancelled, "embedding was cancelled", false};
}

std::unexpected<Error> emptyText(std::size_t place, std::size_t count)
{
    return failure(ErrorCode::InvalidArgument,
        "text " + std::to_string(place + 1) + " of " + std::to_string(count) + " is empty and cannot be embedded");
}

// Texts of one call that the cache does not hold, each once.
struct Misses {
    std::vector<EmbeddingCache::Key> keys;
    std::vector<Tokens> tokens;
    std::vector<std::vector<std::size_t>> places; // where each belongs in the answer
};

// Long sequences first: neighbours in a batch are then of like length, and no worker is left with the longest at the end.
std::vector<std::size_t> longestFirst(const std::vector<Tokens>& tokens)
{
    std::vector<std::size_t> order(tokens.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{}, [&tokens](std::size_t i) { return tokens[i].size(); });
    return order;
}

// The shipped kind of model runs on kernels of our own; whatever else is sound runs in llama.cpp, which also knows other
// processors than x86 and names what is wrong with a file.
Result<std::shared_ptr<const EncoderModel>> loadModel(const std::filesystem::path& file)
{
#if TANDEM_X86_KERNELS
    if (auto model = QuantizedBert::load(file))
        return model;
#endif
    return LlamaModel::load(file);
}

} // namespace

Result<std::unique_ptr<Embedder>> LocalEmbedder::create(const Settings& settings)
{
    const auto fingerprint = TRY(modelFingerprint(settings.modelFile));
    const auto model = TRY(loadModel(settings.modelFile));
    if (settings.dimension != 0 && model->dimension() != settings.dimension)
        return failure(ErrorCode::Corrupt,
            "the embedding model " + settings.modelFile.string() + " gives vectors of " + std::to_string(model->dimension())
                + " numbers where " + std::to_string(settings.dimension) + " are expected; choose another model");
    std::vector<std::unique_ptr<Encoder>> encoders;
    const auto workers = settings.workers != 0 ? settings.workers : std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < workers; ++i)
        encoders.push_back(TRY(model->encoder()));
    auto queue = std::make_unique<EmbeddingQueue>(model, std::move(encoders), idleTime);
    auto id = settings.modelFile.stem().string() + "@" + fingerprint.substr(0, identifyingDigits);
    return std::unique_ptr<Embedder>(new LocalEmbedder(std::move(id), model, std::move(queue), settings.cacheEntries));
}

LocalEmbedder::LocalEmbedder(std::string modelId, std::shared_ptr<const EncoderModel> model,
    std::unique_ptr<EmbeddingQueue> queue, std::size_t cacheEntries)
    : m_modelId(std::move(modelId))
    , m_dimension(model->dimension())
    , m_model(std::move(model))
    , m_cache(std::make_unique<EmbeddingCache>(cacheEntries))
    , m_queue(std::move(queue))
{
}

LocalEmbedder::~LocalEmbedder() = default;

Result<std::vector<Embedding>> LocalEmbedder::embed(const std::vector<std::string>& texts, TextRole role, std::stop_token stop)
{
    std::vector<Embedding> result(texts.size());
    Misses misses;
    std::unordered_map<EmbeddingCache::Key, std::size_t, EmbeddingCache::KeyHash> seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (stop.stop_requested())
            return std::unexpected(cancelled());
        if (text::trim(texts[i]).empty())
            return emptyText(i, texts.size());
        const auto key = EmbeddingCache::keyOf(texts[i], role);
        if (const auto known = seen.find(key); known != seen.end()) {
            misses.places[known->second].push_back(i);
        } else if (auto cached = m_cache->find(key)) {
            result[i] = std::move(*cached);
        } else {
            seen.emplace(key, misses.keys.size());
            misses.keys.push_back(key);
            misses.places.push_back({i});
            misses.tokens.push_back(TRY(m_model->tokens(texts[i], role)));
        }
    }
    if (stop.stop_requested())
        return std::unexpected(cancelled());

    const auto order = longestFirst(misses.tokens);
    std::vector<Tokens> sequences;
    sequences.reserve(order.size());
    for (const auto miss : order)
        sequences.push_back(std::move(misses.tokens[miss]));
    const auto embeddings = TRY(m_queue->run(std::move(sequences), stop));
    for (std::size_t i = 0; i < order.size(); ++i) {
        m_cache->put(misses.keys[order[i]], embeddings[i]);
        for (const auto place : misses.places[order[i]])
            result[place] = embeddings[i];
    }
    return result;
}

Result<TextVectors> LocalEmbedder::embedWithParts(
    const std::string& text, std::span<const text::Span> parts, TextRole role, std::stop_token stop)
{
    if (parts.empty() || text::trim(text).empty()) {
        std::vector<Embedding> whole = TRY(embed({text}, role, std::move(stop)));
        return TextVectors{std::move(whole.front()), {}};
    }
    Tokens tokens = TRY(m_model->tokens(text, role));
    // Parts begin and end between words, so that as many tokens stand before a place as the text up to there has.
    const auto tokensBefore = [&](std::size_t place) -> Result<std::size_t> {
        return TRY(m_model->tokens(std::string_view(text).substr(0, place), role)).size() - 1;
    };
    std::vector<TokenRange> ranges;
    std::vector<std::size_t> places; // of each range among the parts
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const TokenRange range{TRY(tokensBefore(parts[i].begin)), std::min(TRY(tokensBefore(parts[i].end)), tokens.size() - 1)};
        if (range.begin >= range.end)
            continue;
        ranges.push_back(range);
        places.push_back(i);
    }
    std::vector<Embedding> vectors = TRY(m_queue->runParts(std::move(tokens), std::move(ranges), stop));
    TextVectors result{std::move(vectors.front()), std::vector<Embedding>(parts.size())};
    m_cache->put(EmbeddingCache::keyOf(text, role), result.whole);
    for (std::size_t i = 0; i < places.size(); ++i)
        result.parts[places[i]] = std::move(vectors[i + 1]);
    return result;
}

bool LocalEmbedder::tellsTokens() const
{
    return m_model->tellsTokens();
}

Result<std::vector<TokenVectors>> LocalEmbedder::embedTokens(
    const std::vector<std::string>& texts, TextRole role, std::stop_token stop)
{
    if (!tellsTokens())
        return Embedder::embedTokens(texts, role, std::move(stop));
    std::vector<Tokens> tokens;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (text::trim(texts[i]).empty())
            return emptyText(i, texts.size());
        tokens.push_back(TRY(m_model->tokens(texts[i], role)));
    }
    // What stands around every text: its begin, e5's prefix and its end.
    const std::size_t before = TRY(m_model->tokens({}, role)).size() - 1;
    const auto width = static_cast<std::size_t>(m_dimension);
    std::vector<TokenVectors> result(texts.size());
    std::vector<Tokens> sequences;
    const auto order = longestFirst(tokens);
    for (const std::size_t i : order) {
        const std::size_t own = tokens[i].size() - std::min(tokens[i].size(), before + 1);
        result[i].rarity = m_model->rarity(std::span(tokens[i]).subspan(std::min(before, tokens[i].size()), own));
        sequences.push_back(std::move(tokens[i]));
    }
    const std::vector<Embedding> rows = TRY(m_queue->runTokens(std::move(sequences), stop));
    for (std::size_t i = 0; i < order.size(); ++i) {
        TokenVectors& text = result[order[i]];
        const auto begin = rows[i].begin();
        text.whole.assign(begin, begin + static_cast<std::ptrdiff_t>(width));
        const auto first = begin + static_cast<std::ptrdiff_t>((1 + before) * width);
        if (!text.rarity.empty())
            text.rows.assign(first, first + static_cast<std::ptrdiff_t>(text.rarity.size() * width));
        m_cache->put(EmbeddingCache::keyOf(texts[order[i]], role), text.whole);
    }
    return result;
}

} // namespace tandem
