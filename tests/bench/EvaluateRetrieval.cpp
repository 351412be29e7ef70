// links: tandem_knowledge
// evaluate_retrieval [techqa|xquad|cross]: how well articles are found, as JSON lines. Each passage search is max-pooled to
// documents. "hybrid" is what ships; "words" and "vectors" are its halves alone.
#include "base/Clock.h"
#include "base/Json.h"
#include "knowledge/KnowledgeBase.h"
#include "privacy/Seal.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"
#include "services/store/SqliteStore.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace tandem;

namespace {

constexpr int measuredDepth = 10;
constexpr int bootstrapRounds = 2000;

struct Question {
    std::string text;
    std::string document; // the one that answers it
};

struct Collection {
    std::string set;
    std::string language; // of the questions
    std::vector<Document> documents;
    std::vector<Question> questions;
};

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "evaluate_retrieval: %s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

void must(const Status& status)
{
    if (!status) {
        std::fprintf(stderr, "evaluate_retrieval: %s\n", status.error().message.c_str());
        std::exit(1);
    }
}

// "Title: …\n\nText:\n…" → a document.
Document techqaDocument(const std::string& file, const std::string& text)
{
    Document document;
    document.id = ArticleId(file);
    const std::size_t end = text.find('\n');
    document.title = text.starts_with("Title: ") ? text.substr(7, end - 7) : file;
    const std::size_t body = text.find("Text:\n");
    document.body = body == std::string::npos ? text : text.substr(body + 6);
    return document;
}

Collection techqa()
{
    Collection collection{"techqa", "en", {}, {}};
    std::ifstream input(std::string(TANDEM_SHARED_DATA) + "/techqa/techqa_dev.jsonl");
    std::set<std::string> seen;
    for (std::string line; std::getline(input, line);) {
        const Json row = Json::parse(line);
        for (const Json& context : row["contexts"]) {
            const auto file = context["filename"].get<std::string>();
            if (seen.insert(file).second)
                collection.documents.push_back(techqaDocument(file, context["text"].get<std::string>()));
        }
        if (!row["is_impossible"].get<bool>())
            collection.questions.push_back(
                {row["question"].get<std::string>(), row["contexts"][0]["filename"].get<std::string>()});
    }
    return collection;
}

Collection xquad(const std::string& language)
{
    Collection collection{"xquad", language, {}, {}};
    std::ifstream input(std::string(TANDEM_SHARED_DATA) + "/xquad/xquad." + language + ".json");
    const Json all = Json::parse(input, nullptr, false);
    if (all.is_discarded())
        return collection;
    for (const Json& article : all["data"]) {
        for (const Json& paragraph : article["paragraphs"]) {
            Document document;
            // The paragraphs are the same in every language, so that questions of one can be asked of another.
            document.id = ArticleId("paragraph-" + std::to_string(collection.documents.size()));
            document.body = paragraph["context"].get<std::string>();
            document.language = languageFrom(language).value_or(Language::En);
            for (const Json& question : paragraph["qas"])
                collection.questions.push_back({question["question"].get<std::string>(), document.id.value()});
            collection.documents.push_back(std::move(document));
        }
    }
    return collection;
}

// The questions of one language on the paragraphs of another.
Collection crossed(const Collection& paragraphs, const Collection& questions)
{
    return {"xquad on " + paragraphs.language, questions.language, paragraphs.documents, questions.questions};
}

// 1-based rank of the right document; 0 = not among the first ten.
int rankOf(const SearchResult& result, const std::string& document)
{
    std::vector<std::string> ranking;
    for (const ScoredPassage& scored : result.passages) {
        const std::string& article = scored.passage.article.value();
        if (std::ranges::find(ranking, article) == ranking.end())
            ranking.push_back(article);
    }
    const auto found = std::ranges::find(ranking, document);
    const auto rank = found - ranking.begin() + 1;
    return found == ranking.end() || rank > measuredDepth ? 0 : static_cast<int>(rank);
}

void report(const Collection& collection, const std::string& measure, const std::vector<double>& values)
{
    if (values.empty())
        return;
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
        collection.set.c_str(), collection.language.c_str(), measure.c_str(), mean([&](std::size_t i) { return values[i]; }),
        means[means.size() / 40], means[means.size() - means.size() / 40 - 1], values.size());
    std::fflush(stdout);
}

void judge(const Collection& collection, const KnowledgeBase& knowledge, const std::string& variant,
    const std::vector<Embedding>& vectors, TimePoint now)
{
    std::vector<double> gains;
    std::vector<double> hits;
    for (std::size_t i = 0; i < collection.questions.size(); ++i) {
        SearchQuery query;
        query.text = collection.questions[i].text;
        query.count = 50;
        query.now = now;
        query.queryLanguage = languageFrom(collection.language);
        if (!vectors.empty())
            query.vector = vectors[i];
        const int rank = rankOf(must(knowledge.search(query, {})), collection.questions[i].document);
        gains.push_back(rank == 0 ? 0.0 : 1 / std::log2(rank + 1.0));
        hits.push_back(rank == 1 ? 1.0 : 0.0);
    }
    report(collection, "ndcg@10 " + variant, gains);
    report(collection, "hit@1 " + variant, hits);
}

void evaluate(const Collection& collection, Embedder* embedder)
{
    if (collection.questions.empty()) {
        std::fprintf(stderr, "evaluate_retrieval: %s %s is not in %s: skipped\n", collection.set.c_str(),
            collection.language.c_str(), TANDEM_SHARED_DATA);
        return;
    }
    const QTemporaryDir folder;
    const std::filesystem::path workspace = folder.path().toStdString();
    const SystemClock clock;
    const auto store = must(SqliteStore::open(workspace / "tandem.db", must(Seal::open(workspace / "key")), clock));
    const auto settings = [&](const char* name, double keywordWeight) {
        KnowledgeBase::Settings result;
        result.directory = workspace / name;
        result.keywordWeight = keywordWeight;
        result.mostSentences = 0; // sentences do not decide what is found
        return result;
    };
    const auto hybrid = must(KnowledgeBase::open(settings("hybrid", KnowledgeBase::Settings().keywordWeight), *store, embedder));
    for (const Document& document : collection.documents)
        must(hybrid->put(document));
    std::vector<Embedding> vectors;
    if (embedder != nullptr) {
        std::vector<std::string> texts;
        for (const Question& question : collection.questions)
            texts.push_back(question.text);
        vectors = must(embedder->embed(texts, TextRole::Query, {}));
        judge(collection, *hybrid, "hybrid", vectors, clock.now());
        judge(collection, *must(KnowledgeBase::open(settings("vectors", 0), *store, embedder)), "vectors", vectors, clock.now());
    }
    judge(collection, *must(KnowledgeBase::open(settings("words", 1), *store, nullptr)), "words", {}, clock.now());
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::string only = argc > 1 ? argv[1] : "";
    std::unique_ptr<Embedder> embedder;
    const auto model = installedModel(defaultModelDirectory());
    if (model)
        embedder = must(LocalEmbedder::create({.modelFile = *model}));
    else
        std::fprintf(stderr, "evaluate_retrieval: words alone, for there is no model: %s\n", model.error().message.c_str());
    if (only.empty() || only == "techqa")
        evaluate(techqa(), embedder.get());
    if (only.empty() || only == "xquad") {
        for (const char* language : {"en", "es", "de", "tr", "ar", "zh"})
            evaluate(xquad(language), embedder.get());
    }
    if (only.empty() || only == "cross") {
        for (const char* language : {"es", "de", "tr", "ar", "zh"})
            evaluate(crossed(xquad("en"), xquad(language)), embedder.get());
    }
    return 0;
}
