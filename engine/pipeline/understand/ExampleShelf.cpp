#include "pipeline/understand/ExampleShelf.h"

#include "base/Bytes.h"
#include "base/Text.h"
#include "pipeline/learn/HeadFile.h"
#include "pipeline/learn/ModelFile.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view magic = "TANDEMEX";
constexpr std::uint32_t version = 1;
constexpr std::size_t mostBytes = 4U << 20U;
constexpr std::size_t mostExamples = 4000;
constexpr std::size_t labelCount = 4;
constexpr double ownLanguage = 0.06; // of cosine, to be preferred

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
    ByteWriter writer;
    writer.bytes(magic.data(), magic.size());
    writer.value(version);
    writer.value(static_cast<std::uint32_t>(dimensions));
    writer.value(static_cast<std::uint32_t>(m_examples.size()));
    for (const std::vector<float>& mean : m_means)
        writer.bytes(mean.data(), mean.size() * sizeof(float));
    for (std::size_t i = 0; i < m_examples.size(); ++i) {
        const NearExample& example = m_examples[i];
        writer.value(example.category);
        writer.value(example.urgency);
        writer.value(example.sentiment);
        writer.value(example.language);
        writer.value(m_scales[i]);
        writer.bytes(m_rows.data() + i * dimensions, dimensions);
        writer.value(static_cast<std::uint16_t>(example.text.size()));
        writer.bytes(example.text.data(), example.text.size());
    }
    writer.value(text::hash64(writer.written()));
    return writer.written();
}

bool ExampleShelf::read(std::string_view bytes, ExampleShelf& shelf)
{
    ByteReader front(bytes);
    if (front.take(magic.size()) != magic || front.value<std::uint32_t>() != version
        || front.value<std::uint32_t>() != dimensions)
        return false;
    const auto count = front.value<std::uint32_t>();
    bool finite = true;
    const auto real = [&] {
        const auto value = front.value<float>();
        finite = finite && std::isfinite(value);
        return value;
    };
    if (count > mostExamples)
        return false;
    shelf.m_means.assign(languageCount, std::vector<float>(dimensions));
    for (std::vector<float>& mean : shelf.m_means) {
        for (float& each : mean)
            each = real();
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
        shelf.m_scales.push_back(real());
        for (const char each : front.take(dimensions))
            shelf.m_rows.push_back(static_cast<std::int8_t>(each));
        example.text = front.take(front.value<std::uint16_t>());
        if (!text::isValidUtf8(example.text))
            return false;
        shelf.m_examples.push_back(std::move(example));
    }
    return finite && front.good() && front.atEnd();
}

Result<ExampleShelf> ExampleShelf::load(const std::filesystem::path& file)
{
    ExampleShelf shelf;
    if (!read(TRY(readModelFile(file, magic, mostBytes)), shelf))
        return unfitModel(file);
    return shelf;
}

Status ExampleShelf::save(const std::filesystem::path& file) const
{
    return replaceModelFile(file, bytes());
}

Embedding ExampleShelf::vector(std::size_t example) const
{
    const std::vector<float>& mean = m_means[std::to_underlying(m_examples[example].language)];
    const std::int8_t* row = m_rows.data() + example * dimensions;
    double along = 0; // of the mean, in the row's direction
    double left = 1;
    for (std::size_t d = 0; d < dimensions; ++d) {
        along += static_cast<double>(mean[d]) * static_cast<double>(row[d]) * static_cast<double>(m_scales[example]);
        left -= static_cast<double>(mean[d]) * static_cast<double>(mean[d]);
    }
    const auto scale = static_cast<float>(std::sqrt(std::max(0.0, along * along + left)) - along) * m_scales[example];
    Embedding vector(mean.begin(), mean.end());
    for (std::size_t d = 0; d < dimensions; ++d)
        vector[d] += scale * static_cast<float>(row[d]);
    return vector;
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
