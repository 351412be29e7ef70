// links: tandem_pipeline
// Contradictions between two documents (contradictions.jsonl) and articles that say the same (duplicates.jsonl): precision and
// recall on pairs written for the project, by words alone and with the model, by language and kind. Of duplicates: "reworded" is
// the same in other words, "version" the same with other amounts; "twin" is the same text about another thing, "near" another
// matter of the same thing, "translation" is for other readers: none of these is one. Weights and rules were set on "tuning";
// "judging" was not looked at. With "rows" as argument the features of the tuning pairs of articles, a line each, for fitting.
#include "Results.h"
#include "TextSets.h"
#include "base/Json.h"
#include "knowledge/PassageBuilder.h"
#include "pipeline/review/ComparedArticle.h"
#include "pipeline/review/Duplicate.h"
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
    std::printf("%-22s %-8s precision %.3f [%.3f, %.3f] recall %.3f [%.3f, %.3f] n %d (%d true, %d found)\n", what, of.c_str(),
        precision, lowest, highest, recall, low, high, tally.pairs, tally.truth, tally.found);
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

Document documentOf(const Json& side, std::string id)
{
    Document document;
    document.id = ArticleId(std::move(id));
    document.title = side["title"];
    document.body = side["body"];
    document.language = languageFrom(side["language"].get<std::string>()).value_or(Language::En);
    return document;
}

// Whether articles that say the same are told from those that do not, as the review of a library does it.
void judgeDuplicates(const std::vector<Json>& rows, Embedder* embedder, bool printFeatures)
{
    const PassageBuilder builder(embedder, 400);
    std::map<std::string, std::map<std::string, Tally>> tallies; // by part, then by language and kind
    for (const Json& row : rows) {
        const std::string id = row["id"];
        auto prepared
            = bench::valueOf(builder.prepare({documentOf(row["first"], id + "-a"), documentOf(row["second"], id + "-b")}, {}));
        const ComparedArticle first(prepared[0].document, std::move(prepared[0].passages));
        const ComparedArticle second(prepared[1].document, std::move(prepared[1].passages));
        const bool truth = row["duplicate"];
        const std::string part = row["part"];
        const bool found = haveSameReaders(first.document(), second.document()) && duplicateOf(first, second);
        for (const std::string& key : {std::string("all"), row["language"].get<std::string>(), row["kind"].get<std::string>()}) {
            Tally& tally = tallies[part][key];
            ++tally.pairs;
            tally.truth += truth ? 1 : 0;
            tally.found += found ? 1 : 0;
            tally.right += found && truth ? 1 : 0;
        }
        const auto features = duplicate::featuresOf(first, second);
        if (part != "tuning" || !features)
            continue;
        if (printFeatures)
            std::printf("%s\t%d\t%.4f\t%.4f\t%.4f\n", id.c_str(), truth ? 1 : 0, features->pairs, features->contrast,
                features->whole.value_or(0));
        else if (found != truth)
            std::printf("  wrong: %s\n", id.c_str());
    }
    for (const auto& [part, byKey] : tallies) {
        for (const auto& [key, tally] : byKey)
            report((part + " duplicates" + (embedder == nullptr ? ", words" : ", model")).c_str(), key, tally);
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const auto folder = std::filesystem::path(TANDEM_RESOURCES) / ".." / "tests" / "bench";
    const std::vector<Json> rows = rowsOf(folder / "contradictions.jsonl");
    const std::vector<Json> duplicates = rowsOf(folder / "duplicates.jsonl");
    const std::vector<Pair> pairs = pairsOf(rows);
    std::unique_ptr<Embedder> embedder;
    if (const auto model = installedModel(defaultModelDirectory())) {
        LocalEmbedder::Settings settings;
        settings.modelFile = *model;
        embedder = bench::valueOf(LocalEmbedder::create(settings));
    }
    if (argc > 1 && std::string_view(argv[1]) == "rows") {
        judgeDuplicates(duplicates, embedder.get(), true);
        return 0;
    }
    for (const bool tuning : {true, false}) {
        judge(pairs, tuning, nullptr);
        if (embedder)
            judge(pairs, tuning, embedder.get());
    }
    judgeDuplicates(duplicates, nullptr, false);
    if (embedder)
        judgeDuplicates(duplicates, embedder.get(), false);
    return 0;
}
