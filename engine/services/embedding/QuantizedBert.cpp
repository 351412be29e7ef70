#include "services/embedding/QuantizedBert.h"

#include "services/embedding/ModelText.h"

#include <algorithm>

namespace tandem {

#if TANDEM_WITH_LLAMA

namespace {

using bert::Kernels;
using bert::Rounded;

std::optional<UnigramTokenizer> readTokenizer(const GgufFile& file)
{
    constexpr std::int32_t normal = 1; // as GGUF counts kinds of tokens
    const auto* const tokens = "tokenizer.ggml.tokens";
    const auto count = file.textCount(tokens);
    const auto scores = file.floats("tokenizer.ggml.scores");
    const auto kinds = file.integers("tokenizer.ggml.token_type");
    const auto begin = file.integer("tokenizer.ggml.bos_token_id");
    const auto end = file.integer("tokenizer.ggml.eos_token_id");
    const auto unknown = file.integer("tokenizer.ggml.unknown_token_id");
    if (file.text("tokenizer.ggml.model") != "t5" || count == 0 || scores.size() != count || kinds.size() != count)
        return std::nullopt;
    for (const auto& id : {begin, end, unknown}) {
        if (!id || *id < 0 || *id >= static_cast<std::int64_t>(count))
            return std::nullopt;
    }
    UnigramTokenizer tokenizer(
        {static_cast<std::int32_t>(*begin), static_cast<std::int32_t>(*end), static_cast<std::int32_t>(*unknown)});
    for (std::size_t i = 0; i < count; ++i)
        tokenizer.add(file.textAt(tokens, i), scores[i],
            kinds[i] == normal ? UnigramTokenizer::Kind::Text : UnigramTokenizer::Kind::Reserved);
    tokenizer.finish();
    return tokenizer;
}

// Working memory for a batch of tokens.
struct Workspace {
    std::vector<float> hidden;
    std::vector<float> queryKeyValue;
    std::vector<float> context;
    std::vector<float> middle;
    std::vector<float> scratch;
    std::vector<std::int8_t> rounded;
    std::vector<float> scales;
    std::vector<std::int32_t> offsets;

    void fit(std::size_t tokens, std::size_t longest, const BertWeights& weights)
    {
        const auto width = static_cast<std::size_t>(weights.hidden);
        const auto wide = static_cast<std::size_t>(std::max(weights.feedForward, weights.hidden));
        grow(hidden, tokens * width);
        grow(queryKeyValue, tokens * width * 3);
        grow(context, tokens * width);
        grow(middle, tokens * wide);
        grow(scratch, bert::attentionScratch(longest));
        grow(rounded, tokens * wide);
        grow(scales, tokens * wide / bert::blockSize);
        grow(offsets, tokens * wide / bert::blockSize);
    }

private:
    template <typename T>
    static void grow(std::vector<T>& values, std::size_t size)
    {
        if (values.size() < size)
            values.resize(size);
    }
};

class QuantizedEncoder final : public Encoder {
public:
    QuantizedEncoder(const BertWeights& weights, const Kernels& kernels)
        : m_weights(weights)
        , m_kernels(kernels)
    {
    }

    // Short texts gain a little by company; larger batches gain nothing and make other callers wait (64 tokens: about 15 ms).
    [[nodiscard]] std::size_t tokenBudget() const override { return 64; }
    void rest() override { m_space = {}; }
    Result<std::vector<Embedding>> encode(std::span<const Tokens> sequences) override;
    Result<std::vector<Embedding>> encodeParts(const Tokens& sequence, std::span<const TokenRange> ranges) override;
    Result<std::vector<Embedding>> encodeTokens(std::span<const Tokens> sequences) override;

private:
    void runAll(std::span<const Tokens> sequences);
    [[nodiscard]] Result<Embedding> pooled(TokenRange range) const;
    void multiply(const BertMatrix& matrix, const float* input, float* output);
    void attend(std::span<const Tokens> sequences);
    void run(const BertLayer& layer, std::span<const Tokens> sequences);

    const BertWeights& m_weights;
    const Kernels& m_kernels;
    Workspace m_space;
    int m_tokens = 0; // in the batch under way
};

void QuantizedEncoder::multiply(const BertMatrix& matrix, const float* input, float* output)
{
    const Rounded rounded{m_space.rounded.data(), m_space.scales.data(), m_space.offsets.data()};
    const auto view = matrix.view();
    m_kernels.round(input, m_tokens, view.columns, rounded);
    m_kernels.multiply(view, rounded, m_tokens, output, view.rows);
}

void QuantizedEncoder::attend(std::span<const Tokens> sequences)
{
    const auto width = static_cast<std::size_t>(m_weights.hidden);
    std::size_t first = 0;
    for (const auto& sequence : sequences) {
        const float* const base = m_space.queryKeyValue.data() + first * width * 3;
        for (std::size_t at = 0; at < width; at += bert::headSize)
            m_kernels.attend(base + at, base + width + at, base + 2 * width + at, static_cast<int>(sequence.size()),
                static_cast<int>(width * 3), m_space.context.data() + first * width + at, static_cast<int>(width),
                m_space.scratch.data());
        first += sequence.size();
    }
}

void QuantizedEncoder::run(const BertLayer& layer, std::span<const Tokens> sequences)
{
    auto* const hidden = m_space.hidden.data();
    auto* const middle = m_space.middle.data();
    multiply(layer.queryKeyValue, hidden, m_space.queryKeyValue.data());
    attend(sequences);
    multiply(layer.attentionOutput, m_space.context.data(), middle);
    m_kernels.addAndNormalise(hidden, middle, layer.attentionNorm.scale.data(), layer.attentionNorm.shift.data(), m_tokens,
        m_weights.hidden, m_weights.epsilon);
    multiply(layer.up, hidden, middle);
    m_kernels.gelu(middle, static_cast<std::size_t>(m_tokens) * static_cast<std::size_t>(m_weights.feedForward));
    multiply(layer.down, middle, m_space.context.data());
    m_kernels.addAndNormalise(hidden, m_space.context.data(), layer.outputNorm.scale.data(), layer.outputNorm.shift.data(),
        m_tokens, m_weights.hidden, m_weights.epsilon);
}

// Leaves each token's vector in the workspace.
void QuantizedEncoder::runAll(std::span<const Tokens> sequences)
{
    std::size_t total = 0;
    std::size_t longest = 0;
    for (const auto& sequence : sequences) {
        total += sequence.size();
        longest = std::max(longest, sequence.size());
    }
    m_tokens = static_cast<int>(total);
    m_space.fit(total, longest, m_weights);
    const auto width = static_cast<std::size_t>(m_weights.hidden);
    auto* row = m_space.hidden.data();
    for (const auto& sequence : sequences) {
        for (std::size_t i = 0; i < sequence.size(); ++i, row += width)
            m_weights.embed(sequence[i], i, row);
    }
    const auto& norm = m_weights.embeddingNorm;
    m_kernels.addAndNormalise(
        m_space.hidden.data(), nullptr, norm.scale.data(), norm.shift.data(), m_tokens, m_weights.hidden, m_weights.epsilon);
    for (const auto& layer : m_weights.layers)
        run(layer, sequences);
}

// Unit length follows, so the sum is as good as the mean.
Result<Embedding> QuantizedEncoder::pooled(TokenRange range) const
{
    const auto width = static_cast<std::size_t>(m_weights.hidden);
    Embedding sum(width, 0.0F);
    const float* token = m_space.hidden.data() + range.begin * width;
    for (std::size_t i = range.begin; i < range.end; ++i, token += width) {
        for (std::size_t k = 0; k < width; ++k)
            sum[k] += token[k];
    }
    return unitLength(std::move(sum));
}

Result<std::vector<Embedding>> QuantizedEncoder::encode(std::span<const Tokens> sequences)
{
    runAll(sequences);
    std::vector<Embedding> result;
    result.reserve(sequences.size());
    std::size_t first = 0;
    for (const auto& sequence : sequences) {
        result.push_back(TRY(pooled({first, first + sequence.size()})));
        first += sequence.size();
    }
    return result;
}

Result<std::vector<Embedding>> QuantizedEncoder::encodeParts(const Tokens& sequence, std::span<const TokenRange> ranges)
{
    runAll({&sequence, 1});
    std::vector<Embedding> result{TRY(pooled({0, sequence.size()}))};
    for (const TokenRange& range : ranges)
        result.push_back(TRY(pooled(range)));
    return result;
}

Result<std::vector<Embedding>> QuantizedEncoder::encodeTokens(std::span<const Tokens> sequences)
{
    runAll(sequences);
    std::vector<Embedding> result;
    result.reserve(sequences.size());
    std::size_t first = 0;
    for (const auto& sequence : sequences) {
        Embedding row;
        row.reserve((1 + sequence.size()) * static_cast<std::size_t>(m_weights.hidden));
        const Embedding whole = TRY(pooled({first, first + sequence.size()}));
        row.insert(row.end(), whole.begin(), whole.end());
        for (std::size_t i = first; i < first + sequence.size(); ++i) {
            const Embedding token = TRY(pooled({i, i + 1}));
            row.insert(row.end(), token.begin(), token.end());
        }
        result.push_back(std::move(row));
        first += sequence.size();
    }
    return result;
}

} // namespace

std::shared_ptr<const EncoderModel> QuantizedBert::load(const std::filesystem::path& path, const bert::Kernels& kernels)
{
    auto file = GgufFile::open(path);
    if (!file)
        return nullptr;
    auto weights = BertWeights::read(**file);
    auto tokenizer = readTokenizer(**file);
    if (!weights || !tokenizer)
        return nullptr;
    return std::shared_ptr<const EncoderModel>(
        new QuantizedBert(std::move(*file), std::move(*weights), std::move(*tokenizer), kernels));
}

QuantizedBert::QuantizedBert(
    std::unique_ptr<const GgufFile> file, BertWeights weights, UnigramTokenizer tokenizer, const bert::Kernels& kernels)
    : m_file(std::move(file))
    , m_weights(std::move(weights))
    , m_tokenizer(std::move(tokenizer))
    , m_kernels(kernels)
{
}

Result<Tokens> QuantizedBert::tokens(std::string_view text, TextRole role) const
{
    const auto limit = std::min<std::size_t>(512, static_cast<std::size_t>(m_weights.positionCount));
    // No token is longer than 64 bytes: what comes later in the text cannot matter.
    return m_tokenizer.tokens(modelText(text, role, limit * 64), limit);
}

Result<std::unique_ptr<Encoder>> QuantizedBert::encoder() const
{
    return std::make_unique<QuantizedEncoder>(m_weights, m_kernels);
}

std::vector<float> QuantizedBert::rarity(std::span<const std::int32_t> tokens) const
{
    std::vector<float> result;
    result.reserve(tokens.size());
    for (const std::int32_t token : tokens)
        result.push_back(-m_tokenizer.score(token));
    return result;
}

#else

std::vector<float> QuantizedBert::rarity(std::span<const std::int32_t>) const
{
    return {};
}

std::shared_ptr<const EncoderModel> QuantizedBert::load(const std::filesystem::path&, const bert::Kernels&)
{
    return nullptr;
}

Result<Tokens> QuantizedBert::tokens(std::string_view, TextRole) const
{
    return failure(ErrorCode::Unavailable, "this build has no llama.cpp");
}

Result<std::unique_ptr<Encoder>> QuantizedBert::encoder() const
{
    return failure(ErrorCode::Unavailable, "this build has no llama.cpp");
}

#endif

} // namespace tandem
