#include "pipeline/group/SimilarityModel.h"

#include "base/Text.h"
#include "model/ContentWords.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <system_error>

namespace tandem {

namespace {

static_assert(std::endian::native == std::endian::little, "the file is little-endian");

constexpr std::string_view magic = "TANDEMSI";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t mostDimensions = 4096;
constexpr std::uint32_t mostDirections = 256;
constexpr std::size_t mostWords = 64;

double sigmoid(double odds)
{
    return 1 / (1 + std::exp(-odds));
}

template <typename T>
void put(std::string& bytes, T value)
{
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes.append(raw, sizeof(T));
}

// Yields zeros, and is no longer good, past the end.
class Reader {
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    template <typename T>
    T take()
    {
        T value{};
        m_good = m_good && m_bytes.size() >= sizeof(T);
        if (!m_good)
            return value;
        std::memcpy(&value, m_bytes.data(), sizeof(T));
        m_bytes.remove_prefix(sizeof(T));
        return value;
    }
    std::vector<float> floats(std::size_t count)
    {
        m_good = m_good && m_bytes.size() >= count * sizeof(float);
        if (!m_good)
            return {};
        std::vector<float> values(count);
        if (count > 0)
            std::memcpy(values.data(), m_bytes.data(), count * sizeof(float));
        m_bytes.remove_prefix(count * sizeof(float));
        return values;
    }
    [[nodiscard]] bool isComplete() const { return m_good && m_bytes.empty(); }

private:
    std::string_view m_bytes;
    bool m_good = true;
};

bool isFinite(const std::vector<float>& values)
{
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

std::unexpected<Error> corrupt(const std::filesystem::path& file)
{
    return failure(ErrorCode::Corrupt, file.string() + " is damaged or of another version; put the one of this program back");
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
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return failure(ErrorCode::NotFound, file.string() + " cannot be read; install the program's resources again");
    const std::string whole{std::istreambuf_iterator<char>(stream), {}};
    if (whole.size() < magic.size() + sizeof(std::uint64_t) || !whole.starts_with(magic))
        return corrupt(file);
    const std::string_view content(whole.data(), whole.size() - sizeof(std::uint64_t));
    Reader check(std::string_view(whole).substr(content.size()));
    if (check.take<std::uint64_t>() != text::hash64(content))
        return corrupt(file);
    Reader reader(content.substr(magic.size()));
    SimilarityModel model;
    const auto found = reader.take<std::uint32_t>();
    model.dataHash = reader.take<std::uint64_t>();
    for (double* value : {&model.bias, &model.cosine, &model.wordsBias, &model.wordsOverlap})
        *value = reader.take<double>();
    const auto dimensions = reader.take<std::uint32_t>();
    const auto directions = reader.take<std::uint32_t>();
    if (found != version || dimensions > mostDimensions || directions > mostDirections)
        return corrupt(file);
    model.mean = reader.floats(dimensions);
    bool finite = isFinite(model.mean) && std::isfinite(model.bias + model.cosine + model.wordsBias + model.wordsOverlap);
    for (std::uint32_t i = 0; i < directions; ++i) {
        model.directions.push_back(reader.floats(dimensions));
        finite = finite && isFinite(model.directions.back());
    }
    if (!reader.isComplete() || !finite || !(model.cosine > 0))
        return corrupt(file);
    return model;
}

Status SimilarityModel::save(const std::filesystem::path& file) const
{
    std::string bytes(magic);
    put(bytes, version);
    put(bytes, dataHash);
    for (const double value : {bias, cosine, wordsBias, wordsOverlap})
        put(bytes, value);
    put(bytes, static_cast<std::uint32_t>(mean.size()));
    put(bytes, static_cast<std::uint32_t>(directions.size()));
    for (const float value : mean)
        put(bytes, value);
    for (const std::vector<float>& direction : directions) {
        for (const float value : direction)
            put(bytes, value);
    }
    put(bytes, text::hash64(bytes));
    const std::filesystem::path written(file.string() + ".new");
    std::ofstream stream(written, std::ios::binary | std::ios::trunc);
    stream << bytes;
    stream.close();
    std::error_code error;
    if (stream)
        std::filesystem::rename(written, file, error);
    if (!stream || error)
        return failure(ErrorCode::Io, file.string() + " cannot be written");
    return {};
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
    return sigmoid(bias + cosine * similarity);
}

double SimilarityModel::similarityFor(double probability) const
{
    const double bounded = std::clamp(probability, 1e-9, 1 - 1e-9);
    return (std::log(bounded / (1 - bounded)) - bias) / cosine;
}

double SimilarityModel::probabilityByWords(double shared) const
{
    return sigmoid(wordsBias + wordsOverlap * shared);
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
