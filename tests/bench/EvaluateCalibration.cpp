// links: tandem_pipeline
// Whether the confidence of the shipped heads is a probability: calibration error in 15 bins beside what chance alone would show
// on as many texts, Brier score, over-confidence and how much is covered at 97 % precision; reliability diagrams in
// build/reports/calibration. Temperatures were chosen on the training messages, by cross-validation.
#include "CategorySets.h"
#include "Picture.h"

using namespace tandem;
using bench::LabelledText;

namespace {

void report(const std::string& kind, const std::string& set, const std::string& head, const bench::Sample& sample)
{
    const bench::Subject subject{"calibration", kind + "_" + set, "all", head};
    bench::print(subject, "ece", sample, bench::calibrationError);
    std::printf("{\"suite\":\"calibration\",\"set\":\"%s\",\"language\":\"all\",\"head\":\"%s\",\"measure\":\"ece_by_chance\","
                "\"value\":%.4f,\"n\":%zu}\n",
        subject.set.c_str(), head.c_str(), bench::expectedByChance(sample), sample.size());
    bench::print(subject, "brier", sample, bench::brier);
    bench::print(subject, "overconfidence", sample, bench::overconfidence);
    bench::print(subject, "coverage_at_97", sample, bench::coverageAt97);
    const std::filesystem::path picture = bench::reportFolder("calibration") / (subject.set + "_" + head + ".png");
    if (!bench::reliabilityDiagram(subject.set + " " + head, sample).save(picture))
        bench::stop("The picture " + picture.string() + " cannot be written.");
}

void judge(const std::filesystem::path& models, const std::string& kind, const std::string& set,
    const std::vector<LabelledText>& texts, const bench::Vectors& vectors,
    const std::function<std::size_t(const LabelledText&)>& label)
{
    const HeadFile file = bench::valueOf(HeadFile::load(models / (kind + ".head"), kind));
    for (const std::string head : {"both", "words", "vectors"}) {
        const LinearHead* classifier = file.find(head);
        if (classifier != nullptr && (head == "words" || !vectors.empty()))
            report(kind, set, head, bench::judgedBy(file, *classifier, texts, vectors, label));
    }
}

} // namespace

// evaluate_calibration [models]
int main(int argc, char** argv)
{
    const std::filesystem::path models = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    bench::Vectors vectors(bench::vectorFile());
    for (const auto& [set, texts] : bench::categorySets(400)) {
        vectors.prepare(texts);
        judge(models, "category", set, texts, vectors, bench::categoryOf);
        if (set != "own_dev")
            continue;
        judge(models, "sentiment", set, texts, vectors,
            [](const LabelledText& each) { return static_cast<std::size_t>(each.sentiment); });
        judge(models, "urgency", set, texts, vectors,
            [](const LabelledText& each) { return static_cast<std::size_t>(each.urgency); });
    }
    return 0;
}
