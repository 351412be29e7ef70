// links: tandem_pipeline
// Contradictions between two documents: precision and recall on pairs written for the project (contradictions.jsonl), for values
// and for denials, by words alone and with the model, by language. Weights and rules were set on "tuning"; "judging" was not
// looked at. With "rows" as argument the features of the tuning pairs, a line each, for fitting.
#include "Results.h"
#include "TextSets.h"
#include "base/Json.h"
#include "pipeline/review/Contradiction.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"

#include <QCoreApplication>

#include <map>
#include <numeric>

using namespace tandem;
using contradiction::Statement;

namespace {

struct Pair {
    std::string id;
    std::string language;
    bool contradict = false;
    bool tuning = false;
    Statement first;
    Statement second;
    std::string firstText;
    std::string secondText;
};

Statement statementOf(const Json& side, Language language)
{
    // Statement refers to the text, which the pairs keep in their JSON.
    return {side["text"].get_ref<const std::string&>(), side["title"].get_ref<const std::string&>(), language};
}

// What the pairs' views refer to.
std::vector<Json> rowsOf(const std::filesystem::path& file)
{
    std::vector<Json> rows;
    bench::eachLine(file, [&](const std::string& line) { rows.push_back(Json::parse(line)); });
    return rows;
}

std::vector<Pair> pairsOf(const std::vector<Json>& rows)
{
    std::vector<Pair> pairs;
    for (const Json& row : rows) {
        const std::string language = row["language"];
        const Language of = languageFrom(language).value_or(Language::En);
        pairs.push_back({row["id"], language, row["contradict"], row["part"] == "tuning", statementOf(row["first"], of),
            statementOf(row["second"], of), row["first"]["text"], row["second"]["text"]});
    }
    return pairs;
}

std::optional<double> cosineOf(Embedder* embedder, const Pair& pair)
{
    if (embedder == nullptr)
        return std::nullopt;
    const auto vectors = bench::valueOf(embedder->embed({pair.firstText, pair.secondText}, TextRole::Passage, {}));
    return std::inner_product(vectors[0].begin(), vectors[0].end(), vectors[1].begin(), 0.0);
}

struct Tally {
    int truth = 0;
    int found = 0;
    int right = 0;
    int pairs = 0;
};

void report(const char* what, const std::string& of, const Tally& tally)
{
    const double precision = tally.found > 0 ? static_cast<double>(tally.right) / tally.found : 1;
    const double recall = tally.truth > 0 ? static_cast<double>(tally.right) / tally.truth : 1;
    const auto [low, high] = bench::interval(tally.right, std::max(tally.truth, 1));
    const auto [lowest, highest] = bench::interval(tally.right, std::max(tally.found, 1));
    std::printf("%-22s %-8s precision %.3f [%.3f, %.3f] recall %.3f [%.3f, %.3f] n %d (%d contradict, %d found)\n", what,
        of.c_str(), precision, lowest, highest, recall, low, high, tally.pairs, tally.truth, tally.found);
}

void judge(const std::vector<Pair>& pairs, bool tuning, Embedder* embedder)
{
    std::map<std::string, Tally> tallies;
    for (const Pair& pair : pairs) {
        if (pair.tuning != tuning)
            continue;
        const auto difference = contradiction::differenceOf(pair.first, pair.second);
        const bool found = difference
            && contradiction::likeness(pair.first, pair.second, cosineOf(embedder, pair), difference->denied)
                >= contradiction::contradicts;
        for (const std::string& key : {std::string("all"), pair.language}) {
            Tally& tally = tallies[key];
            ++tally.pairs;
            tally.truth += pair.contradict ? 1 : 0;
            tally.found += found ? 1 : 0;
            tally.right += found && pair.contradict ? 1 : 0;
        }
        if (tuning && found != pair.contradict)
            std::printf("  wrong: %s %s | %s\n", pair.id.c_str(), pair.firstText.c_str(), pair.secondText.c_str());
    }
    const std::string what = std::string(tuning ? "tuning" : "judging") + (embedder == nullptr ? ", words" : ", model");
    for (const auto& [key, tally] : tallies)
        report(what.c_str(), key, tally);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::vector<Json> rows
        = rowsOf(std::filesystem::path(TANDEM_RESOURCES) / ".." / "tests" / "bench" / "contradictions.jsonl");
    const std::vector<Pair> pairs = pairsOf(rows);
    std::unique_ptr<Embedder> embedder;
    if (const auto model = installedModel(defaultModelDirectory())) {
        LocalEmbedder::Settings settings;
        settings.modelFile = *model;
        embedder = bench::valueOf(LocalEmbedder::create(settings));
    }
    for (const bool tuning : {true, false}) {
        judge(pairs, tuning, nullptr);
        if (embedder)
            judge(pairs, tuning, embedder.get());
    }
    return 0;
}
