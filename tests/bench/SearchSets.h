#pragma once

#include "Results.h"
#include "TextSets.h"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

// What bench search looks through: e5 vectors of sentences in the public data. Programs of this folder only.
namespace tandem::bench {

struct SearchSet {
    std::string name;
    std::size_t dimension = 384;
    std::vector<float> rows; // one after another
    std::vector<float> queries;
    [[nodiscard]] std::size_t rowCount() const { return rows.size() / dimension; }
    [[nodiscard]] std::size_t queryCount() const { return queries.size() / dimension; }
    [[nodiscard]] std::span<const float> row(std::size_t index) const { return {rows.data() + index * dimension, dimension}; }
    [[nodiscard]] std::span<const float> query(std::size_t index) const
    {
        return {queries.data() + index * dimension, dimension};
    }
};

// Short texts in twelve languages, each once, in an order that has nothing to do with their sources.
inline std::vector<std::string> searchTexts(const std::filesystem::path& data)
{
    std::set<std::pair<std::uint64_t, std::string>> texts;
    const auto add = [&texts](const std::string& text) {
        const std::string trimmed(text::trim(text));
        if (!trimmed.empty())
            texts.emplace(text::hash64(trimmed), trimmed);
    };
    for (const auto* const file : {"bitext_27k/bitext_27k_instruction_category.csv", "banking77/banking_data/train.csv"}) {
        for (const auto& row : csvRows(data / file))
            add(row.front());
    }
    std::ifstream stream(data / "clinc150" / "data" / "data_full.json");
    const Json clinc = Json::parse(stream);
    for (const Json& rows : clinc) {
        for (const Json& row : rows)
            add(row.at(0));
    }
    for (const auto& entry : std::filesystem::directory_iterator(data / "tatoeba"))
        eachLine(entry.path(), add);
    for (const auto& entry : std::filesystem::directory_iterator(data / "xquad")) {
        if (entry.path().extension() != ".json")
            continue;
        std::ifstream questions(entry.path());
        const Json file = Json::parse(questions);
        for (const Json& article : file.at("data")) {
            for (const Json& paragraph : article.at("paragraphs")) {
                for (const Json& question : paragraph.at("qas"))
                    add(question.at("question"));
            }
        }
    }
    eachLine(data / "tobi_bueck" / "tickets.jsonl", [&](const std::string& line) {
        const Json row = Json::parse(line);
        if (row.contains("subject") && row.at("subject").is_string())
            add(row.at("subject"));
    });
    eachLine(data / "six_category" / "dev.jsonl", [&](const std::string& line) {
        const std::string text = Json::parse(line).at("text");
        add(std::string(text::truncate(text.substr(0, text.find('\n')), 200)));
    });
    std::vector<std::string> result;
    for (const auto& [key, text] : texts)
        result.push_back(text);
    return result;
}

inline std::filesystem::path searchVectorFile()
{
    if (const char* given = std::getenv("TANDEM_SEARCH_VECTORS"))
        return given;
    return std::filesystem::temp_directory_path() / "tandem-search-vectors.bin";
}

// Vectors of texts as passages or as queries, from the file that keeps them between runs or from the embedder.
inline std::vector<float> searchVectors(const std::vector<std::string>& texts, TextRole role)
{
    constexpr std::size_t dimension = 384;
    const auto keyOf = [role](const std::string& text) { return text::hash64(text, role == TextRole::Query ? 1 : 2); };
    std::unordered_map<std::uint64_t, Embedding> known;
    {
        std::ifstream stream(searchVectorFile(), std::ios::binary);
        std::uint64_t key = 0;
        Embedding vector(dimension);
        while (stream.read(reinterpret_cast<char*>(&key), sizeof key)
            && stream.read(reinterpret_cast<char*>(vector.data()), dimension * sizeof(float)))
            known[key] = vector;
    }
    std::vector<std::string> missing;
    for (const std::string& text : texts) {
        if (!known.contains(keyOf(text)))
            missing.push_back(text);
    }
    if (!missing.empty()) {
        LocalEmbedder::Settings settings;
        settings.modelFile = valueOf(installedModel(defaultModelDirectory()));
        settings.cacheEntries = 0;
        const auto embedder = valueOf(LocalEmbedder::create(settings));
        std::ofstream stream(searchVectorFile(), std::ios::binary | std::ios::app);
        constexpr std::size_t batch = 256;
        for (std::size_t at = 0; at < missing.size(); at += batch) {
            const std::vector<std::string> part(missing.begin() + static_cast<std::ptrdiff_t>(at),
                missing.begin() + static_cast<std::ptrdiff_t>(std::min(missing.size(), at + batch)));
            const auto vectors = valueOf(embedder->embed(part, role, {}));
            std::string records;
            for (std::size_t i = 0; i < part.size(); ++i) {
                const std::uint64_t key = keyOf(part[i]);
                known[key] = vectors[i];
                records.append(reinterpret_cast<const char*>(&key), sizeof key);
                records.append(reinterpret_cast<const char*>(vectors[i].data()), dimension * sizeof(float));
            }
            stream << records << std::flush;
            std::fprintf(stderr, "\rembedded %zu of %zu ", at + part.size(), missing.size());
        }
        std::fprintf(stderr, "\n");
    }
    std::vector<float> result;
    result.reserve(texts.size() * dimension);
    for (const std::string& text : texts) {
        const Embedding& vector = known.at(keyOf(text));
        result.insert(result.end(), vector.begin(), vector.end());
    }
    return result;
}

// `real` sentences as passages, other ones as queries. Where more rows are asked for, they lie between a sentence and another
// one, nearer to the first.
inline SearchSet searchSet(const std::filesystem::path& data, std::size_t rows, std::size_t real, std::size_t queries)
{
    const std::vector<std::string> texts = searchTexts(data);
    real = std::min({real, rows, texts.size() - queries});
    const auto first = texts.begin() + static_cast<std::ptrdiff_t>(queries);
    SearchSet set;
    set.queries = searchVectors({texts.begin(), first}, TextRole::Query);
    set.rows = searchVectors({first, first + static_cast<std::ptrdiff_t>(real)}, TextRole::Passage);
    set.name = std::to_string(real) + " e5 sentences";
    if (real < rows)
        set.name += " and " + std::to_string(rows - real) + " between two of them";
    set.rows.reserve(rows * set.dimension);
    std::uint64_t state = 1;
    const auto next = [&state] { return (state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 33U; };
    for (std::size_t row = real; row < rows; ++row) {
        const std::size_t near = next() % real;
        const std::size_t far = next() % real;
        const float weight = 0.2F + 0.4F * static_cast<float>(next() % 1000) / 1000;
        double squares = 0;
        std::vector<float> vector(set.dimension);
        for (std::size_t i = 0; i < set.dimension; ++i) {
            vector[i] = (1 - weight) * set.row(near)[i] + weight * set.row(far)[i];
            squares += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
        }
        for (float& number : vector)
            set.rows.push_back(number / static_cast<float>(std::sqrt(squares)));
    }
    return set;
}

} // namespace tandem::bench
