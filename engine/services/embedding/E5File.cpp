#include "services/embedding/E5File.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

namespace tandem {
namespace {

static_assert(std::endian::native == std::endian::little, "the packed file is little-endian and read as it is");

constexpr std::uint64_t mostBytes = 1ULL << 31U;
constexpr std::int32_t weightsPerBlock = 32;
constexpr std::size_t bytesPerBlock = 18;

// Reads values one after another; the first one past the end makes every later one fail too.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] std::size_t position() const { return m_position; }

    std::span<const std::byte> take(std::uint64_t count)
    {
        if (!m_good || count > m_bytes.size() - m_position) {
            m_good = false;
            return {};
        }
        const auto taken = m_bytes.subspan(m_position, static_cast<std::size_t>(count));
        m_position += static_cast<std::size_t>(count);
        return taken;
    }

    template <typename T>
    T value()
    {
        T result{};
        if (const auto taken = take(sizeof(T)); taken.size() == sizeof(T))
            std::memcpy(&result, taken.data(), sizeof(T));
        return result;
    }

    template <typename T>
    std::vector<T> values(std::uint64_t count)
    {
        const auto taken = take(count * sizeof(T));
        std::vector<T> result(taken.size() / sizeof(T));
        if (!result.empty())
            std::memcpy(result.data(), taken.data(), taken.size());
        return result;
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
    bool m_good = true;
};

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<std::vector<std::byte>> contents(const std::filesystem::path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return failure(ErrorCode::NotFound, "the packed model " + file.string() + " cannot be read: " + error.message());
    if (size > mostBytes)
        return failure(ErrorCode::Corrupt, "it is larger than 2 GiB");
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!stream)
        return failure(ErrorCode::Io, "the packed model " + file.string() + " cannot be read to its end");
    return bytes;
}

Status checkShape(const E5File::Shape& shape, std::int32_t block)
{
    const auto within = [](std::int32_t value, std::int32_t least, std::int32_t most) { return value >= least && value <= most; };
    if (block != weightsPerBlock)
        return failure(ErrorCode::Corrupt, "its block size is " + std::to_string(block) + " instead of 32");
    if (!within(shape.hidden, 32, 4096) || !within(shape.layers, 1, 64) || !within(shape.heads, 1, 64)
        || !within(shape.feedForward, 32, 16384) || !within(shape.vocabulary, 1, 1 << 20) || !within(shape.positions, 8, 8192)
        || !within(shape.tokenTypes, 1, 16))
        return failure(ErrorCode::Corrupt, "its dimensions are out of range");
    if (shape.hidden % weightsPerBlock != 0 || shape.feedForward % weightsPerBlock != 0 || shape.hidden % shape.heads != 0)
        return failure(ErrorCode::Corrupt, "its dimensions do not divide into blocks and heads");
    if (!(shape.layerNormEpsilon > 0 && shape.layerNormEpsilon < 1e-2F))
        return failure(ErrorCode::Corrupt, "its layer-norm epsilon is out of range");
    return {};
}

Result<E5File::Shape> readShape(Reader& reader)
{
    if (asText(reader.take(4)) != "E5S1")
        return failure(ErrorCode::Corrupt, "it does not begin with E5S1");
    if (const auto version = reader.value<std::uint32_t>(); version != 1)
        return failure(ErrorCode::Corrupt, "its version is " + std::to_string(version) + " instead of 1");
    E5File::Shape shape;
    for (auto* const field :
        {&shape.hidden, &shape.layers, &shape.heads, &shape.feedForward, &shape.vocabulary, &shape.positions, &shape.tokenTypes})
        *field = reader.value<std::int32_t>();
    shape.layerNormEpsilon = reader.value<float>();
    const auto block = reader.value<std::int32_t>();
    if (!reader.good())
        return failure(ErrorCode::Corrupt, "it ends inside the header");
    TRY(checkShape(shape, block));
    return shape;
}

Result<std::vector<std::string>> readPieces(std::span<const std::uint32_t> offsets, std::string_view blob)
{
    std::vector<std::string> pieces;
    pieces.reserve(offsets.size() - 1);
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
        if (offsets[i] > offsets[i + 1] || offsets[i + 1] > blob.size())
            return failure(ErrorCode::Corrupt, "the offset of tokenizer piece " + std::to_string(i) + " is out of range");
        const auto piece = blob.substr(offsets[i], offsets[i + 1] - offsets[i]);
        if (piece.find('\0') != std::string_view::npos)
            return failure(ErrorCode::Corrupt, "tokenizer piece " + std::to_string(i) + " contains a NUL");
        pieces.emplace_back(piece);
    }
    return pieces;
}

Result<E5File::Tokenizer> readTokenizer(Reader& reader, std::int32_t vocabulary)
{
    E5File::Tokenizer tokenizer;
    const auto count = reader.value<std::int32_t>();
    for (auto* const id : {&tokenizer.begin, &tokenizer.end, &tokenizer.padding, &tokenizer.unknown})
        *id = reader.value<std::int32_t>();
    if (!reader.good())
        return failure(ErrorCode::Corrupt, "it ends inside the tokenizer");
    if (count < 4 || count > vocabulary)
        return failure(ErrorCode::Corrupt,
            "it names " + std::to_string(count) + " tokenizer pieces for a vocabulary of " + std::to_string(vocabulary));
    for (const auto id : {tokenizer.begin, tokenizer.end, tokenizer.padding, tokenizer.unknown}) {
        if (id < 0 || id >= count)
            return failure(ErrorCode::Corrupt, "a special token's id is out of range");
    }
    const auto blobBytes = reader.value<std::uint64_t>();
    const auto pieces = static_cast<std::uint64_t>(count);
    const auto offsets = reader.values<std::uint32_t>(pieces + 1);
    tokenizer.scores = reader.values<float>(pieces);
    const auto blob = reader.take(blobBytes);
    // The normalisation table is not needed: text is brought to NFKC before it is tokenized.
    reader.value<std::int32_t>();
    reader.take(reader.value<std::uint32_t>());
    if (!reader.good())
        return failure(ErrorCode::Corrupt, "it ends inside the tokenizer");
    if (!std::ranges::all_of(tokenizer.scores, [](float score) { return std::isfinite(score); }))
        return failure(ErrorCode::Corrupt, "a tokenizer score is not a number");
    tokenizer.pieces = TRY(readPieces(offsets, asText(blob)));
    return tokenizer;
}

Result<std::vector<E5Tensor>> readTensors(Reader& reader, std::span<const std::byte> whole)
{
    const auto count = reader.value<std::int32_t>();
    if (!reader.good() || count < 1 || count > 4096)
        return failure(ErrorCode::Corrupt, "its tensor directory is missing or out of range");
    std::vector<E5Tensor> tensors;
    for (std::int32_t i = 0; i < count; ++i) {
        E5Tensor tensor;
        tensor.name = asText(reader.take(reader.value<std::uint16_t>()));
        const auto type = reader.value<std::uint8_t>();
        tensor.elements = reader.value<std::uint32_t>();
        const auto offset = reader.value<std::uint64_t>();
        const auto bytes = reader.value<std::uint64_t>();
        if (!reader.good())
            return failure(ErrorCode::Corrupt, "it ends inside the tensor directory, at entry " + std::to_string(i));
        if (type > 1)
            return failure(ErrorCode::Corrupt, "tensor " + std::to_string(i) + " has the unknown type " + std::to_string(type));
        tensor.type = type == 0 ? E5Tensor::Type::F32 : E5Tensor::Type::Q4;
        const auto expected = type == 0 ? std::uint64_t{tensor.elements} * sizeof(float)
                                        : std::uint64_t{tensor.elements} / weightsPerBlock * bytesPerBlock;
        if (bytes != expected || (type == 1 && tensor.elements % weightsPerBlock != 0))
            return failure(ErrorCode::Corrupt, "tensor " + std::to_string(i) + " has the wrong size");
        if (offset > whole.size() || bytes > whole.size() - offset)
            return failure(ErrorCode::Corrupt, "tensor " + std::to_string(i) + " lies past the end of the file (truncated?)");
        tensor.data = whole.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(bytes));
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

Result<E5File> parse(std::vector<std::byte> bytes)
{
    E5File result;
    result.bytes = std::move(bytes);
    Reader reader(result.bytes);
    result.shape = TRY(readShape(reader));
    result.tokenizer = TRY(readTokenizer(reader, result.shape.vocabulary));
    result.tensors = TRY(readTensors(reader, result.bytes));
    return result;
}

} // namespace

Result<E5File> E5File::read(const std::filesystem::path& file)
{
    auto bytes = contents(file);
    auto result = bytes ? parse(std::move(*bytes)) : Result<E5File>(std::unexpected(bytes.error()));
    if (!result && result.error().code == ErrorCode::Corrupt)
        return failure(ErrorCode::Corrupt,
            "the packed model " + file.string() + " is damaged: " + result.error().message + "; delete it and fetch it again");
    return result;
}

const E5Tensor* E5File::tensor(std::string_view name) const
{
    const auto found = std::ranges::find(tensors, name, &E5Tensor::name);
    return found == tensors.end() ? nullptr : &*found;
}

} // namespace tandem
