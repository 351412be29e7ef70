#include "services/embedding/BertWeights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace tandem {
namespace {

constexpr std::size_t blockBytes = 18; // Q4_0: f16 scale, 16 bytes of nibbles

float fromHalf(std::uint16_t half)
{
    const auto exponent = (half >> 10U) & 0x1FU;
    const auto mantissa = static_cast<float>(half & 0x3FFU);
    float value = 0;
    if (exponent == 0)
        value = std::ldexp(mantissa, -24);
    else if (exponent == 31)
        value = INFINITY; // or not a number; refused either way
    else
        value = std::ldexp(mantissa + 1024, static_cast<int>(exponent) - 25);
    return (half & 0x8000U) != 0 ? -value : value;
}

float scaleOf(const std::byte* block)
{
    std::uint16_t half = 0;
    std::memcpy(&half, block, sizeof(half));
    return fromHalf(half);
}

unsigned nibble(const std::byte* block, std::size_t column)
{
    const auto byte = std::to_integer<unsigned>(block[2 + column % 16]);
    return column < 16 ? byte & 15U : byte >> 4U;
}

// Reads tensors until one does not fit; then ok() is false.
class TensorReader {
public:
    explicit TensorReader(const GgufFile& file)
        : m_file(file)
    {
    }
    [[nodiscard]] bool ok() const { return m_ok; }

    std::vector<float> vector(const std::string& name, int size, int rows = 1)
    {
        const auto values = m_file.f32Tensor(name, size, rows);
        m_ok = m_ok && !values.empty() && std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
        return {values.begin(), values.end()};
    }

    BertNorm norm(const std::string& name, int size) { return {vector(name + ".weight", size), vector(name + ".bias", size)}; }

    // Adds the rows of a Q4_0 tensor and its bias below what the matrix holds already.
    void append(BertMatrix& matrix, const std::string& name, int columns, int rows)
    {
        const auto bias = vector(name + ".bias", rows);
        const auto source = m_file.q4Tensor(name + ".weight", columns, rows);
        m_ok = m_ok && !source.empty() && rows % bert::tileRows == 0;
        if (!m_ok)
            return;
        matrix.columns = columns;
        matrix.bias.insert(matrix.bias.end(), bias.begin(), bias.end());
        const auto blocks = static_cast<std::size_t>(columns / bert::blockSize);
        const auto first = matrix.tiles.size();
        matrix.tiles.resize(first + static_cast<std::size_t>(rows) / bert::tileRows * blocks);
        for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
            for (std::size_t block = 0; block < blocks; ++block)
                place(source.data() + (row * blocks + block) * blockBytes,
                    matrix.tiles[first + row / bert::tileRows * blocks + block], row % bert::tileRows);
        }
    }

private:
    void place(const std::byte* block, bert::WeightTile& tile, std::size_t row)
    {
        tile.scales[row] = scaleOf(block);
        m_ok = m_ok && std::isfinite(tile.scales[row]);
        for (std::size_t quad = 0; quad < 4; ++quad) {
            for (std::size_t i = 0; i < 4; ++i) {
                const auto column = quad * 8 + i;
                tile.quads[quad][row][i] = static_cast<std::uint8_t>(nibble(block, column) | nibble(block, column + 4) << 4U);
            }
        }
    }

    const GgufFile& m_file;
    bool m_ok = true;
};

BertLayer readLayer(TensorReader& reader, const std::string& prefix, int hidden, int feedForward)
{
    BertLayer layer;
    for (const auto* const part : {"attn_q", "attn_k", "attn_v"})
        reader.append(layer.queryKeyValue, prefix + part, hidden, hidden);
    reader.append(layer.attentionOutput, prefix + "attn_output", hidden, hidden);
    layer.attentionNorm = reader.norm(prefix + "attn_output_norm", hidden);
    reader.append(layer.up, prefix + "ffn_up", hidden, feedForward);
    reader.append(layer.down, prefix + "ffn_down", feedForward, hidden);
    layer.outputNorm = reader.norm(prefix + "layer_output_norm", hidden);
    return layer;
}

// -1 when missing or out of range.
int dimension(const GgufFile& file, const char* key, std::int64_t most)
{
    const auto value = file.integer(key);
    return value && *value > 0 && *value <= most ? static_cast<int>(*value) : -1;
}

} // namespace

std::optional<BertWeights> BertWeights::read(const GgufFile& file)
{
    constexpr std::int64_t meanPooling = 1;
    if (file.text("general.architecture") != "bert" || file.integer("bert.pooling_type") != meanPooling)
        return std::nullopt;
    BertWeights weights;
    weights.hidden = dimension(file, "bert.embedding_length", 4096);
    weights.heads = dimension(file, "bert.attention.head_count", 128);
    weights.feedForward = dimension(file, "bert.feed_forward_length", 16384);
    weights.positionCount = dimension(file, "bert.context_length", 8192);
    weights.vocabulary = static_cast<int>(std::min<std::size_t>(file.textCount("tokenizer.ggml.tokens"), 1U << 20U));
    weights.epsilon = file.number("bert.attention.layer_norm_epsilon").value_or(0);
    const auto layers = dimension(file, "bert.block_count", 64);
    const auto types = dimension(file, "tokenizer.ggml.token_type_count", 16);
    if (weights.heads < 1 || weights.hidden != weights.heads * bert::headSize || weights.feedForward % bert::blockSize != 0
        || weights.positionCount < 8 || weights.epsilon <= 0 || layers < 1 || types < 1)
        return std::nullopt;

    TensorReader reader(file);
    weights.words = file.q4Tensor("token_embd.weight", weights.hidden, weights.vocabulary);
    weights.positions = reader.vector("position_embd.weight", weights.hidden, weights.positionCount);
    const auto typeRows = reader.vector("token_types.weight", weights.hidden, types);
    weights.embeddingNorm = reader.norm("token_embd_norm", weights.hidden);
    for (int layer = 0; layer < layers && reader.ok(); ++layer)
        weights.layers.push_back(readLayer(reader, "blk." + std::to_string(layer) + ".", weights.hidden, weights.feedForward));
    if (!reader.ok() || weights.words.empty())
        return std::nullopt;
    for (std::size_t i = 0; i < weights.positions.size(); ++i)
        weights.positions[i] += typeRows[i % static_cast<std::size_t>(weights.hidden)];
    return weights;
}

void BertWeights::embed(std::int32_t token, std::size_t position, float* output) const
{
    const auto columns = static_cast<std::size_t>(hidden);
    const auto blocks = columns / bert::blockSize;
    const auto* block = words.data() + static_cast<std::size_t>(token) * blocks * blockBytes;
    const auto* const added = positions.data() + position * columns;
    for (std::size_t at = 0; at < columns; at += bert::blockSize, block += blockBytes) {
        const auto scale = scaleOf(block);
        for (std::size_t i = 0; i < bert::blockSize; ++i)
            output[at + i] = (static_cast<float>(nibble(block, i)) - 8.0F) * scale + added[at + i];
    }
}

} // namespace tandem
