// links: tandem_pipeline
// Makes resources/models/examples.bin: messages of the project's own that cover its categories and languages.
#include "TextSets.h"
#include "pipeline/understand/ExampleShelf.h"

using namespace tandem;

namespace {

constexpr std::size_t languageShare = 19; // examples of a category in a language
constexpr std::size_t englishShare = 40; // more is written in it, of more kinds

double similarity(const Embedding& a, const Embedding& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

// One after another the text that brings the others nearest to one that is chosen. `candidates`: indexes of `vectors`.
std::vector<std::size_t> covering(
    const std::vector<std::size_t>& candidates, const std::vector<Embedding>& vectors, std::size_t count)
{
    std::vector<double> nearest(candidates.size(), -1);
    std::vector<bool> taken(candidates.size());
    std::vector<std::size_t> chosen;
    std::vector<std::vector<double>> table(candidates.size(), std::vector<double>(candidates.size()));
    for (std::size_t i = 0; i < candidates.size(); ++i)
        for (std::size_t j = 0; j < candidates.size(); ++j)
            table[i][j] = similarity(vectors[candidates[i]], vectors[candidates[j]]);
    while (chosen.size() < std::min(count, candidates.size())) {
        std::size_t best = candidates.size();
        double mostGained = -1;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            double gained = 0;
            for (std::size_t j = 0; j < candidates.size(); ++j)
                gained += std::max(0.0, table[i][j] - nearest[j]);
            if (!taken[i] && gained > mostGained) {
                mostGained = gained;
                best = i;
            }
        }
        taken[best] = true;
        chosen.push_back(candidates[best]);
        for (std::size_t j = 0; j < candidates.size(); ++j)
            nearest[j] = std::max(nearest[j], table[best][j]);
    }
    return chosen;
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path out = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    const std::vector<bench::LabelledText> texts
        = bench::ownMessages(std::filesystem::path(TANDEM_RESOURCES) / "training" / "messages");
    bench::Vectors cache(bench::vectorFile());
    cache.prepare(texts);
    std::vector<Embedding> vectors;
    for (const bench::LabelledText& text : texts)
        vectors.push_back(cache.of(text.text));
    std::map<std::pair<std::string, std::size_t>, std::vector<std::size_t>> cells;
    std::set<std::uint64_t> seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (vectors[i].size() != ExampleShelf::dimensions)
            bench::stop("Choosing examples needs the embedding model; fetch it with ./dev models.");
        if (seen.insert(text::hash64(texts[i].text)).second)
            cells[{texts[i].language, texts[i].category}].push_back(i);
    }
    std::vector<NearExample> examples;
    std::vector<Embedding> shelved;
    for (const auto& [cell, candidates] : cells) {
        for (const std::size_t i : covering(candidates, vectors, cell.first == "en" ? englishShare : languageShare)) {
            const bench::LabelledText& text = texts[i];
            examples.push_back({text.text, static_cast<Category>(text.category), static_cast<Urgency>(text.urgency),
                static_cast<Sentiment>(text.sentiment), *languageFrom(text.language), 0});
            shelved.push_back(vectors[i]);
        }
    }
    const ExampleShelf shelf = ExampleShelf::of(std::move(examples), shelved);
    if (const Status saved = shelf.save(out / "examples.bin"); !saved)
        bench::stop(saved.error().message);
    std::printf(
        "{\"suite\":\"examples\",\"set\":\"own\",\"measure\":\"count\",\"value\":%zu,\"n\":%zu}\n", shelf.size(), texts.size());
    return 0;
}
