// links: tandem_pipeline
// evaluate_confidence [gold|own|xquad]: whether a draft's confidence is the probability that it is right, as JSON lines, beside
// the writer's own estimate and the search's evidence alone; reliability diagrams in build/reports/confidence. Drafts are the
// composer's, every one written whatever the evidence; "that stand": those that the floor lets stand. "gold": the questions with
// gold facts, which the composer was tuned with in view. "own": the project's questions for retrieval, "xquad": paragraphs of
// Wikipedia; no composer was tuned on either, both are asked of the whole library and of one that lacks what answers.
#include "DraftTrials.h"
#include "InstalledEmbedder.h"
#include "Picture.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr double threshold = 0.75; // policy.confidence_threshold

struct Score {
    double confidence = 0;
    bool isRight = false;
};
using Scores = std::vector<Score>;

double auroc(const Scores& scores)
{
    double better = 0;
    double pairs = 0;
    for (const Score& yes : scores) {
        for (const Score& no : scores) {
            if (!yes.isRight || no.isRight)
                continue;
            ++pairs;
            better += yes.confidence > no.confidence ? 1 : yes.confidence == no.confidence ? 0.5 : 0;
        }
    }
    return pairs > 0 ? better / pairs : 0.5;
}

Sample sampleOf(const Scores& scores)
{
    Sample sample;
    for (const Score& score : scores) {
        const double error = score.confidence - (score.isRight ? 1 : 0);
        sample.push_back({score.isRight ? 1U : 0U, 1, score.confidence, error * error});
    }
    return sample;
}

void line(const std::string& set, const std::string& language, const std::string& measure, double value, std::size_t n)
{
    std::printf(R"({"suite":"confidence","set":"%s","language":"%s","measure":"%s","value":%.4f,"n":%zu})"
                "\n",
        set.c_str(), language.c_str(), measure.c_str(), value, n);
}

void share(const std::string& set, const std::string& language, const std::string& measure, double hits, double n)
{
    if (n <= 0)
        return;
    const auto [low, high] = interval(hits, n);
    std::printf(R"({"suite":"confidence","set":"%s","language":"%s","measure":"%s","value":%.4f,"low":%.4f,"high":%.4f,"n":%.0f})"
                "\n",
        set.c_str(), language.c_str(), measure.c_str(), hits / n, low, high, n);
}

void report(const std::string& set, const std::string& language, const std::string& how, const DraftTrials& trials,
    double DraftTrial::* confidence)
{
    Scores scores;
    for (const DraftTrial& trial : trials)
        scores.push_back({trial.*confidence, trial.isRight});
    const Sample sample = sampleOf(scores);
    const auto n = scores.size();
    line(set, language, "auroc " + how, auroc(scores), n);
    line(set, language, "calibration error " + how, calibrationError(sample), n);
    line(set, language, "calibration error by chance " + how, expectedByChance(sample), n);
    line(set, language, "overconfidence " + how, overconfidence(sample), n);
    line(set, language, "brier " + how, brier(sample), n);
    double sure = 0;
    double wrong = 0;
    for (const Score& score : scores) {
        sure += score.confidence >= threshold ? 1 : 0;
        wrong += score.confidence >= threshold && !score.isRight ? 1 : 0;
    }
    share(set, language, "above the threshold " + how, sure, static_cast<double>(n));
    share(set, language, "wrong above the threshold " + how, wrong, sure);
    std::string file = set + " " + language + " " + how + ".png";
    std::ranges::replace(file, ' ', '_');
    if (!reliabilityDiagram(set + " " + language + " " + how, sample).save(reportFolder("confidence") / file))
        std::fprintf(stderr, "evaluate_confidence: %s cannot be written\n", file.c_str());
}

void report(const std::string& set, const std::string& language, const DraftTrials& trials)
{
    if (trials.empty())
        return;
    share(set, language, "right", static_cast<double>(std::ranges::count_if(trials, &DraftTrial::isRight)),
        static_cast<double>(trials.size()));
    report(set, language, "confidence", trials, &DraftTrial::confidence);
    report(set, language, "estimate", trials, &DraftTrial::strength);
    report(set, language, "evidence", trials, &DraftTrial::evidence);
}

DraftTrials those(const DraftTrials& trials, bool DraftTrial::* wanted)
{
    DraftTrials result;
    std::ranges::copy_if(trials, std::back_inserter(result), wanted);
    return result;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::string only = argc > 1 ? argv[1] : "";
    const auto wanted = [&](const char* name) { return only.empty() || only == name; };
    const std::unique_ptr<Embedder> embedder = installedEmbedder("evaluate_confidence");
    DraftBench bench(embedder.get());
    if (wanted("gold")) {
        const DraftTrials gold = goldTrials(bench, goldFiles(), embedder.get());
        report("gold", "all", gold);
        report("gold that stand", "all", those(gold, &DraftTrial::wouldStand));
    }
    if (wanted("xquad")) {
        for (const char* language : {"en", "es", "de"}) {
            const RetrievalSet set = xquad(language);
            if (set.questions.empty())
                std::fprintf(stderr, "evaluate_confidence: xquad %s is absent: skipped\n", language);
            else
                report("xquad", language, quotedTrials(bench, set, embedder.get()));
        }
    }
    if (wanted("own"))
        report("own", "all", quotedTrials(bench, ownRetrieval(), embedder.get()));
    return 0;
}
