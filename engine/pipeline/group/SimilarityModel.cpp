#include "pipeline/group/SimilarityModel.h"

#include "base/Bytes.h"
#include "base/Logistic.h"
#include "base/Text.h"
#include "model/ContentWords.h"
#include "pipeline/learn/HeadFile.h"
#include "pipeline/learn/ModelFile.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>

namespace tandem {

namespace {

constexpr std::string_view magic = "TANDEMSI";
constexpr std::uint32_t version = 1;
constexpr std::size_t mostBytes = 8U << 20U;
constexpr std::uint32_t mostDimensions = 4096;
constexpr std::uint32_t mostDirections = 256;
constexpr std::size_t mostWords = 64;

std::vector<float> floats(ByteReader& reader, std::size_t count)
{
    const std::string_view bytes = reader.take(count * sizeof(float));
    std::vector<float> values(bytes.size() / sizeof(float));
    if (!bytes.empty())
        std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

bool isFinite(const std::vector<float>& values)
{
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

double dot(const std::vector<float>& left, const std::vector<float>& right)
{
    double sum = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        sum += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    return sum;
}

// Numbers and names differ between customers who tell of the same.
std::vector<std::uint32_t> hashedWords(std::string_view text)
{
    std::vector<std::uint32_t> words;
    for (const ContentWord& word : contentWords(text)) {
        if (word.shape == WordShape::Plain || word.shape == WordShape::Identifier)
            words.push_back(static_cast<std::uint32_t>(text::hash64(word.stem)));
        if (words.size() == mostWords)
            break;
    }
    std::ranges::sort(words);
    const auto repeated = std::ranges::unique(words);
    words.erase(repeated.begin(), repeated.end());
    return words;
}

} // namespace

Result<SimilarityModel> SimilarityModel::load(const std::filesystem::path& file)
{
    const std::string content = TRY(readModelFile(file, magic, mostBytes));
    ByteReader reader(std::string_view(content).substr(magic.size()));
    SimilarityModel model;
    const auto found = reader.value<std::uint32_t>();
    model.dataHash = reader.value<std::uint64_t>();
    for (double* value : {&model.bias, &model.cosine, &model.wordsBias, &model.wordsOverlap})
        *value = reader.value<double>();
    const auto dimensions = reader.value<std::uint32_t>();
    const auto directions = reader.value<std::uint32_t>();
    if (found != version || dimensions > mostDimensions || directions > mostDirections)
        return unfitModel(file);
    model.mean = floats(reader, dimensions);
    bool finite = isFinite(model.mean) && std::isfinite(model.bias + model.cosine + model.wordsBias + model.wordsOverlap);
    for (std::uint32_t i = 0; i < directions; ++i) {
        model.directions.push_back(floats(reader, dimensions));
        finite = finite && isFinite(model.directions.back());
    }
    if (!reader.good() || !reader.atEnd() || !finite || !(model.cosine > 0))
        return unfitModel(file);
    return model;
}

Status SimilarityModel::save(const std::filesystem::path& file) const
{
    ByteWriter writer;
    writer.bytes(magic.data(), magic.size());
    writer.value(version);
    writer.value(dataHash);
    for (const double value : {bias, cosine, wordsBias, wordsOverlap})
        writer.value(value);
    writer.value(static_cast<std::uint32_t>(mean.size()));
    writer.value(static_cast<std::uint32_t>(directions.size()));
    writer.bytes(mean.data(), mean.size() * sizeof(float));
    for (const std::vector<float>& direction : directions)
        writer.bytes(direction.data(), direction.size() * sizeof(float));
    writer.value(text::hash64(writer.written()));
    return replaceModelFile(file, writer.written());
}

Fingerprint SimilarityModel::fingerprint(const Embedding& vector, std::string_view text) const
{
    std::vector<std::uint32_t> words = hashedWords(text);
    if (words.empty()) // "hello?" is like every "hello?"
        return {};
    if (vector.empty() || vector.size() != mean.size())
        return {{}, std::move(words)};
    std::vector<float> left(vector.size());
    std::ranges::transform(vector, mean, left.begin(), std::minus<>());
    for (const std::vector<float>& direction : directions) {
        const auto along = static_cast<float>(dot(left, direction));
        for (std::size_t i = 0; i < left.size(); ++i)
            left[i] -= along * direction[i];
    }
    const double length = std::sqrt(dot(left, left));
    if (!(length > 1e-6))
        return {}; // it says nothing but what all say
    for (float& value : left)
        value = static_cast<float>(static_cast<double>(value) / length);
    return {std::move(left), {}};
}

double SimilarityModel::probability(double similarity) const
{
    return logistic(bias + cosine * similarity);
}

double SimilarityModel::similarityFor(double probability) const
{
    const double bounded = std::clamp(probability, 1e-9, 1 - 1e-9);
    return (std::log(bounded / (1 - bounded)) - bias) / cosine;
}

double SimilarityModel::probabilityByWords(double shared) const
{
    return logistic(wordsBias + wordsOverlap * shared);
}

double sharedWords(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right)
{
    const auto [fewer, more] = std::minmax({left.size(), right.size()});
    if (2 * fewer < more || fewer == 0)
        return 0; // less than half in common whatever they are: near enough to nothing
    std::size_t shared = 0;
    auto a = left.begin();
    auto b = right.begin();
    while (a != left.end() && b != right.end()) {
        if (*a == *b) {
            ++shared;
            ++a;
            ++b;
        } else if (*a < *b) {
            ++a;
        } else {
            ++b;
        }
    }
    return static_cast<double>(shared) / static_cast<double>(left.size() + right.size() - shared);
}

} // namespace tandem
