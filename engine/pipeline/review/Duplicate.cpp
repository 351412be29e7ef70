#include "pipeline/review/Duplicate.h"

#include "base/Logistic.h"
#include "pipeline/review/ComparedArticle.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

namespace tandem::duplicate {

namespace {

constexpr std::size_t fewestWordPairs = 12;
constexpr std::size_t mostSubjects = 24; // words that an article says most
// Of a copy's pairs of words; one with a new paragraph has about this many. By words alone only such are found.
constexpr double copiedPairs = 0.7;
constexpr double ownSubject = 0.15; // contrast of articles about different things
// Logistic regression on the tuning half of tests/bench/duplicates.jsonl (`./dev evaluate contradictions`).
constexpr double base = 0.10;
constexpr double formWeight = -2.94;
constexpr double contrastWeight = -2.46;
constexpr double cosineWeight = 57.4;
constexpr double usualCosine = 0.92;

double sharedPairs(const ComparedArticle& left, const ComparedArticle& right)
{
    const auto& a = left.wordPairs();
    const auto& b = right.wordPairs();
    const auto shared = std::ranges::count_if(a, [&](std::uint64_t pair) { return b.contains(pair); });
    return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - static_cast<std::size_t>(shared));
}

// Of longer articles the mean vectors are all near one another, whatever they are about: what is told by them is told of short
// ones alone.
std::optional<double> wholeCosine(const ComparedArticle& left, const ComparedArticle& right)
{
    if (left.passages().size() != 1 || right.passages().size() != 1)
        return std::nullopt;
    const std::vector<float>& a = left.passages().front().vector;
    const std::vector<float>& b = right.passages().front().vector;
    if (a.empty() || a.size() != b.size())
        return std::nullopt;
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// How often an article says a word, its title included.
using Counts = std::map<std::string, double>;

Counts countsOf(const ComparedArticle& article)
{
    Counts counts;
    const auto add = [&](const ReadSentence& sentence) {
        for (const ContentWord& word : sentence.words) {
            if (const double weight = contradiction::weightOf(word); weight > 0)
                counts[word.stem] += weight;
        }
    };
    for (const ComparedArticle::Line& line : article.lines())
        add(line.statement.read);
    if (!article.lines().empty())
        add(article.lines().front().statement.heading);
    return counts;
}

// The most that an article says of a word that the other one never says, by sentence.
double ownWord(const ComparedArticle& article, const Counts& own, const Counts& other)
{
    std::vector<std::pair<double, const std::string*>> subjects;
    for (const auto& [stem, count] : own)
        subjects.emplace_back(-count, &stem);
    std::ranges::sort(subjects, {}, [](const auto& subject) { return subject.first; });
    if (subjects.size() > mostSubjects)
        subjects.resize(mostSubjects);
    for (const auto& [negative, stem] : subjects) {
        const bool known
            = std::ranges::any_of(other, [&](const auto& each) { return contradiction::isSameWord(*stem, each.first); });
        if (!known)
            return -negative / static_cast<double>(article.lines().size() + 1);
    }
    return 0;
}

} // namespace

std::optional<Features> featuresOf(const ComparedArticle& left, const ComparedArticle& right)
{
    if (std::min(left.wordPairs().size(), right.wordPairs().size()) < fewestWordPairs)
        return std::nullopt;
    Features features;
    features.pairs = sharedPairs(left, right);
    features.whole = wholeCosine(left, right);
    const Counts ofLeft = countsOf(left);
    const Counts ofRight = countsOf(right);
    features.contrast = std::min(ownWord(left, ofLeft, ofRight), ownWord(right, ofRight, ofLeft));
    return features;
}

double likeness(const Features& features)
{
    const double copied = features.pairs >= copiedPairs && features.contrast < ownSubject ? features.pairs : 0;
    if (!features.whole)
        return copied;
    // Where some of the wording is the same and some is not, a form was filled in for another thing.
    const double form = 4 * features.pairs * (1 - features.pairs);
    const double sum
        = base + formWeight * form + contrastWeight * features.contrast + cosineWeight * (*features.whole - usualCosine);
    return std::max(copied, logistic(sum));
}

} // namespace tandem::duplicate
