// links: tandem_knowledge
// train_retrieval: fits what re-ranking and evidence weigh on the project's own articles, past tickets and questions
// (resources/training/retrieval), and prints the weights as Reranker.cpp and Evidence.cpp have them, with figures of five-fold
// cross-validation by family of documents. A few numbers: they stand in the code, not in a file. One thread, no chance: a second
// run prints the same.
#include "RankingFits.h"
#include "Results.h"
#include "RetrievalSets.h"
#include "base/DotProduct.h"
#include "knowledge/Evidence.h"
#include "knowledge/KeywordIndex.h"
#include "knowledge/LateInteraction.h"
#include "knowledge/PassageBuilder.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"

#include <QCoreApplication>

#include <cmath>
#include <cstdio>
#include <numeric>
#include <optional>
#include <unordered_map>

using namespace tandem;
using namespace tandem::bench;

namespace {

constexpr std::size_t folds = 5;
constexpr std::size_t poolSize = 50; // as HybridSearch has them
constexpr std::size_t rerankDepth = 30;
constexpr std::size_t evidencePassages = 3;
// Questions that ask for a detail of the very topic that nothing tells were written on purpose, and are more than customers ask.
constexpr double shareOfHard = 0.5;

// The library, held in memory.
struct Library {
    std::vector<StoredPassage> passages;
    std::unordered_map<PassageId, std::size_t> places;
    KeywordIndex words;
};

struct Asked {
    const RetrievalQuestion* question = nullptr;
    Embedding vector;
    late::Question tokens;
    std::size_t fold = 0;
};

// What a search finds, best fused first.
struct Found {
    std::vector<rerank::Candidate> candidates;
    std::vector<std::size_t> passages; // of Library, by candidate
    std::vector<bool> right;
    std::size_t words = 0;
    std::size_t tokens = 0;
    bool isHard = false;
};

std::unique_ptr<Library> read(const RetrievalSet& set, Embedder& embedder)
{
    auto library = std::make_unique<Library>();
    const PassageBuilder builder(&embedder, KnowledgeBase::Settings().mostSentences);
    for (const Document& document : set.documents) {
        for (PreparedDocument& prepared : valueOf(builder.prepare({document}, {}))) {
            for (StoredPassage& stored : prepared.passages) {
                const Passage& passage = stored.passage;
                const std::string heading
                    = document.question.empty() ? passage.heading : passage.heading + "\n" + document.question;
                library->words.put(passage.id, {passage.title, heading, passage.text});
                library->places[passage.id] = library->passages.size();
                library->passages.push_back(std::move(stored));
            }
        }
    }
    return library;
}

double cosine(const Embedding& left, const Embedding& right)
{
    return static_cast<double>(dotProduct(left.data(), right.data(), left.size()));
}

std::vector<std::size_t> nearest(const Library& library, const Asked& asked, const std::vector<bool>& hidden)
{
    std::vector<std::pair<double, std::size_t>> all;
    for (std::size_t i = 0; i < library.passages.size(); ++i) {
        if (!hidden[i])
            all.emplace_back(-cosine(asked.vector, library.passages[i].vector), i);
    }
    std::ranges::sort(all);
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < std::min(poolSize, all.size()); ++i)
        result.push_back(all[i].second);
    return result;
}

// As HybridKnowledgeBase::search() does it. `without`: as if the documents that answer were not there.
Found search(const Library& library, const Asked& asked, bool without)
{
    const RetrievalQuestion& question = *asked.question;
    const auto isRight = [&](std::size_t place) {
        return std::ranges::find(question.documents, library.passages[place].passage.article.value()) != question.documents.end();
    };
    std::vector<bool> hidden(library.passages.size());
    for (std::size_t i = 0; i < hidden.size(); ++i)
        hidden[i] = without && isRight(i);
    const KeywordQuery words = keywordQuery(question.text);
    std::vector<std::size_t> places = nearest(library, asked, hidden);
    for (const KeywordHit& hit :
        library.words.search(words, poolSize, [&](const PassageId& passage) { return !hidden[library.places.at(passage)]; })) {
        if (const std::size_t place = library.places.at(hit.passage); std::ranges::find(places, place) == places.end())
            places.push_back(place);
    }
    std::vector<PassageId> ids;
    for (const std::size_t place : places)
        ids.push_back(library.passages[place].passage.id);
    const std::vector<KeywordMatch> matches = library.words.match(words, ids);
    std::vector<fusion::Candidate> halves;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const StoredPassage& stored = library.passages[places[i]];
        const auto language
            = stored.passage.language == question.language ? fusion::LanguageMatch::Same : fusion::LanguageMatch::Other;
        halves.push_back(
            {cosine(asked.vector, stored.vector), matches[i].score, matches[i].coverage, matches[i].identifiers, language});
    }
    const std::vector<double> fused = fusion::scores(
        halves, fusion::sharesFor(KnowledgeBase::Settings().keywordWeight, library.words.knowsIdentifierOf(words)));
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return fused[i]; });
    Found found;
    found.words = words.words.size();
    found.tokens = asked.tokens.weights.size();
    found.isHard = question.style == "unanswerable_near";
    std::unordered_map<ArticleId, std::size_t> documents;
    for (const std::size_t i : order) {
        const StoredPassage& stored = library.passages[places[i]];
        const std::size_t document = documents.try_emplace(stored.passage.article, documents.size()).first->second;
        rerank::Candidate candidate{
            halves[i], fused[i], std::nullopt, 0, std::nullopt, stored.passage.kind == DocumentKind::Article, document};
        if (found.candidates.size() < rerankDepth) {
            const std::vector<float> nearest = late::nearest(asked.tokens, stored.tokenVectors);
            candidate.similarity = late::similarity(asked.tokens, nearest);
            candidate.unevenness = late::unevenness(asked.tokens, nearest);
        }
        for (const std::vector<float>& sentence : stored.sentenceVectors) {
            if (sentence.size() == asked.vector.size())
                candidate.sentence = std::max(candidate.sentence.value_or(-1), cosine(asked.vector, sentence));
        }
        found.candidates.push_back(candidate);
        found.passages.push_back(places[i]);
        found.right.push_back(!without && isRight(places[i]));
    }
    return found;
}

Choice choiceOf(const Found& found, std::size_t fold)
{
    const std::size_t count = std::min(rerankDepth, found.candidates.size());
    Choice choice{{}, {}, fold};
    for (const rerank::Features& each : rerank::features(std::span(found.candidates).first(count)))
        choice.features.emplace_back(each.begin(), each.end());
    choice.right.assign(found.right.begin(), found.right.begin() + static_cast<std::ptrdiff_t>(count));
    return choice;
}

constexpr double choiceRidge = 0.02;
// The share of questions whose best passage is right, by weights that did not see the question's family.
void judge(const std::vector<Choice>& choices)
{
    double right = 0;
    double before = 0;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const Vector weights = fitted(outside(choices, fold), choices.front().features.front().size(), choiceRidge, addChoice);
        for (const Choice& choice : choices) {
            if (choice.fold != fold)
                continue;
            std::size_t best = 0;
            for (std::size_t i = 1; i < choice.features.size(); ++i)
                best = dot(weights, choice.features[i]) > dot(weights, choice.features[best]) ? i : best;
            right += choice.right[best] ? 1 : 0;
            before += choice.right.front() ? 1 : 0;
        }
    }
    const auto n = static_cast<double>(choices.size());
    std::printf("right passage first, of those found: %.4f, before re-ranking %.4f (%zu questions)\n", right / n, before / n,
        choices.size());
}

double auroc(const std::vector<std::pair<double, bool>>& scored)
{
    double better = 0;
    double pairs = 0;
    for (const auto& [high, yes] : scored) {
        for (const auto& [low, no] : scored) {
            if (!yes || no)
                continue;
            ++pairs;
            better += high > low ? 1 : high == low ? 0.5 : 0;
        }
    }
    return pairs > 0 ? better / pairs : 0.5;
}

void printWeights(const char* name, const Vector& weights, const char* more)
{
    std::printf("%s", name);
    for (const double weight : weights)
        std::printf(" %.4f", weight);
    std::printf(" %s\n", more);
}

void judge(const char* name, const std::vector<Verdict>& verdicts)
{
    std::vector<std::pair<double, bool>> scored;
    Vector rises;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const Vector weights = fittedVerdicts(outside(verdicts, fold));
        for (const Verdict& verdict : verdicts) {
            if (verdict.fold == fold)
                scored.emplace_back(dot(weights, verdict.features), verdict.right);
        }
    }
    for (const Verdict& verdict : verdicts)
        rises.push_back(verdict.features[2]);
    char more[96];
    std::snprintf(more, sizeof(more), "usual rise %.4f; AUROC %.4f (%zu searches)", median(rises), auroc(scored), scored.size());
    printWeights(name, fittedVerdicts(outside(verdicts, allFolds)), more);
}

Verdict verdictOf(Found found, evidence::Basis basis, const Vector& rerankWeights, std::size_t fold)
{
    Vector scores;
    for (rerank::Candidate& candidate : found.candidates) {
        if (basis != evidence::Basis::Tokens)
            candidate.similarity.reset();
        if (basis == evidence::Basis::Words) {
            candidate.halves.meaning.reset();
            candidate.sentence.reset();
        }
    }
    if (basis == evidence::Basis::Tokens) {
        const std::size_t count = std::min(rerankDepth, found.candidates.size());
        for (const rerank::Features& each : rerank::features(std::span(found.candidates).first(count)))
            scores.push_back(dot(rerankWeights, Vector(each.begin(), each.end())));
        const double least = scores.empty() ? 0 : std::ranges::min(scores);
        for (std::size_t i = count; i < found.candidates.size(); ++i)
            scores.push_back(least - static_cast<double>(i));
    } else if (basis == evidence::Basis::Vectors) {
        for (const rerank::Candidate& candidate : found.candidates)
            scores.push_back(candidate.fused);
    } else {
        std::vector<fusion::Candidate> halves;
        for (const rerank::Candidate& candidate : found.candidates)
            halves.push_back(candidate.halves);
        scores = fusion::scores(halves, {1, 1});
    }
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return scores[i]; });
    Verdict verdict{{1}, false, fold, found.isHard ? shareOfHard : 1};
    for (const double each : evidence::features({found.candidates, scores, order, found.words, found.tokens}))
        verdict.features.push_back(each);
    for (std::size_t i = 0; i < std::min(order.size(), evidencePassages); ++i)
        verdict.right = verdict.right || found.right[order[i]];
    return verdict;
}

// Questions on one family of documents share a fold: "plinth-3" is of the family "plinth".
std::size_t foldOf(const RetrievalQuestion& question, std::size_t place)
{
    const std::string key = question.documents.empty() ? std::to_string(place) : question.documents.front();
    return text::hash64(std::string_view(key).substr(0, key.rfind('-'))) % folds;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const RetrievalSet set = ownRetrieval();
    const auto embedder
        = valueOf(LocalEmbedder::create({.modelFile = valueOf(installedModel(defaultModelDirectory())), .workers = 1}));
    const auto library = read(set, *embedder);
    std::vector<Choice> choices;
    std::vector<std::pair<Found, std::size_t>> searches; // with its fold
    for (std::size_t i = 0; i < set.questions.size(); ++i) {
        auto vectors = valueOf(embedder->embedTokens({set.questions[i].text}, TextRole::Query, {}));
        const late::Question tokens = late::questionOf(vectors.front());
        const Asked asked{&set.questions[i], std::move(vectors.front().whole), tokens, foldOf(set.questions[i], i)};
        for (const bool without : {false, true}) {
            if (without && set.questions[i].documents.empty())
                continue;
            Found found = search(*library, asked, without);
            Choice choice = choiceOf(found, asked.fold);
            if (!without && std::ranges::find(choice.right, true) != choice.right.end())
                choices.push_back(std::move(choice));
            if (!found.candidates.empty())
                searches.emplace_back(std::move(found), asked.fold);
        }
    }
    if (choices.empty()) {
        std::fprintf(stderr, "train_retrieval: resources/training/retrieval holds no questions\n");
        return 1;
    }
    judge(choices);
    const Vector weights = fitted(outside(choices, allFolds), choices.front().features.front().size(), choiceRidge, addChoice);
    printWeights("Reranker.cpp weights:", weights, "");
    using enum evidence::Basis;
    for (const auto& [basis, name] : {std::pair{Tokens, "Evidence.cpp byTokens:"}, std::pair{Vectors, "Evidence.cpp byVectors:"},
             std::pair{Words, "Evidence.cpp byWords:"}}) {
        std::vector<Verdict> verdicts;
        for (const auto& [found, fold] : searches)
            verdicts.push_back(verdictOf(found, basis, weights, fold));
        judge(name, verdicts);
    }
    return 0;
}
