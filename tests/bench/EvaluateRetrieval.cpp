// links: tandem_knowledge
// evaluate_retrieval [own|techqa|xquad|cross|scifact]: how well articles are found, as JSON lines. Each passage search is
// max-pooled to documents. "hybrid" is what ships; "fused" is it before re-ranking, "words" and "vectors" are its halves alone.
// All weights are fitted on "own", whose figures therefore flatter; the others took no part.
#include "InstalledEmbedder.h"
#include "SearchedLibrary.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr std::size_t measuredDepth = 10;
constexpr std::size_t searchedDepth = 50; // passages
constexpr int bootstrapRounds = 2000;

// Documents in the order of their best passages, at most ten.
std::vector<std::string> ranking(const SearchResult& result)
{
    std::vector<std::string> documents;
    for (const ScoredPassage& scored : result.passages) {
        const std::string& article = scored.passage.article.value();
        if (documents.size() < measuredDepth && std::ranges::find(documents, article) == documents.end())
            documents.push_back(article);
    }
    return documents;
}

double gainAt(std::size_t place)
{
    return 1 / std::log2(static_cast<double>(place) + 2);
}

double ndcg(const std::vector<std::string>& documents, const std::vector<std::string>& relevant)
{
    double gain = 0;
    double ideal = 0;
    for (std::size_t i = 0; i < documents.size(); ++i)
        gain += std::ranges::find(relevant, documents[i]) == relevant.end() ? 0 : gainAt(i);
    for (std::size_t i = 0; i < std::min(relevant.size(), measuredDepth); ++i)
        ideal += gainAt(i);
    return gain / ideal;
}

void report(const RetrievalSet& set, const std::string& measure, const std::vector<double>& values)
{
    std::mt19937 random(7);
    std::uniform_int_distribution<std::size_t> pick(0, values.size() - 1);
    const auto mean = [&](auto&& value) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            sum += value(i);
        return sum / static_cast<double>(values.size());
    };
    std::vector<double> means;
    for (int round = 0; round < bootstrapRounds; ++round)
        means.push_back(mean([&](std::size_t) { return values[pick(random)]; }));
    std::ranges::sort(means);
    std::printf(R"({"suite":"retrieval","set":"%s","language":"%s","measure":"%s","value":%.4f,"low":%.4f,"high":%.4f,"n":%zu})"
                "\n",
        set.name.c_str(), set.language.c_str(), measure.c_str(), mean([&](std::size_t i) { return values[i]; }),
        means[means.size() / 40], means[means.size() - means.size() / 40 - 1], values.size());
    std::fflush(stdout);
}

void judge(const RetrievalSet& set, const SearchedLibrary& library, const KnowledgeBase& knowledge, const std::string& variant)
{
    std::vector<double> gains;
    std::vector<double> hits;
    std::vector<double> recalls;
    std::vector<double> milliseconds; // the question's vector is at hand, its tokens are not
    for (std::size_t i = 0; i < set.questions.size(); ++i) {
        const std::vector<std::string>& relevant = set.questions[i].documents;
        if (relevant.empty())
            continue;
        const SearchQuery query = library.query(set, i, searchedDepth);
        const auto start = std::chrono::steady_clock::now();
        const SearchResult found = valueOf(knowledge.search(query, {}));
        milliseconds.push_back(secondsSince(start) * 1000);
        const auto documents = ranking(found);
        const auto isRelevant
            = [&](const std::string& document) { return std::ranges::find(relevant, document) != relevant.end(); };
        gains.push_back(ndcg(documents, relevant));
        hits.push_back(!documents.empty() && isRelevant(documents.front()) ? 1 : 0);
        recalls.push_back(std::ranges::any_of(documents, isRelevant) ? 1 : 0);
    }
    report(set, "ndcg@10 " + variant, gains);
    report(set, "hit@1 " + variant, hits);
    report(set, "found@10 " + variant, recalls);
    std::ranges::sort(milliseconds);
    std::printf(R"({"suite":"retrieval","set":"%s","language":"%s","measure":"search ms %s","median":%.1f,"p95":%.1f,"n":%zu})"
                "\n",
        set.name.c_str(), set.language.c_str(), variant.c_str(), median(milliseconds),
        milliseconds[milliseconds.size() * 95 / 100], milliseconds.size());
}

void evaluate(const RetrievalSet& set, Embedder* embedder)
{
    if (set.questions.empty()) {
        std::fprintf(stderr, "evaluate_retrieval: %s %s is absent: skipped\n", set.name.c_str(), set.language.c_str());
        return;
    }
    using enum KnowledgeBase::Reranking;
    const SearchedLibrary library(set, embedder);
    if (embedder != nullptr) {
        const double usual = KnowledgeBase::Settings().keywordWeight;
        judge(set, library, *library.open(embedder, usual, On), "hybrid");
        judge(set, library, *library.open(embedder, usual, Off), "fused");
        judge(set, library, *library.open(embedder, 0, Off), "vectors");
    }
    judge(set, library, *library.open(nullptr, 1, Off), "words");
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::string only = argc > 1 ? argv[1] : "";
    const auto wanted = [&](const char* name) { return only.empty() || only == name; };
    const std::unique_ptr<Embedder> embedder = bench::installedEmbedder("evaluate_retrieval");
    if (wanted("techqa"))
        evaluate(techqa(), embedder.get());
    if (wanted("xquad")) {
        for (const char* language : {"en", "es", "de", "tr", "ar", "zh"})
            evaluate(xquad(language), embedder.get());
    }
    if (wanted("cross")) {
        for (const char* language : {"es", "de", "tr", "ar", "zh"})
            evaluate(crossed(xquad("en"), xquad(language)), embedder.get());
    }
    if (wanted("own"))
        evaluate(ownRetrieval(), embedder.get());
    if (wanted("scifact"))
        evaluate(scifact(), embedder.get());
    return 0;
}
