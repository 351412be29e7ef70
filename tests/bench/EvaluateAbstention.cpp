// links: tandem_knowledge
// evaluate_abstention [own|techqa|xquad|cross|scifact|demo]: how well the evidence of a search tells questions that the library
// answers from others, and whether it is a probability, as JSON lines; reliability diagrams in build/reports/abstention. TechQA,
// the demo's and the project's own questions include some that nothing answers; of the other sets each half of the documents is a
// library, which answers half of the questions. "hybrid" is what ships, "fused" it before re-ranking, "words" the keywords alone.
// Languages apart where they have enough questions. All weights are fitted on "own", on searches with and without the documents
// that answer: what cross-validation says of it stands in train_retrieval.
#include "InstalledEmbedder.h"
#include "Judgement.h"
#include "Picture.h"
#include "SearchedLibrary.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <map>
#include <random>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr int bootstrapRounds = 500;
constexpr std::size_t evidencePassages = 3; // that evidence speaks of
constexpr double answeredShare = 0.9;
constexpr std::size_t enoughOfLanguage = 100;

struct Outcome {
    double evidence = 0;
    bool isAnswerable = false;
    bool isFound = false; // an answer is behind one of the first passages
    bool isKnown = true; // whether it is
    Language language = Language::En;
};
using Outcomes = std::vector<Outcome>;

double auroc(const Outcomes& outcomes)
{
    std::vector<double> yes;
    std::vector<double> no;
    for (const Outcome& outcome : outcomes)
        (outcome.isAnswerable ? yes : no).push_back(outcome.evidence);
    std::ranges::sort(no);
    double better = 0;
    for (const double evidence : yes) {
        const auto [low, high] = std::ranges::equal_range(no, evidence);
        better += static_cast<double>(low - no.begin()) + static_cast<double>(high - low) / 2;
    }
    return yes.empty() || no.empty() ? 0.5 : better / static_cast<double>(yes.size() * no.size());
}

// Of the unanswerable ones, at the threshold that lets 90 % of the answerable ones through.
double falseAnswers(const Outcomes& outcomes)
{
    std::vector<double> yes;
    for (const Outcome& outcome : outcomes) {
        if (outcome.isAnswerable)
            yes.push_back(outcome.evidence);
    }
    if (yes.empty())
        return 1;
    std::ranges::sort(yes);
    const double threshold = yes[static_cast<std::size_t>((1 - answeredShare) * static_cast<double>(yes.size()))];
    double all = 0;
    double answered = 0;
    for (const Outcome& outcome : outcomes) {
        all += outcome.isAnswerable ? 0 : 1;
        answered += !outcome.isAnswerable && outcome.evidence >= threshold ? 1 : 0;
    }
    return all > 0 ? answered / all : 0;
}

// Whether an answer is found, of those of which it is known.
Sample verdicts(const Outcomes& outcomes)
{
    Sample sample;
    for (const Outcome& outcome : outcomes) {
        const double error = outcome.evidence - (outcome.isFound ? 1 : 0);
        if (outcome.isKnown)
            sample.push_back({outcome.isFound ? 1U : 0U, 1, outcome.evidence, error * error});
    }
    return sample;
}

struct Subject {
    std::string set;
    std::string language;
    std::string variant;
};

using Measure = double (*)(const Outcomes&);
void report(const Subject& subject, const std::string& measure, const Outcomes& outcomes, Measure value)
{
    std::mt19937 random(7);
    std::uniform_int_distribution<std::size_t> pick(0, outcomes.size() - 1);
    std::vector<double> values;
    Outcomes drawn(outcomes.size());
    for (int round = 0; round < bootstrapRounds; ++round) {
        for (Outcome& each : drawn)
            each = outcomes[pick(random)];
        values.push_back(value(drawn));
    }
    std::ranges::sort(values);
    std::printf(
        R"({"suite":"abstention","set":"%s","language":"%s","measure":"%s %s","value":%.4f,"low":%.4f,"high":%.4f,"n":%zu})"
        "\n",
        subject.set.c_str(), subject.language.c_str(), measure.c_str(), subject.variant.c_str(), value(outcomes),
        values[values.size() / 40], values[values.size() - values.size() / 40 - 1], outcomes.size());
    std::fflush(stdout);
}

void report(const Subject& subject, const Outcomes& outcomes)
{
    report(subject, "auroc", outcomes, auroc);
    report(subject, "false answers at 90 % answered", outcomes, falseAnswers);
    Outcomes known = outcomes;
    std::erase_if(known, [](const Outcome& outcome) { return !outcome.isKnown; });
    if (known.empty())
        return;
    report(subject, "calibration error", known, [](const Outcomes& drawn) { return calibrationError(verdicts(drawn)); });
    std::printf(
        R"({"suite":"abstention","set":"%s","language":"%s","measure":"calibration error by chance %s","value":%.4f,"n":%zu})"
        "\n",
        subject.set.c_str(), subject.language.c_str(), subject.variant.c_str(), expectedByChance(verdicts(known)), known.size());
    report(subject, "overconfidence", known, [](const Outcomes& drawn) { return overconfidence(verdicts(drawn)); });
    report(subject, "brier", known, [](const Outcomes& drawn) { return brier(verdicts(drawn)); });
}

void draw(const Subject& subject, const Outcomes& outcomes)
{
    std::string file = subject.set + " " + subject.language + " " + subject.variant + ".png";
    std::ranges::replace(file, ' ', '_');
    const std::filesystem::path picture = reportFolder("abstention") / file;
    if (!reliabilityDiagram(subject.set + " " + subject.language + " " + subject.variant, verdicts(outcomes)).save(picture))
        std::fprintf(stderr, "evaluate_abstention: %s cannot be written\n", picture.c_str());
}

void ask(const RetrievalSet& set, const SearchedLibrary& library, const KnowledgeBase& knowledge, Outcomes& outcomes)
{
    const auto holds = [&](const std::string& id) {
        return std::ranges::any_of(set.documents, [&](const Document& document) { return document.id.value() == id; });
    };
    for (std::size_t i = 0; i < set.questions.size(); ++i) {
        const std::vector<std::string>& relevant = set.questions[i].documents;
        const SearchResult found = valueOf(knowledge.search(library.query(set, i, evidencePassages), {}));
        Outcome outcome;
        outcome.evidence = found.evidence;
        outcome.isKnown = std::ranges::find(relevant, unnamedDocument) == relevant.end();
        outcome.isAnswerable = !outcome.isKnown || std::ranges::any_of(relevant, holds);
        outcome.language = set.questions[i].language;
        for (const ScoredPassage& scored : found.passages)
            outcome.isFound = outcome.isFound || std::ranges::find(relevant, scored.passage.article.value()) != relevant.end();
        outcomes.push_back(outcome);
    }
}

// `parts`: the same questions on libraries of different documents.
void evaluate(const std::vector<RetrievalSet>& parts, Embedder* embedder)
{
    if (parts.front().questions.empty()) {
        std::fprintf(stderr, "evaluate_abstention: %s %s is absent: skipped\n", parts.front().name.c_str(),
            parts.front().language.c_str());
        return;
    }
    using enum KnowledgeBase::Reranking;
    struct Variant {
        const char* name;
        Embedder* embedder;
        double keywordWeight;
        KnowledgeBase::Reranking reranking;
        Outcomes outcomes;
    };
    std::vector<Variant> variants;
    const double usual = KnowledgeBase::Settings().keywordWeight;
    if (embedder != nullptr) {
        variants.push_back({"hybrid", embedder, usual, On, {}});
        variants.push_back({"fused", embedder, usual, Off, {}});
    }
    variants.push_back({"words", nullptr, 1, Off, {}});
    for (const RetrievalSet& part : parts) {
        const SearchedLibrary library(part, embedder, KnowledgeBase::Settings().mostSentences);
        for (Variant& variant : variants)
            ask(part, library, *library.open(variant.embedder, variant.keywordWeight, variant.reranking), variant.outcomes);
    }
    for (const Variant& variant : variants) {
        const Subject subject{parts.front().name, parts.front().language, variant.name};
        report(subject, variant.outcomes);
        draw(subject, variant.outcomes);
        if (subject.language != "all")
            continue;
        std::map<Language, Outcomes> byLanguage;
        for (const Outcome& outcome : variant.outcomes)
            byLanguage[outcome.language].push_back(outcome);
        for (const auto& [language, outcomes] : byLanguage) {
            if (outcomes.size() >= enoughOfLanguage)
                report({subject.set, std::string(name(language)), subject.variant}, outcomes);
        }
    }
}

std::vector<RetrievalSet> halved(const RetrievalSet& set)
{
    std::vector<RetrievalSet> halves(2, {set.name, set.language, {}, set.questions});
    for (std::size_t i = 0; i < set.documents.size(); ++i)
        halves[i % 2].documents.push_back(set.documents[i]);
    return halves;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::string only = argc > 1 ? argv[1] : "";
    const auto wanted = [&](const char* name) { return only.empty() || only == name; };
    const std::unique_ptr<Embedder> embedder = bench::installedEmbedder("evaluate_abstention");
    if (wanted("techqa"))
        evaluate({techqa()}, embedder.get());
    if (wanted("xquad")) {
        for (const char* language : {"en", "zh"})
            evaluate(halved(xquad(language)), embedder.get());
    }
    if (wanted("cross")) {
        for (const char* language : {"es", "ar"})
            evaluate(halved(crossed(xquad("en"), xquad(language))), embedder.get());
    }
    if (wanted("demo"))
        evaluate({demoRetrieval()}, embedder.get());
    if (wanted("own"))
        evaluate({ownRetrieval()}, embedder.get());
    if (wanted("scifact"))
        evaluate(halved(scifact()), embedder.get());
    return 0;
}
