#include "pipeline/understand/ExampleShelf.h"

#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <numeric>
#include <system_error>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view magic = "TANDEMEX";
constexpr std::uint32_t version = 1;
constexpr std::size_t mostBytes = 4U << 20U;
constexpr std::size_t mostExamples = 4000;
constexpr std::size_t labelCount = 4;
constexpr double ownLanguage = 0.06; // of cosine, to be preferred

// Little-endian.
template <typename Number>
void append(std::string& bytes, Number value)
{
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
}

void append(std::string& bytes, float value)
{
    append(bytes, std::bit_cast<std::uint32_t>(value));
}

// Takes numbers and bytes off the front; once there are too few, all is zero and good() false.
class Front {
public:
    explicit Front(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    std::string_view take(std::size_t count)
    {
        m_good = m_good && m_bytes.size() >= count;
        if (!m_good)
            return {};
        const std::string_view taken = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return taken;
    }
    template <typename Number>
    Number number()
    {
        std::uint64_t value = 0;
        const std::string_view taken = take(sizeof(Number));
        for (std::size_t i = 0; i < taken.size(); ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
        return static_cast<Number>(value);
    }
    float real()
    {
        const auto value = std::bit_cast<float>(number<std::uint32_t>());
        m_good = m_good && std::isfinite(value);
        return value;
    }
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] bool atEnd() const { return m_good && m_bytes.empty(); }

private:
    std::string_view m_bytes;
    bool m_good = true;
};

// `vector` less `mean`, of unit length; all zero when there is nothing left.
std::vector<float> centred(const Embedding& vector, const std::vector<float>& mean)
{
    std::vector<float> result(vector.size());
    double squares = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
        result[i] = vector[i] - mean[i];
        squares += static_cast<double>(result[i]) * static_cast<double>(result[i]);
    }
    const float scale = squares > 0 ? static_cast<float>(1 / std::sqrt(squares)) : 0;
    for (float& each : result)
        each *= scale;
    return result;
}

// Of the vectors that are wanted, by their index.
std::vector<float> meanOf(const std::vector<Embedding>& vectors, const auto& wanted)
{
    std::vector<double> sums(ExampleShelf::dimensions);
    double count = 0;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        if (!wanted(i))
            continue;
        ++count;
        for (std::size_t d = 0; d < sums.size(); ++d)
            sums[d] += static_cast<double>(vectors[i][d]);
    }
    std::vector<float> mean(sums.size());
    for (std::size_t d = 0; d < sums.size() && count > 0; ++d)
        mean[d] = static_cast<float>(sums[d] / count);
    return mean;
}

std::string shortened(const std::string& text)
{
    std::string line = text::collapseWhitespace(text);
    if (text::codePointCount(line) <= ExampleShelf::longestText)
        return line;
    std::size_t bytes = 0;
    for (std::size_t characters = 0; characters + 1 < ExampleShelf::longestText; ++characters) {
        ++bytes;
        while (bytes < line.size() && (static_cast<unsigned char>(line[bytes]) & 0xC0U) == 0x80U)
            ++bytes;
    }
    return std::string(text::trim(std::string_view(line).substr(0, bytes))) + "…";
}

} // namespace

ExampleShelf ExampleShelf::of(std::vector<NearExample> examples, const std::vector<Embedding>& vectors)
{
    ExampleShelf shelf;
    shelf.m_means.assign(languageCount, meanOf(vectors, [](std::size_t) { return true; }));
    for (const Language language : allLanguages) {
        const auto speaks = [&](std::size_t i) { return examples[i].language == language; };
        if (std::ranges::any_of(examples, [&](const NearExample& each) { return each.language == language; }))
            shelf.m_means[std::to_underlying(language)] = meanOf(vectors, speaks);
    }
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        const std::vector<float> row = centred(vectors[i], shelf.m_means[std::to_underlying(examples[i].language)]);
        float largest = 0;
        for (const float each : row)
            largest = std::max(largest, std::abs(each));
        const float step = largest > 0 ? largest / 127 : 1;
        for (const float each : row)
            shelf.m_rows.push_back(static_cast<std::int8_t>(std::lround(each / step)));
        shelf.m_scales.push_back(step);
    }
    for (NearExample& example : examples) {
        example.text = shortened(example.text);
        example.similarity = 0;
    }
    shelf.m_examples = std::move(examples);
    return shelf;
}

std::string ExampleShelf::bytes() const
{
    std::string bytes(magic);
    append(bytes, version);
    append(bytes, static_cast<std::uint32_t>(dimensions));
    append(bytes, static_cast<std::uint32_t>(m_examples.size()));
    for (const std::vector<float>& mean : m_means) {
        for (const float each : mean)
            append(bytes, each);
    }
    for (std::size_t i = 0; i < m_examples.size(); ++i) {
        const NearExample& example = m_examples[i];
        append(bytes, std::to_underlying(example.category));
        append(bytes, std::to_underlying(example.urgency));
        append(bytes, std::to_underlying(example.sentiment));
        append(bytes, std::to_underlying(example.language));
        append(bytes, m_scales[i]);
        for (std::size_t d = 0; d < dimensions; ++d)
            append(bytes, static_cast<std::uint8_t>(m_rows[i * dimensions + d]));
        append(bytes, static_cast<std::uint16_t>(example.text.size()));
        bytes += example.text;
    }
    append(bytes, text::hash64(bytes));
    return bytes;
}

bool ExampleShelf::read(std::string_view bytes, ExampleShelf& shelf)
{
    Front front(bytes);
    if (front.take(magic.size()) != magic || front.number<std::uint32_t>() != version
        || front.number<std::uint32_t>() != dimensions)
        return false;
    const auto count = front.number<std::uint32_t>();
    if (count > mostExamples)
        return false;
    shelf.m_means.assign(languageCount, std::vector<float>(dimensions));
    for (std::vector<float>& mean : shelf.m_means) {
        for (float& each : mean)
            each = front.real();
    }
    for (std::size_t i = 0; i < count && front.good(); ++i) {
        const std::string_view labels = front.take(labelCount);
        if (labels.size() < labelCount)
            return false;
        const auto label = [&](std::size_t at) { return static_cast<std::uint8_t>(labels[at]); };
        NearExample example;
        example.category = static_cast<Category>(label(0));
        example.urgency = static_cast<Urgency>(label(1));
        example.sentiment = static_cast<Sentiment>(label(2));
        example.language = static_cast<Language>(label(3));
        if (label(0) >= categoryCount || example.urgency > Urgency::Critical || example.sentiment > Sentiment::Positive
            || label(3) >= languageCount)
            return false;
        shelf.m_scales.push_back(front.real());
        for (const char each : front.take(dimensions))
            shelf.m_rows.push_back(static_cast<std::int8_t>(each));
        example.text = front.take(front.number<std::uint16_t>());
        if (!text::isValidUtf8(example.text))
            return false;
        shelf.m_examples.push_back(std::move(example));
    }
    return front.atEnd();
}

Result<ExampleShelf> ExampleShelf::load(const std::filesystem::path& file)
{
    const auto damaged = [&](std::string_view what) {
        return failure(ErrorCode::Corrupt,
            "The examples " + file.string() + " " + std::string(what) + "; restore the file or make it again.");
    };
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return failure(
            ErrorCode::NotFound, "The examples " + file.string() + " cannot be read; restore the file or make it again.");
    std::string content(mostBytes + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    if (content.size() > mostBytes)
        return damaged("are too large");
    if (content.size() < magic.size() + sizeof(std::uint64_t))
        return damaged("are incomplete");
    const std::string_view signedPart = std::string_view(content).substr(0, content.size() - sizeof(std::uint64_t));
    if (Front(std::string_view(content).substr(signedPart.size())).number<std::uint64_t>() != text::hash64(signedPart))
        return damaged("do not match their checksum");
    ExampleShelf shelf;
    if (!read(signedPart, shelf))
        return damaged("are not of this version");
    return shelf;
}

Status ExampleShelf::save(const std::filesystem::path& file) const
{
    std::filesystem::path draft = file;
    draft += ".new";
    {
        std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
        const std::string content = bytes();
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!stream.flush())
            return failure(ErrorCode::Io, "The examples " + draft.string() + " cannot be written.");
    }
    std::error_code error;
    std::filesystem::rename(draft, file, error);
    if (error)
        return failure(ErrorCode::Io, "The examples " + file.string() + " cannot be replaced: " + error.message() + ".");
    return {};
}

std::vector<NearExample> ExampleShelf::nearest(const Embedding& vector, Language language, std::size_t count) const
{
    if (vector.size() != dimensions || m_examples.empty())
        return {};
    const std::vector<float> wanted = centred(vector, m_means[std::to_underlying(language)]);
    std::vector<double> similarities(m_examples.size());
    std::vector<double> ranks(m_examples.size());
    for (std::size_t i = 0; i < m_examples.size(); ++i) {
        const std::int8_t* row = m_rows.data() + i * dimensions;
        float sum = 0;
        for (std::size_t d = 0; d < dimensions; ++d)
            sum += wanted[d] * static_cast<float>(row[d]);
        similarities[i] = std::clamp(static_cast<double>(sum * m_scales[i]), -1.0, 1.0);
        ranks[i] = similarities[i] + (m_examples[i].language == language ? ownLanguage : 0);
    }
    std::vector<std::size_t> order(m_examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(std::min(count, order.size()));
    const auto by = [](const std::vector<double>& values) {
        return [&values](std::size_t a, std::size_t b) { return values[a] != values[b] ? values[a] > values[b] : a < b; };
    };
    std::partial_sort(order.begin(), last, order.end(), by(ranks));
    std::sort(order.begin(), last, by(similarities));
    std::vector<NearExample> result;
    for (auto at = order.begin(); at != last; ++at) {
        result.push_back(m_examples[*at]);
        result.back().similarity = similarities[*at];
    }
    return result;
}

} // namespace tandem
