#include "pipeline/learn/DeskHead.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

namespace tandem {

namespace {

constexpr std::size_t parts = 5;
constexpr std::size_t enoughForTime = 200; // examples from which on the newest are judged apart
constexpr std::size_t enoughSince = 30; // examples that are new to the learned head in use
constexpr int rounds = 1000; // of the bootstrap

// Chosen on halves of tobi_bueck, nlbse24 and app_reviews that the evaluation does not judge by.
constexpr double wordPrecision = 0.1;
constexpr double vectorPrecision = 0.03;
constexpr double biasPrecision = 0.1;
constexpr int iterations = 80;

// How far a fit may go from the shipped head. What is bolder must pay for it with the likelihood of the held-back tickets.
struct Boldness {
    double trust = 1; // in the shipped head
    double gain = 0; // of classes with examples on those without, as logits
};
constexpr std::array trusts{1.0, 0.35};
constexpr std::array gains{0.0, 1.0, 2.0, 3.0, 4.0};
constexpr double price = 0.02; // of log loss: for less trust, and for each step of gain

constexpr double balance = 0.5; // rare classes weigh more: 0 = as often as they come, 1 = all alike
constexpr double rarest = 3; // a class with fewer examples stays as shipped
constexpr double worthIt = 0.02; // of log loss; less is not worth a change

using Indices = std::vector<std::size_t>;

// What a head says of one held-back example.
struct Said {
    std::size_t example = 0;
    std::size_t label = 0;
    double weight = 1;
    std::vector<double> logits;
};

Indices all(std::size_t count)
{
    Indices indices(count);
    std::iota(indices.begin(), indices.end(), std::size_t(0));
    return indices;
}

std::vector<double> probabilitiesOf(const Said& said, double temperature)
{
    std::vector<double> values = said.logits;
    for (double& each : values)
        each /= temperature;
    softmax(values);
    return values;
}

double lossOf(const Said& said, double temperature)
{
    return -std::log(std::max(probabilitiesOf(said, temperature)[said.label], 1e-12));
}

double likeliestTemperature(const std::vector<Said>& all)
{
    double chosen = 1;
    if (all.empty())
        return chosen;
    double best = 1e300;
    for (double temperature = 0.2; temperature < 6; temperature *= 1.03) {
        double loss = 0;
        for (const Said& said : all)
            loss += said.weight * lossOf(said, temperature);
        if (loss < best) {
            best = loss;
            chosen = temperature;
        }
    }
    return chosen;
}

std::size_t guessOf(const Said& said)
{
    return static_cast<std::size_t>(std::ranges::max_element(said.logits) - said.logits.begin());
}

HeadFigures figuresOf(const std::vector<Said>& all, double temperature)
{
    if (all.empty())
        return {};
    const std::size_t classes = all.front().logits.size();
    std::vector<double> both(classes);
    std::vector<double> either(classes);
    std::vector<double> wanted(classes);
    double total = 0;
    HeadFigures figures;
    for (const Said& said : all) {
        const std::size_t guess = guessOf(said);
        both[said.label] += guess == said.label ? said.weight : 0;
        either[said.label] += said.weight;
        either[guess] += said.weight;
        wanted[said.label] += said.weight;
        total += said.weight;
        figures.accuracy += guess == said.label ? said.weight : 0;
        figures.logLoss += said.weight * lossOf(said, temperature);
    }
    figures.accuracy /= total;
    figures.logLoss /= total;
    double present = 0;
    for (std::size_t c = 0; c < classes; ++c) {
        present += wanted[c] > 0 ? 1 : 0;
        figures.macroF1 += wanted[c] > 0 ? 2 * both[c] / either[c] : 0;
    }
    figures.macroF1 /= present;
    return figures;
}

// Of the weighted mean of `gains`, below which it lies with a probability of 1 in 20 (by resampling).
double lowOf(const std::vector<double>& gains, const std::vector<double>& weights)
{
    std::mt19937 random(17);
    std::vector<double> means;
    for (int round = 0; round < rounds; ++round) {
        double sum = 0;
        double total = 0;
        for (std::size_t i = 0; i < gains.size(); ++i) {
            const std::size_t drawn = random() % gains.size();
            sum += weights[drawn] * gains[drawn];
            total += weights[drawn];
        }
        means.push_back(sum / total);
    }
    std::ranges::sort(means);
    return means[rounds / 20];
}

// One head of the file and the desk's examples as it sees them.
class Trial {
public:
    Trial(const HeadFile& shipped, const LinearHead& head, std::span<const DeskExample> examples)
        : m_head(head)
    {
        m_examples.reserve(examples.size());
        std::vector<double> ofClass(head.shape().classes);
        for (const DeskExample& each : examples) {
            m_examples.push_back({weighFeatures(each.counts, shipped.inverseFrequency), each.vector, each.label, each.weight});
            ofClass[each.label] += each.weight;
        }
        for (const double weight : ofClass)
            m_untouched.push_back(weight < rarest);
        m_hasUntouched = std::ranges::find(m_untouched, true) != m_untouched.end();
    }

    [[nodiscard]] LinearHead fitted(const Indices& chosen) const
    {
        std::vector<HeadExample> seen;
        std::vector<double> ofClass(m_head.shape().classes);
        double total = 0;
        for (const std::size_t i : chosen) {
            seen.push_back(m_examples[i]);
            ofClass[m_examples[i].label] += m_examples[i].weight;
            total += m_examples[i].weight;
        }
        double balanced = 0;
        for (HeadExample& each : seen) {
            each.weight *= std::pow(total / std::max(rarest, ofClass[each.label]), balance);
            balanced += each.weight;
        }
        for (HeadExample& each : seen)
            each.weight *= total / balanced;
        const HeadPrior prior{m_boldness.trust, wordPrecision, vectorPrecision, biasPrecision, iterations, m_untouched,
            m_hasUntouched ? m_boldness.gain : 0};
        return m_head.adapted(seen, prior);
    }

    [[nodiscard]] std::vector<Said> said(const LinearHead& head, const Indices& chosen, double temperature) const
    {
        std::vector<Said> result;
        for (const std::size_t i : chosen) {
            const HeadExample& each = m_examples[i];
            Said& said = result.emplace_back(Said{i, each.label, each.weight, head.logits(each.words, each.vector)});
            for (double& value : said.logits)
                value /= temperature;
        }
        return result;
    }

    // Each example of the first `count` parts by a head that has not seen its part, in their order.
    [[nodiscard]] Result<std::vector<Said>> heldBack(
        std::span<const DeskExample> examples, std::size_t count, const std::stop_token& stop) const
    {
        std::vector<Said> result;
        for (std::size_t part = 0; part < count; ++part) {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled, "Learning was stopped; nothing has changed");
            Indices seen;
            Indices unseen;
            for (std::size_t i = 0; i < examples.size(); ++i)
                (examples[i].key % parts == part ? unseen : seen).push_back(i);
            std::vector<Said> ofPart = said(fitted(seen), unseen, 1);
            std::ranges::move(ofPart, std::back_inserter(result));
        }
        std::ranges::sort(result, {}, &Said::example);
        return result;
    }

    // The same with the boldness that pays, which it has from then on.
    [[nodiscard]] Result<std::vector<Said>> likeliest(
        std::span<const DeskExample> examples, std::size_t count, const std::stop_token& stop)
    {
        std::vector<Said> best;
        double lowest = 1e300;
        Boldness chosen;
        for (const double trust : trusts) {
            m_boldness = {trust, 0};
            const std::vector<Said> plain = TRY(heldBack(examples, count, stop));
            for (const double gain : gains) {
                if (gain > 0 && !m_hasUntouched)
                    break; // it makes no difference
                std::vector<Said> said = plain;
                addGain(said, gain);
                const double cost = price * (gain + (trust < 1 ? 1 : 0));
                const double loss = figuresOf(said, likeliestTemperature(said)).logLoss + cost;
                if (loss >= lowest)
                    continue;
                lowest = loss;
                chosen = {trust, gain};
                best = std::move(said);
            }
        }
        m_boldness = chosen;
        return best;
    }

private:
    void addGain(std::vector<Said>& all, double gain) const
    {
        for (Said& said : all) {
            for (std::size_t c = 0; c < said.logits.size(); ++c)
                said.logits[c] += m_untouched[c] ? 0 : gain;
        }
    }

    const LinearHead& m_head;
    std::vector<HeadExample> m_examples;
    std::vector<bool> m_untouched;
    bool m_hasUntouched = false;
    Boldness m_boldness;
};

// Whether `learned` is better than `known` on the same examples, in the same order.
struct Comparison {
    HeadFigures known;
    HeadFigures learned;
    double gainLow = 0;
    double gain = 0;

    Comparison(const std::vector<Said>& before, const std::vector<Said>& after, double temperature)
        : known(figuresOf(before, 1))
        , learned(figuresOf(after, temperature))
        , gain(known.logLoss - learned.logLoss)
    {
        std::vector<double> gains;
        std::vector<double> weights;
        for (std::size_t i = 0; i < after.size(); ++i) {
            gains.push_back(lossOf(before[i], 1) - lossOf(after[i], temperature));
            weights.push_back(after[i].weight);
        }
        gainLow = gains.empty() ? 0 : lowOf(gains, weights);
    }
};

bool isEnough(std::span<const DeskExample> examples, std::size_t classes)
{
    std::vector<std::size_t> counts(std::max<std::size_t>(classes, 2));
    for (const DeskExample& each : examples)
        ++counts[each.label];
    std::ranges::sort(counts, std::greater());
    const auto sure = std::ranges::count_if(examples, [](const DeskExample& each) { return each.weight >= 1; });
    return examples.size() >= fewestDeskExamples && counts[1] >= fewestOfSecondClass
        && static_cast<std::size_t>(sure) >= fewestSureExamples;
}

// The newest fifth by a head of the older tickets, against the shipped head.
bool holdsOnNewest(const Trial& trial, const LinearHead& shipped, std::span<const DeskExample> examples, double temperature)
{
    if (examples.size() < enoughForTime)
        return true;
    Indices order = all(examples.size());
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return examples[i].at; });
    const auto newest = order.begin() + static_cast<std::ptrdiff_t>(order.size() - order.size() / parts);
    const Indices newer(newest, order.end());
    const LinearHead head = trial.fitted(Indices(order.begin(), newest));
    return Comparison(trial.said(shipped, newer, shipped.temperature()), trial.said(head, newer, 1), temperature).gain >= 0;
}

bool holdsAgainst(const LinearHead& used, const Trial& trial, const std::vector<Said>& learned,
    std::span<const DeskExample> examples, double temperature)
{
    std::vector<Said> after;
    Indices unseen;
    for (const Said& each : learned) {
        if (!examples[each.example].isNew)
            continue;
        unseen.push_back(each.example);
        after.push_back(each);
    }
    if (unseen.size() < enoughSince)
        return true;
    return Comparison(trial.said(used, unseen, used.temperature()), after, temperature).gain >= 0;
}

// What goes into the hash is what the fit sees.
std::uint64_t hashOf(const HeadFile& shipped, std::span<const DeskExample> examples)
{
    std::uint64_t hash = shipped.fingerprint();
    for (const DeskExample& each : examples) {
        std::string row = std::to_string(each.key) + " " + std::to_string(each.label) + " " + std::to_string(each.weight) + " "
            + std::to_string(each.vector.size());
        for (const WordFeature& word : each.counts.words)
            row += " " + std::to_string(word.bucket);
        hash = text::hash64(row, hash);
    }
    return hash;
}

bool isBetter(const Comparison& comparison)
{
    return comparison.gainLow > worthIt && comparison.learned.macroF1 >= comparison.known.macroF1;
}

} // namespace

Result<LinearHead> deskHead(
    const HeadFile& shipped, const LinearHead& head, std::span<const DeskExample> examples, const std::stop_token& stop)
{
    Trial trial(shipped, head, examples);
    const std::vector<Said> learned = TRY(trial.likeliest(examples, parts, stop));
    LinearHead fitted = trial.fitted(all(examples.size()));
    fitted.setTemperature(likeliestTemperature(learned));
    return fitted;
}

Result<DeskHead> learnDeskHead(
    const HeadFile& shipped, const HeadFile* used, std::span<const DeskExample> examples, const std::stop_token& stop)
{
    DeskHead result;
    result.examples = examples.size();
    if (!isEnough(examples, shipped.classes.size()))
        return result;
    const bool haveVectors = std::ranges::none_of(examples, [](const DeskExample& each) { return each.vector.empty(); });
    const std::string judged = haveVectors ? "both" : "words";
    const Indices everything = all(examples.size());
    result.verdict = DeskVerdict::Better;
    result.file = shipped;
    result.file.dataHash = hashOf(shipped, examples);
    if (used != nullptr && used->dataHash == result.file.dataHash) {
        result.verdict = DeskVerdict::Unchanged;
        return result;
    }
    std::erase_if(result.file.heads, [](const HeadFile::Head& each) { return each.name != "both" && each.name != "words"; });
    for (auto& [name, head] : result.file.heads) {
        if (name == "both" && !haveVectors)
            continue; // stays as shipped
        const LinearHead& known = *shipped.find(name);
        Trial trial(shipped, known, examples);
        // Of the head that takes over without a model only the temperature is wanted.
        const std::vector<Said> learned = TRY(trial.likeliest(examples, name == judged ? parts : 1, stop));
        const double temperature = likeliestTemperature(learned);
        if (name == judged) {
            const Comparison comparison(trial.said(known, everything, known.temperature()), learned, temperature);
            result.shipped = comparison.known;
            result.learned = comparison.learned;
            result.gainLow = comparison.gainLow;
            const LinearHead* inUse = used == nullptr ? nullptr : used->find(name);
            const bool holds = isBetter(comparison) && holdsOnNewest(trial, known, examples, temperature)
                && (inUse == nullptr || holdsAgainst(*inUse, trial, learned, examples, temperature));
            if (!holds) {
                result.verdict = DeskVerdict::NotBetter;
                return result;
            }
        }
        head = trial.fitted(everything);
        head.setTemperature(temperature);
    }
    return result;
}

} // namespace tandem
