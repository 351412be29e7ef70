// links: tandem_pipeline
// Macro-F1 and accuracy of the shipped category head, by source and language, for three configurations; confusion tables, and the
// most confident mistakes in build/reports/category.
#include "CategorySets.h"

using namespace tandem;

namespace {

void report(const std::string& set, const std::string& head, const std::vector<bench::LabelledText>& texts,
    const bench::Sample& sample, const HeadFile& file)
{
    std::map<std::string, bench::Sample> byLanguage;
    for (std::size_t i = 0; i < texts.size(); ++i)
        byLanguage[texts[i].language].push_back(sample[i]);
    if (byLanguage.size() > 1) {
        for (const auto& [language, part] : byLanguage)
            bench::print({"category", set, language, head}, "macro_f1", part, bench::macroF1);
    }
    bench::print({"category", set, "all", head}, "macro_f1", sample, bench::macroF1);
    bench::print({"category", set, "all", head}, "accuracy", sample, bench::accuracy);
    if (head != "both")
        return;
    bench::printConfusion({"category", set, "all", head}, sample, categoryCount);
    bench::writeWorst(
        bench::reportFolder("category") / ("worst_" + set + ".jsonl"), sample, [&](std::size_t i) { return texts[i].text; },
        file.classes);
}

} // namespace

// evaluate_category [models] [rows a category and source, 0 = all]
int main(int argc, char** argv)
{
    const std::filesystem::path models = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    const std::size_t most = argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 0;
    const HeadFile file = bench::valueOf(HeadFile::load(models / "category.head", "category"));
    bench::Vectors vectors(bench::vectorFile());
    for (const auto& [name, texts] : bench::categorySets(most)) {
        // Fewer rows are another mix of classes, so such figures do not compare with those of all.
        const std::string set = name + (most > 0 && name != "own_dev" ? " thinned to " + std::to_string(most) : "");
        vectors.prepare(texts);
        for (const std::string head : {"both", "words", "vectors"}) {
            const LinearHead* classifier = file.find(head);
            if (classifier == nullptr || (head != "words" && vectors.empty()))
                continue;
            report(set, head, texts, bench::judgedBy(file, *classifier, texts, vectors, bench::categoryOf), file);
        }
    }
    return 0;
}
