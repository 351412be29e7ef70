#include "pipeline/learn/HeadFile.h"

#include "base/Bytes.h"
#include "base/Text.h"
#include "pipeline/learn/ModelFile.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace tandem {

namespace {

constexpr std::string_view magic = "TANDEMHD";
constexpr std::uint32_t version = 1;
constexpr std::size_t mostBytes = 8U << 20U;

// The upper half of a float: enough for a weight.
void writeHalf(ByteWriter& writer, float value)
{
    writer.value(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U));
}

void writeName(ByteWriter& writer, std::string_view name)
{
    writer.value(static_cast<std::uint8_t>(name.size()));
    writer.bytes(name.data(), name.size());
}

std::string readName(ByteReader& reader)
{
    return std::string(reader.take(reader.value<std::uint8_t>()));
}

// `Stored` as many times, read by `toFloat`. Empty when there are too few or one is not finite.
template <typename Stored>
std::optional<std::vector<float>> readFloats(ByteReader& reader, std::size_t count, float (*toFloat)(Stored))
{
    std::vector<float> result;
    const std::string_view bytes = reader.take(count * sizeof(Stored));
    if (!reader.good())
        return std::nullopt;
    result.reserve(count);
    ByteReader values(bytes);
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(toFloat(values.value<Stored>()));
    if (!std::all_of(result.begin(), result.end(), [](float value) { return std::isfinite(value); }))
        return std::nullopt;
    return result;
}

bool readReals(ByteReader& reader, std::size_t count, std::vector<float>& out)
{
    auto values = readFloats<float>(reader, count, [](float value) { return value; });
    if (values)
        out = std::move(*values);
    return values.has_value();
}

bool readHalves(ByteReader& reader, std::size_t count, std::vector<float>& out)
{
    auto values = readFloats<std::uint16_t>(
        reader, count, [](std::uint16_t value) { return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16U); });
    if (values)
        out = std::move(*values);
    return values.has_value();
}

} // namespace

void HeadFile::writeHead(ByteWriter& writer, const Head& each)
{
    const LinearHead& head = each.head;
    writeName(writer, each.name);
    writer.value(static_cast<std::uint32_t>(head.m_shape.buckets));
    writer.value(static_cast<std::uint32_t>(head.m_shape.dimensions));
    writer.value(head.m_temperature);
    for (const float value : head.m_bias)
        writer.value(value);
    for (const float value : head.m_vectorWeights)
        writer.value(value);
    for (const float value : head.m_wordWeights)
        writeHalf(writer, value);
}

bool HeadFile::readHead(ByteReader& reader, std::size_t classes, Head& each)
{
    LinearHead& head = each.head;
    each.name = readName(reader);
    head.m_shape = {classes, reader.value<std::uint32_t>(), reader.value<std::uint32_t>()};
    head.m_temperature = reader.value<float>();
    return readReals(reader, classes, head.m_bias) && readReals(reader, head.m_shape.dimensions * classes, head.m_vectorWeights)
        && readHalves(reader, head.m_shape.buckets * classes, head.m_wordWeights) && head.m_temperature > 0
        && std::isfinite(head.m_temperature);
}

std::string HeadFile::bytes() const
{
    ByteWriter writer;
    writer.bytes(magic.data(), magic.size());
    writer.value(version);
    writeName(writer, kind);
    writer.value(dataHash);
    writer.value(static_cast<std::uint8_t>(classes.size()));
    for (const std::string& each : classes)
        writeName(writer, each);
    writer.value(static_cast<std::uint32_t>(inverseFrequency.size()));
    for (const float value : inverseFrequency)
        writeHalf(writer, value);
    writer.value(static_cast<std::uint8_t>(heads.size()));
    for (const Head& each : heads)
        writeHead(writer, each);
    writer.value(text::hash64(writer.written()));
    return writer.written();
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
    const std::string content = TRY(readModelFile(file, magic, mostBytes));
    ByteReader reader(std::string_view(content).substr(magic.size()));
    if (reader.value<std::uint32_t>() != version)
        return damaged("has another version");
    HeadFile result;
    result.kind = readName(reader);
    if (result.kind != kind)
        return damaged("judges something else than " + std::string(kind));
    result.dataHash = reader.value<std::uint64_t>();
    result.classes.resize(reader.value<std::uint8_t>());
    for (std::string& each : result.classes)
        each = readName(reader);
    const auto rarities = reader.value<std::uint32_t>();
    if (!readHalves(reader, rarities, result.inverseFrequency))
        return damaged("is incomplete");
    result.heads.resize(reader.value<std::uint8_t>());
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
    return replaceModelFile(file, bytes());
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
