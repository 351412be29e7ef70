// links: tandem_pipeline
// evaluate_grounding [--show SET]: how well Grounding tells supported answers from invented ones, as JSON lines. On public sets
// the thresholds were fitted on the even-numbered cases ("tuned"); "held_out" are the others. "demo planted" are errors put into
// sentences of the demo articles: value is the share that passes unseen. "demo true" are true sentences and harmless rewordings:
// value is the share of false alarms. "demo paraphrased" are
// hand-written rewordings, "demo translated" sentences against the English article. All demo sets were looked at while building.
// Baselines: share of the answer's words in the context, and the answer's length, each with the threshold that is best on the
// tuned half. --words checks without the model.
#include "GroundingSets.h"
#include "PlantedEdits.h"
#include "Results.h"

#include "model/ContentWords.h"
#include "pipeline/validate/Grounding.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"

#include <QCoreApplication>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <iterator>
#include <set>

using namespace tandem;
using namespace tandem::bench;

namespace {

struct Judged {
    const GroundingCase* source = nullptr;
    bool heldOut = false;
    double score = 0; // the least of the factual sentences
    bool supported = true;
    bool statement = false; // some sentence is factual: questions and courtesies need no evidence
    double overlap = 0;
    double length = 0;
    std::string reason;
};

double overlapOf(const GroundingCase& source)
{
    std::set<std::string> held;
    for (const ContentWord& word : contentWords(source.context))
        held.insert(word.stem);
    const auto words = contentWords(source.answer);
    const auto known = std::ranges::count_if(words, [&](const ContentWord& word) { return held.contains(word.stem); });
    return words.empty() ? 1 : static_cast<double>(known) / static_cast<double>(words.size());
}

Judged judged(const Grounding& grounding, const GroundingCase& source, bool heldOut)
{
    Judged result;
    result.source = &source;
    result.heldOut = heldOut;
    result.overlap = overlapOf(source);
    result.length = -static_cast<double>(text::codePointCount(source.answer));
    const auto checked
        = grounding.check({evidenceOf(source.context)}, Grounding::sentencesOf(source.answer, source.language), {});
    if (!checked) {
        std::fprintf(stderr, "evaluate_grounding: %s\n", checked.error().message.c_str());
        std::exit(1);
    }
    result.score = 1;
    for (const DraftSentence& sentence : *checked) {
        if (!sentence.factual)
            continue;
        result.statement = true;
        result.score = std::min(result.score, sentence.score);
        result.supported = result.supported && sentence.supported;
        if (!sentence.supported && result.reason.empty())
            result.reason = sentence.reason;
    }
    return result;
}

using Value = std::function<double(const Judged&)>;

// Mean of the shares of supported and unsupported cases that are told right.
double balanced(const std::vector<const Judged*>& cases, const std::function<bool(const Judged&)>& saysSupported)
{
    double right[2] = {0, 0};
    double all[2] = {0, 0};
    for (const Judged* each : cases) {
        const std::size_t truth = each->source->supported ? 1 : 0;
        ++all[truth];
        right[truth] += saysSupported(*each) == each->source->supported ? 1 : 0;
    }
    return (all[0] > 0 ? right[0] / all[0] : 0.5) / 2 + (all[1] > 0 ? right[1] / all[1] : 0.5) / 2;
}

double bestThreshold(const std::vector<const Judged*>& cases, const Value& value)
{
    std::set<double> values;
    for (const Judged* each : cases)
        values.insert(value(*each));
    double best = 0;
    double threshold = 0;
    for (const double candidate : values) {
        const double accuracy = balanced(cases, [&](const Judged& each) { return value(each) >= candidate; });
        if (accuracy > best) {
            best = accuracy;
            threshold = candidate;
        }
    }
    return threshold;
}

void print(const std::string& set, const std::string& language, const std::string& measure, double value, double low, double high,
    std::size_t n)
{
    std::printf(R"({"suite":"grounding","set":"%s","language":"%s","measure":"%s","value":%.4f,"low":%.4f,"high":%.4f,"n":%zu})"
                "\n",
        set.c_str(), language.c_str(), measure.c_str(), value, low, high, n);
    std::fflush(stdout);
}

void reportBalanced(const std::string& set, const std::string& measure, const std::vector<const Judged*>& cases,
    const std::function<bool(const Judged&)>& says)
{
    if (cases.empty())
        return;
    std::mt19937 random(7);
    std::vector<double> means;
    for (int round = 0; round < 1000; ++round) {
        std::vector<const Judged*> drawn;
        for (std::size_t i = 0; i < cases.size(); ++i)
            drawn.push_back(cases[random() % cases.size()]);
        means.push_back(balanced(drawn, says));
    }
    std::ranges::sort(means);
    print(set, set.starts_with("demo") ? "all" : "en", measure, balanced(cases, says), means[25], means[974], cases.size());
}

void reportSet(const std::string& set, const std::vector<Judged>& all)
{
    std::vector<const Judged*> tuned;
    std::vector<const Judged*> heldOut;
    for (const Judged& each : all) {
        if (each.source->set == set)
            (each.heldOut ? heldOut : tuned).push_back(&each);
    }
    const Value overlap = [](const Judged& each) { return each.overlap; };
    const Value length = [](const Judged& each) { return each.length; };
    reportBalanced(set, "balanced_accuracy tuned", tuned, [](const Judged& each) { return each.supported; });
    reportBalanced(set, "balanced_accuracy", heldOut, [](const Judged& each) { return each.supported; });
    std::vector<const Judged*> statements;
    std::ranges::copy_if(heldOut, std::back_inserter(statements), [](const Judged* each) { return each->statement; });
    reportBalanced(set, "balanced_accuracy statements", statements, [](const Judged& each) { return each.supported; });
    const double overlapAt = bestThreshold(tuned, overlap);
    const double lengthAt = bestThreshold(tuned, length);
    reportBalanced(set, "balanced_accuracy word_overlap", heldOut, [&](const Judged& each) { return each.overlap >= overlapAt; });
    reportBalanced(set, "balanced_accuracy statements word_overlap", statements,
        [&](const Judged& each) { return each.overlap >= overlapAt; });
    reportBalanced(set, "balanced_accuracy length", heldOut, [&](const Judged& each) { return each.length >= lengthAt; });
}

// The share of cases of a kind that are judged supported (planted) or unsupported (true).
void reportShare(const std::string& set, const std::string& language, const std::string& kind, const std::vector<Judged>& all)
{
    double n = 0;
    double hits = 0;
    for (const Judged& each : all) {
        const GroundingCase& source = *each.source;
        if (source.set != set || (!kind.empty() && source.kind != kind) || (language != "all" && source.language != language))
            continue;
        ++n;
        hits += each.supported != source.supported ? 1 : 0;
    }
    if (n == 0)
        return;
    const auto [low, high] = bench::interval(hits, n);
    const std::string measure = (set == "demo planted" ? "passes " : "false_alarm ") + (kind.empty() ? "all" : kind);
    print(set, language, measure, hits / n, low, high, static_cast<std::size_t>(n));
}

void show(const std::vector<Judged>& all, const std::string& set)
{
    for (const Judged& each : all) {
        if (each.source->set == set && each.supported != each.source->supported)
            std::fprintf(stderr, "[%s %s] %.2f %s | %s\n", each.source->kind.c_str(), each.source->language.c_str(), each.score,
                each.source->answer.c_str(), each.reason.c_str());
    }
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    bool useModel = true;
    std::string shown;
    for (int i = 1; i < argc; ++i) {
        useModel = useModel && std::string_view(argv[i]) != "--words";
        if (std::string_view(argv[i]) == "--show" && i + 1 < argc)
            shown = argv[++i];
    }
    std::unique_ptr<Embedder> embedder;
    const auto model = installedModel(defaultModelDirectory());
    if (useModel && model) {
        auto created = LocalEmbedder::create({.modelFile = *model, .cacheEntries = 200'000});
        if (created)
            embedder = std::move(*created);
    }
    if (!embedder)
        std::fprintf(stderr, "evaluate_grounding: by words alone\n");

    std::vector<GroundingCase> cases;
    const std::filesystem::path data = TANDEM_SHARED_DATA;
    addBegin(cases, data);
    addHaluEval(cases, data);
    addFaithBench(cases, data);
    const std::vector<DemoSentence> sentences = demoSentences(std::filesystem::path(TANDEM_RESOURCES) / "demo");
    for (GroundingCase& planted : Planter(sentences).cases())
        cases.push_back(std::move(planted));

    addTranslated(cases, sentences);
    addParaphrased(cases, sentences, std::filesystem::path(TANDEM_RESOURCES) / ".." / "tests" / "bench" / "paraphrases.jsonl");

    const Grounding grounding(embedder.get());
    std::vector<Judged> all;
    std::map<std::string, int> seen;
    for (const GroundingCase& source : cases) {
        // Both cases of a HaluEval question or of a translated sentence fall into the same half.
        const int place = seen[source.set]++ / (source.set == "halueval" || source.set == "demo translated" ? 2 : 1);
        all.push_back(judged(grounding, source, place % 2 == 1));
    }
    for (const char* set :
        {"begin wow", "begin cmu-dog", "begin topicalchat", "halueval", "faithbench", "demo translated", "demo paraphrased"})
        reportSet(set, all);
    for (const char* set : {"demo planted", "demo true"}) {
        std::set<std::string> kinds{""};
        std::set<std::string> languages{"all"};
        for (const GroundingCase& source : cases) {
            if (source.set == set) {
                kinds.insert(source.kind);
                languages.insert(source.language);
            }
        }
        for (const std::string& kind : kinds)
            reportShare(set, "all", kind, all);
        for (const std::string& language : languages)
            reportShare(set, language, "", all);
    }
    if (!shown.empty())
        show(all, shown);
    return 0;
}
