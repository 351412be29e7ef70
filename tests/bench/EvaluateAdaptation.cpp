// links: tandem_desk
// What the category head gains from a desk's own tickets: it learns from 1,000 rows of each source as a desk does, and is judged
// on the rest. Two ways to take the rows: "first", as the file has them (files are sorted by repository, intent or app, so the
// rest is of another kind), and "mixed", in an order that depends on the texts alone, as tickets come. Of mixed sets the half
// named "unseen" was never looked at while the settings were chosen. "shipped" and "learned" are the engine's heads; "words" and
// "vectors" learned in the same way with one kind of feature alone; "in_use" is what the engine would use by its own verdict.
// "…_elsewhere": the same two heads on messages that are not the desk's, all of them and those of classes that the desk does not
// have.
#include "CategorySets.h"
#include "desk/LabelledTexts.h"
#include "pipeline/learn/DeskHead.h"

using namespace tandem;
using bench::LabelledText;

namespace {

constexpr std::size_t learnedRows = 1000;
constexpr std::size_t judgedRows = 2000; // at most, evenly spread

std::vector<DeskExample> examplesOf(std::span<const LabelledText> texts, const bench::Vectors& vectors)
{
    std::vector<DeskExample> examples;
    for (const LabelledText& each : texts) {
        DeskExample example;
        example.key = text::hash64(each.text, 5);
        example.at = static_cast<std::int64_t>(examples.size());
        example.counts = countFeatures(each.text, TextHeads::buckets);
        example.vector = vectors.of(each.text);
        example.label = each.category;
        examples.push_back(std::move(example));
    }
    return examples;
}

struct Elsewhere {
    std::vector<DeskExample> shelf; // by which the engine judges what a learned head forgets
    std::vector<DeskExample> dev; // by which this program does
};

bench::Sample judgedBy(const HeadFile& file, const LinearHead& head, std::span<const DeskExample> examples)
{
    bench::Sample sample;
    for (const DeskExample& each : examples)
        sample.push_back(
            bench::judged(each.label, head.probabilities(weighFeatures(each.counts, file.inverseFrequency), each.vector)));
    return sample;
}

void report(const std::string& set, const std::string& head, const bench::Sample& sample)
{
    const bench::Subject subject{"adaptation", set, "all", head};
    bench::print(subject, "macro_f1", sample, bench::macroF1);
    bench::print(subject, "accuracy", sample, bench::accuracy);
    bench::print(subject, "ece", sample, bench::calibrationError);
}

std::vector<LabelledText> spread(std::span<const LabelledText> texts)
{
    std::vector<LabelledText> kept;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts.size() <= judgedRows || i * judgedRows / texts.size() != (i + 1) * judgedRows / texts.size())
            kept.push_back(texts[i]);
    }
    return kept;
}

// What the head makes of other sources' tickets: classes that the desk does not have must not vanish.
void reportElsewhere(const std::string& set, const std::string& name, const HeadFile& file, const std::set<std::size_t>& ofDesk,
    std::span<const DeskExample> elsewhere)
{
    const bench::Sample all = judgedBy(file, *file.find("both"), elsewhere);
    report(set + "_elsewhere", name, all);
    bench::Sample others;
    std::ranges::copy_if(
        all, std::back_inserter(others), [&](const bench::Judged& each) { return !ofDesk.contains(each.truth); });
    if (!others.empty())
        bench::print(
            {"adaptation", set + "_elsewhere, not the desk's classes", "all", name}, "accuracy", others, bench::accuracy);
}

void evaluate(const std::string& set, const HeadFile& shipped, std::vector<LabelledText> texts, bench::Vectors& vectors,
    const std::function<bool(const LabelledText&)>& isJudged, const Elsewhere& elsewhere)
{
    const std::span seen = std::span(texts).first(learnedRows);
    std::vector<LabelledText> rest;
    std::ranges::copy_if(std::span(texts).subspan(learnedRows), std::back_inserter(rest), isJudged);
    const std::vector<LabelledText> judged = spread(rest);
    vectors.prepare({seen.begin(), seen.end()});
    vectors.prepare(judged);
    const std::vector<DeskExample> examples = examplesOf(seen, vectors);
    const std::vector<DeskExample> test = examplesOf(judged, vectors);
    const DeskHead learned = bench::valueOf(learnDeskHead(shipped, nullptr, examples, elsewhere.shelf, {}));
    std::printf("{\"suite\":\"adaptation\",\"set\":\"%s\",\"verdict\":\"%s\",\"held_back\":{\"shipped\":{\"macro_f1\":%.4f,"
                "\"log_loss\":%.4f},\"learned\":{\"macro_f1\":%.4f,\"log_loss\":%.4f},\"gain_low\":%.4f},\"n\":%zu}\n",
        set.c_str(), std::string(name(learned.verdict)).c_str(), learned.shipped.macroF1, learned.shipped.logLoss,
        learned.learned.macroF1, learned.learned.logLoss, learned.gainLow, learned.examples);
    report(set, "shipped", judgedBy(shipped, *shipped.find("both"), test));
    const HeadFile& inUse = learned.verdict == DeskVerdict::Better ? learned.file : shipped;
    report(set, "in_use", judgedBy(inUse, *inUse.find("both"), test));
    for (const char* alone : {"words", "vectors"}) {
        const LinearHead* head = shipped.find(alone);
        if (head != nullptr)
            report(set, alone, judgedBy(shipped, bench::valueOf(deskHead(shipped, *head, examples, elsewhere.shelf, {})), test));
    }
    std::set<std::size_t> ofDesk;
    for (const DeskExample& each : examples)
        ofDesk.insert(each.label);
    reportElsewhere(set, "shipped", shipped, ofDesk, elsewhere.dev);
    reportElsewhere(set, "in_use", inUse, ofDesk, elsewhere.dev);
}

} // namespace

// evaluate_adaptation [models] [set]
int main(int argc, char** argv)
{
    const std::filesystem::path models = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    const std::string wanted = argc > 2 ? argv[2] : "";
    const HeadFile shipped = bench::valueOf(HeadFile::load(models / "category.head", "category"));
    std::map<std::string, std::vector<LabelledText>> sources;
    for (LabelledText& each : bench::sixCategory(TANDEM_SHARED_DATA))
        sources[each.source].push_back(std::move(each));
    bench::Vectors vectors(bench::vectorFile());
    const std::vector<LabelledText> own = bench::ownMessages(std::filesystem::path(TANDEM_RESOURCES) / "training" / "dev");
    vectors.prepare(own);
    const ExampleShelf shelf = bench::valueOf(ExampleShelf::load(models / "examples.bin"));
    const Elsewhere elsewhere{shelvedExamples(shelf), examplesOf(own, vectors)};
    for (auto& [source, texts] : sources) {
        if (!wanted.empty() && wanted != source)
            continue;
        if (texts.size() < learnedRows * 5 / 4)
            bench::stop("The source " + source + " has too few rows.");
        evaluate(source + "_first", shipped, texts, vectors, [](const LabelledText&) { return true; }, elsewhere);
        std::ranges::stable_sort(texts, {}, [](const LabelledText& each) { return text::hash64(each.text, 11); });
        evaluate(
            source + "_mixed_unseen", shipped, texts, vectors,
            [](const LabelledText& each) { return bench::checksum(each.text) % 2 == 1; }, elsewhere);
    }
    return 0;
}
