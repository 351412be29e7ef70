#include "pipeline/learn/HeadFile.h"

#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <system_error>

namespace tandem {

namespace {

constexpr std::string_view magic = "TANDEMHD";
constexpr std::uint32_t version = 1;
constexpr std::size_t mostBytes = 8U << 20U;

} // namespace

// Little-endian fields, one after another.
class ByteWriter {
public:
    template <typename Number>
    void number(Number value)
    {
        for (std::size_t i = 0; i < sizeof(Number); ++i)
            bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
    }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value)); }
    // The upper half of a float: enough for a weight.
    void half(float value) { number(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U)); }
    void name(std::string_view value)
    {
        number(static_cast<std::uint8_t>(value.size()));
        bytes += value;
    }
    std::string bytes;
};

class ByteReader {
public:
    explicit ByteReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    template <typename Number>
    Number number()
    {
        std::uint64_t value = 0;
        if (!has(sizeof(Number)))
            return 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[m_at + i])) << (8 * i);
        m_at += sizeof(Number);
        return static_cast<Number>(value);
    }
    float real() { return std::bit_cast<float>(number<std::uint32_t>()); }
    float half() { return std::bit_cast<float>(static_cast<std::uint32_t>(number<std::uint16_t>()) << 16U); }
    std::string name()
    {
        const auto size = number<std::uint8_t>();
        if (!has(size))
            return {};
        m_at += size;
        return std::string(m_bytes.substr(m_at - size, size));
    }
    std::vector<float> reals(std::size_t count)
    {
        return values(count, 4, [this] { return real(); });
    }
    std::vector<float> halves(std::size_t count)
    {
        return values(count, 2, [this] { return half(); });
    }

    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] bool atEnd() const { return m_at == m_bytes.size(); }

private:
    bool has(std::size_t count)
    {
        m_good = m_good && m_bytes.size() - m_at >= count;
        return m_good;
    }
    template <typename Read>
    std::vector<float> values(std::size_t count, std::size_t width, Read read)
    {
        std::vector<float> result;
        if (count > m_bytes.size() || !has(count * width))
            return result;
        result.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            result.push_back(read());
        m_good = m_good && std::all_of(result.begin(), result.end(), [](float value) { return std::isfinite(value); });
        return result;
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
    bool m_good = true;
};

void HeadFile::writeHead(ByteWriter& writer, const Head& each)
{
    const LinearHead& head = each.head;
    writer.name(each.name);
    writer.number(static_cast<std::uint32_t>(head.m_shape.buckets));
    writer.number(static_cast<std::uint32_t>(head.m_shape.dimensions));
    writer.real(head.m_temperature);
    for (const float value : head.m_bias)
        writer.real(value);
    for (const float value : head.m_vectorWeights)
        writer.real(value);
    for (const float value : head.m_wordWeights)
        writer.half(value);
}

bool HeadFile::readHead(ByteReader& reader, std::size_t classes, Head& each)
{
    LinearHead& head = each.head;
    each.name = reader.name();
    head.m_shape = {classes, reader.number<std::uint32_t>(), reader.number<std::uint32_t>()};
    head.m_temperature = reader.real();
    head.m_bias = reader.reals(classes);
    head.m_vectorWeights = reader.reals(head.m_shape.dimensions * classes);
    head.m_wordWeights = reader.halves(head.m_shape.buckets * classes);
    return reader.good() && head.m_temperature > 0 && std::isfinite(head.m_temperature);
}

std::string HeadFile::bytes() const
{
    ByteWriter writer;
    writer.bytes = magic;
    writer.number(version);
    writer.name(kind);
    writer.number(dataHash);
    writer.number(static_cast<std::uint8_t>(classes.size()));
    for (const std::string& each : classes)
        writer.name(each);
    writer.number(static_cast<std::uint32_t>(inverseFrequency.size()));
    for (const float value : inverseFrequency)
        writer.half(value);
    writer.number(static_cast<std::uint8_t>(heads.size()));
    for (const Head& each : heads)
        writeHead(writer, each);
    writer.number(text::hash64(writer.bytes));
    return std::move(writer.bytes);
}

std::uint64_t HeadFile::fingerprint() const
{
    return text::hash64(bytes());
}

Result<HeadFile> HeadFile::load(const std::filesystem::path& file, std::string_view kind)
{
    const auto damaged = [&](std::string_view what) {
        return failure(
            ErrorCode::Corrupt, "The model file " + file.string() + " " + std::string(what) + "; restore it or train it again.");
    };
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return failure(ErrorCode::NotFound, "The model file " + file.string() + " cannot be read; restore it or train it again.");
    std::string content(mostBytes + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    if (content.size() > mostBytes)
        return damaged("is too large");
    if (!content.starts_with(magic) || content.size() < magic.size() + 12)
        return damaged("is not a model of this program");
    const std::string_view signedPart = std::string_view(content).substr(0, content.size() - 8);
    ByteReader sum(std::string_view(content).substr(signedPart.size()));
    if (sum.number<std::uint64_t>() != text::hash64(signedPart))
        return damaged("does not match its checksum");
    ByteReader reader(signedPart.substr(magic.size()));
    if (reader.number<std::uint32_t>() != version)
        return damaged("has another version");
    HeadFile result;
    result.kind = reader.name();
    if (result.kind != kind)
        return damaged("judges something else than " + std::string(kind));
    result.dataHash = reader.number<std::uint64_t>();
    result.classes.resize(reader.number<std::uint8_t>());
    for (std::string& each : result.classes)
        each = reader.name();
    const auto rarities = reader.number<std::uint32_t>();
    result.inverseFrequency = reader.halves(rarities);
    result.heads.resize(reader.number<std::uint8_t>());
    for (Head& each : result.heads) {
        if (!readHead(reader, result.classes.size(), each))
            return damaged("is incomplete");
        const std::size_t buckets = each.head.shape().buckets;
        if (rarities > 0 && buckets > 0 && buckets != rarities)
            return damaged("has parts that do not fit each other");
    }
    if (!reader.good() || !reader.atEnd() || result.classes.size() < 2)
        return damaged("is incomplete");
    return result;
}

Status HeadFile::save(const std::filesystem::path& file) const
{
    std::filesystem::path draft = file;
    draft += ".new";
    {
        std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
        const std::string content = bytes();
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!stream.flush())
            return failure(ErrorCode::Io, "The model file " + draft.string() + " cannot be written.");
    }
    std::error_code error;
    std::filesystem::rename(draft, file, error);
    if (error)
        return failure(ErrorCode::Io, "The model file " + file.string() + " cannot be replaced: " + error.message() + ".");
    return {};
}

const LinearHead* HeadFile::find(std::string_view name) const
{
    const auto head = std::find_if(heads.begin(), heads.end(), [name](const Head& each) { return each.name == name; });
    return head == heads.end() ? nullptr : &head->head;
}

std::unexpected<Error> unfitModel(const std::filesystem::path& file)
{
    return failure(ErrorCode::Corrupt, "The model file " + file.string() + " does not fit this program; train it again.");
}

} // namespace tandem
