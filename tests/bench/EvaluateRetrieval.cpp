// links: tandem_knowledge
// evaluate_retrieval [own|techqa|xquad|cross|scifact [bulk]]: how well articles are found, as JSON lines. Each passage search is
// max-pooled to documents. "hybrid" is what ships; "fused" is it before re-ranking, "words" and "vectors" are its halves alone;
// what hybrid gains over each is told question by question, and at the end where it does not. "rerank ms" is what re-ranking adds
// to a search. With "bulk" passages have the vectors of the fast way that fills large libraries. All weights are fitted on "own",
// whose figures therefore flatter; the others took no part.
#include "BulkVectors.h"
#include "InstalledEmbedder.h"
#include "SearchedLibrary.h"
#include "knowledge/LateInteraction.h"
#include "knowledge/Reranker.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr std::size_t measuredDepth = 10;
constexpr std::size_t searchedDepth = 50; // passages
constexpr int bootstrapRounds = 2000;
constexpr std::size_t enoughOfLanguage = 100;
constexpr std::size_t timedQuestions = 100;
constexpr std::size_t timedPassages = 2000;
constexpr std::size_t timedBytes = 1200; // of a question, as a search compares them

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

struct Interval {
    double value = 0;
    double low = 0;
    double high = 0;
};

Interval report(const RetrievalSet& set, const std::string& measure, const std::vector<double>& values)
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
    const Interval result{
        mean([&](std::size_t i) { return values[i]; }), means[means.size() / 40], means[means.size() - means.size() / 40 - 1]};
    std::printf(R"({"suite":"retrieval","set":"%s","language":"%s","measure":"%s","value":%.4f,"low":%.4f,"high":%.4f,"n":%zu})"
                "\n",
        set.name.c_str(), set.language.c_str(), measure.c_str(), result.value, result.low, result.high, values.size());
    std::fflush(stdout);
    return result;
}

void reportTimes(const RetrievalSet& set, const std::string& what, std::vector<double> milliseconds)
{
    std::ranges::sort(milliseconds);
    std::printf(R"({"suite":"retrieval","set":"%s","language":"%s","measure":"%s","median":%.1f,"p95":%.1f,"n":%zu})"
                "\n",
        set.name.c_str(), set.language.c_str(), what.c_str(), median(milliseconds), milliseconds[milliseconds.size() * 95 / 100],
        milliseconds.size());
}

std::vector<double> judge(
    const RetrievalSet& set, const SearchedLibrary& library, const KnowledgeBase& knowledge, const std::string& variant)
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
    reportTimes(set, "search ms " + variant, std::move(milliseconds));
    return gains;
}

// Of questions in several languages, those in each that has enough.
std::vector<std::pair<std::string, std::vector<double>>> byLanguage(const RetrievalSet& set, const std::vector<double>& gains)
{
    std::vector<std::pair<std::string, std::vector<double>>> result{{set.language, gains}};
    if (set.language != "all")
        return result;
    std::map<Language, std::vector<double>> each;
    std::size_t i = 0;
    for (const RetrievalQuestion& question : set.questions) {
        if (!question.documents.empty())
            each[question.language].push_back(gains[i++]);
    }
    for (auto& [language, values] : each) {
        if (values.size() >= enoughOfLanguage)
            result.emplace_back(name(language), std::move(values));
    }
    return result;
}

// Adds to `shortfalls` where the hybrid is not better than a half of it.
void compare(const RetrievalSet& set, const std::vector<double>& hybrid, const std::vector<double>& half, const std::string& name,
    std::vector<std::string>& shortfalls)
{
    std::vector<double> gain(hybrid.size());
    std::ranges::transform(hybrid, half, gain.begin(), std::minus());
    for (const auto& [language, gains] : byLanguage(set, gain)) {
        RetrievalSet part;
        part.name = set.name;
        part.language = language;
        const Interval over = report(part, "ndcg@10 hybrid over " + name, gains);
        if (over.value <= 0)
            shortfalls.push_back(set.name + " " + language + ": " + name + " alone are better by " + std::to_string(-over.value));
        else if (over.low <= 0)
            shortfalls.push_back(set.name + " " + language + ": better than " + name + " by " + std::to_string(over.value)
                + ", which may be chance");
    }
}

// What re-ranking adds to a search whose question's vector is at hand: the tokens of the question, and comparing them with those
// of so many passages.
void timeReranking(const RetrievalSet& set, const SearchedLibrary& library)
{
    std::vector<std::string> packed;
    library.eachStored([&](const StoredPassage& stored) {
        if (!stored.tokenVectors.empty() && packed.size() < timedPassages)
            packed.push_back(stored.tokenVectors);
    });
    std::vector<late::Question> questions;
    std::vector<double> milliseconds;
    for (std::size_t i = 0; i < std::min(set.questions.size(), timedQuestions); ++i) {
        const std::string text(text::truncate(text::trim(set.questions[i].text), timedBytes));
        const auto start = std::chrono::steady_clock::now();
        const auto tokens = valueOf(library.embedder()->embedTokens({text}, TextRole::Query, {}));
        questions.push_back(late::questionOf(tokens.front()));
        milliseconds.push_back(secondsSince(start) * 1000);
    }
    reportTimes(set, "rerank ms, tokens of the question", milliseconds);
    for (const std::size_t depth : {std::size_t{30}, std::size_t{50}}) {
        if (packed.size() < depth)
            return;
        milliseconds.clear();
        std::size_t next = 0;
        for (const late::Question& question : questions) {
            const auto start = std::chrono::steady_clock::now();
            std::vector<rerank::Candidate> candidates(depth);
            for (rerank::Candidate& candidate : candidates)
                candidate.similarity = late::similarity(question, packed[next++ % packed.size()]);
            if (rerank::scores(candidates).size() != depth)
                std::abort(); // never: keeps the work from being left out
            milliseconds.push_back(secondsSince(start) * 1000);
        }
        reportTimes(set, "rerank ms, comparing " + std::to_string(depth), milliseconds);
    }
}

void evaluate(const RetrievalSet& set, Embedder* embedder, std::vector<std::string>& shortfalls)
{
    if (set.questions.empty()) {
        std::fprintf(stderr, "evaluate_retrieval: %s %s is absent: skipped\n", set.name.c_str(), set.language.c_str());
        return;
    }
    using enum KnowledgeBase::Reranking;
    const SearchedLibrary library(set, embedder);
    const std::vector<double> words = judge(set, library, *library.open(nullptr, 1, Off), "words");
    if (embedder == nullptr)
        return;
    const double usual = KnowledgeBase::Settings().keywordWeight;
    const std::vector<double> hybrid = judge(set, library, *library.open(embedder, usual, On), "hybrid");
    judge(set, library, *library.open(embedder, usual, Off), "fused");
    const std::vector<double> vectors = judge(set, library, *library.open(embedder, 0, Off), "vectors");
    for (const auto& [language, gains] : byLanguage(set, hybrid)) {
        RetrievalSet part;
        part.name = set.name;
        part.language = language;
        if (language != set.language)
            report(part, "ndcg@10 hybrid", gains);
    }
    compare(set, hybrid, words, "words", shortfalls);
    compare(set, hybrid, vectors, "vectors", shortfalls);
    timeReranking(set, library);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::string only = argc > 1 ? argv[1] : "";
    const auto wanted = [&](const char* name) { return only.empty() || only == name; };
    std::unique_ptr<Embedder> embedder = bench::installedEmbedder("evaluate_retrieval");
    std::unique_ptr<BulkVectors> bulk;
    std::unique_ptr<Embedder> bulkEmbedder;
    if (embedder != nullptr && argc > 2 && std::string(argv[2]) == "bulk") {
        bulk = bulkVectors(TANDEM_SHARED_DATA);
        bulkEmbedder = std::make_unique<BulkEmbedder>(*embedder, *bulk);
        embedder.swap(bulkEmbedder);
    }
    std::vector<std::string> shortfalls;
    if (wanted("techqa"))
        evaluate(techqa(), embedder.get(), shortfalls);
    if (wanted("xquad")) {
        for (const char* language : {"en", "es", "de", "tr", "ar", "zh"})
            evaluate(xquad(language), embedder.get(), shortfalls);
    }
    if (wanted("cross")) {
        for (const char* language : {"es", "de", "tr", "ar", "zh"})
            evaluate(crossed(xquad("en"), xquad(language)), embedder.get(), shortfalls);
    }
    if (wanted("own"))
        evaluate(ownRetrieval(), embedder.get(), shortfalls);
    if (wanted("scifact"))
        evaluate(scifact(), embedder.get(), shortfalls);
    for (const std::string& each : shortfalls)
        std::fprintf(stderr, "evaluate_retrieval: %s\n", each.c_str());
    return 0;
}
