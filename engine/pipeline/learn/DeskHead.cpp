#include "pipeline/learn/DeskHead.h"

#include "base/Logistic.h"
#include "base/Text.h"
#include "pipeline/learn/HeadComparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_map>

namespace tandem {

namespace {

constexpr std::size_t parts = 5;
constexpr std::size_t enoughForTime = 200; // examples from which on the newest are judged apart
constexpr std::size_t enoughSince = 30; // examples that are new to the learned head in use

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
constexpr double rarest = 3; // a class with fewer examples stays as shipped, and what there is of it teaches nothing
constexpr double mostOfOneEvent = 2; // weight: of sixty tickets about one outage the third says nothing new
// Texts that are not the desk's, of classes that it does not have. The shipped head learned from them and is surer of them than
// of any other text: what it would find of others is reckoned from by how much it prefers their classes. So much it finds of
// others, so widely these preferences spread (chosen on resources/training/dev, as seen by heads fitted to app_reviews), and so
// much may be lost.
constexpr double foundElsewhere = 0.8;
constexpr double spreadElsewhere = 2;
constexpr double mostLostElsewhere = 0.07;
constexpr double worthIt = 0.02; // of log loss; less is not worth a change

using Indices = std::vector<std::size_t>;

Indices all(std::size_t count)
{
    Indices indices(count);
    std::iota(indices.begin(), indices.end(), std::size_t(0));
    return indices;
}

// One head of the file and the desk's examples as it sees them.
class Trial {
public:
    Trial(const HeadFile& shipped, const LinearHead& head, std::span<const DeskExample> examples,
        std::span<const DeskExample> elsewhere)
        : m_head(head)
        , m_desk(examples)
        , m_untouched(head.shape().classes)
    {
        std::unordered_map<std::uint64_t, double> ofEvent;
        for (const DeskExample& each : examples)
            ofEvent[each.key] += each.weight;
        std::vector<double> ofClass(m_untouched.size());
        const auto taken = [&](const DeskExample& each, double weight) {
            return HeadExample{weighFeatures(each.counts, shipped.inverseFrequency), each.vector, each.label, weight};
        };
        m_examples.reserve(examples.size());
        for (const DeskExample& each : examples) {
            m_examples.push_back(taken(each, each.weight * std::min(1.0, mostOfOneEvent / ofEvent[each.key])));
            ofClass[each.label] += m_examples.back().weight;
        }
        for (std::size_t c = 0; c < ofClass.size(); ++c)
            m_untouched[c] = ofClass[c] < rarest;
        m_hasUntouched = std::ranges::find(m_untouched, true) != m_untouched.end();
        for (const DeskExample& each : elsewhere) {
            if (m_untouched[each.label])
                m_elsewhere.push_back(taken(each, 1));
        }
    }

    [[nodiscard]] std::size_t learnedClasses() const { return static_cast<std::size_t>(std::ranges::count(m_untouched, false)); }

    [[nodiscard]] LinearHead fitted(const Indices& chosen) const
    {
        std::vector<HeadExample> seen;
        std::vector<double> ofClass(m_head.shape().classes);
        double total = 0;
        for (const std::size_t i : chosen) {
            if (m_untouched[m_examples[i].label])
                continue;
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
            Said& said = result.emplace_back(
                Said{i, m_desk[i].key, each.label, !m_untouched[each.label], each.weight, head.logits(each.words, each.vector)});
            for (double& value : said.logits)
                value /= temperature;
        }
        return result;
    }

    // Each example of the first `count` parts by a head that has not seen its part, in their order.
    [[nodiscard]] Result<std::vector<Said>> heldBack(std::size_t count, const std::stop_token& stop) const
    {
        std::vector<Said> result;
        for (std::size_t part = 0; part < count; ++part) {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled, "Learning was stopped; nothing has changed");
            Indices seen;
            Indices unseen;
            for (std::size_t i = 0; i < m_desk.size(); ++i)
                (m_desk[i].key % parts == part ? unseen : seen).push_back(i);
            std::vector<Said> ofPart = said(fitted(seen), unseen, 1);
            std::ranges::move(ofPart, std::back_inserter(result));
        }
        std::ranges::sort(result, {}, &Said::example);
        return result;
    }

    // The same with the boldness that pays, which it has from then on: of what is not too bold for texts from elsewhere.
    [[nodiscard]] Result<std::vector<Said>> likeliest(std::size_t count, const std::stop_token& stop)
    {
        std::vector<Candidate> candidates;
        std::map<double, std::vector<Said>> byTrust;
        for (const double trust : trusts) {
            m_boldness = {trust, 0};
            const std::vector<Said>& plain = byTrust[trust] = TRY(heldBack(count, stop));
            for (const double gain : gains) {
                // It makes no difference, or nobody can say what harm it does.
                if (gain > 0 && (!m_hasUntouched || m_elsewhere.empty()))
                    break;
                std::vector<Said> said = withGain(plain, gain);
                std::erase_if(said, [](const Said& each) { return !each.isLearned; });
                const double cost = price * (gain + (trust < 1 ? 1 : 0));
                candidates.push_back({{trust, gain}, figuresOf(said, likeliestTemperature(said)).logLoss + cost});
            }
        }
        std::ranges::stable_sort(candidates, {}, &Candidate::loss);
        const auto chosen
            = std::ranges::find_if(candidates, [&](const Candidate& each) { return holdsElsewhere(each.boldness); });
        m_holdsElsewhere = chosen != candidates.end();
        m_boldness = m_holdsElsewhere ? chosen->boldness : Boldness();
        return withGain(byTrust[m_boldness.trust], m_boldness.gain);
    }

    // Of likeliest().
    [[nodiscard]] bool holdsElsewhere() const { return m_holdsElsewhere; }

private:
    struct Candidate {
        Boldness boldness;
        double loss = 0;
    };

    [[nodiscard]] std::vector<Said> withGain(std::vector<Said> all, double gain) const
    {
        for (Said& said : all) {
            for (std::size_t c = 0; c < said.logits.size(); ++c)
                said.logits[c] += m_untouched[c] ? 0 : gain;
        }
        return all;
    }

    // By how much a head prefers the right class of each text from elsewhere, in calibrated logits.
    [[nodiscard]] std::vector<double> preferences(const LinearHead& head) const
    {
        std::vector<double> all;
        for (const HeadExample& each : m_elsewhere) {
            std::vector<double> logits = head.logits(each.words, each.vector);
            const double right = logits[each.label];
            logits[each.label] = -1e300;
            all.push_back((right - *std::ranges::max_element(logits)) / head.temperature());
        }
        return all;
    }

    // Whether classes that the desk does not have are still found where they occur, by a head of all its tickets.
    [[nodiscard]] bool holdsElsewhere(const Boldness& boldness)
    {
        if (m_elsewhere.empty())
            return true;
        m_boldness = boldness;
        const std::vector<double> known = preferences(m_head);
        const std::vector<double> learned = preferences(fitted(all(m_examples.size())));
        std::vector<double> sorted = known;
        std::ranges::sort(sorted);
        const double even = sorted[static_cast<std::size_t>((1 - foundElsewhere) * static_cast<double>(sorted.size()))];
        const auto found = [even](double preference) { return logistic((preference - even) / spreadElsewhere); };
        double lost = 0;
        for (std::size_t i = 0; i < known.size(); ++i)
            lost += found(known[i]) - found(learned[i]);
        return lost <= mostLostElsewhere * static_cast<double>(known.size());
    }

    const LinearHead& m_head;
    std::span<const DeskExample> m_desk;
    std::vector<HeadExample> m_examples; // of the desk
    std::vector<HeadExample> m_elsewhere; // of the classes that stay as shipped
    std::vector<bool> m_untouched; // by class
    bool m_hasUntouched = false;
    bool m_holdsElsewhere = true;
    Boldness m_boldness;
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

// In the order of time, the tickets of an event together, as far as the newest fifth begins.
std::pair<Indices, Indices> olderAndNewer(std::span<const DeskExample> examples)
{
    std::unordered_map<std::uint64_t, std::int64_t> began;
    for (const DeskExample& each : examples) {
        const auto [event, isNew] = began.try_emplace(each.key, each.at);
        event->second = std::min(event->second, each.at);
    }
    Indices order = all(examples.size());
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return std::tuple(began.at(examples[i].key), examples[i].key); });
    auto newest = order.begin() + static_cast<std::ptrdiff_t>(order.size() - order.size() / parts);
    while (newest != order.end() && newest != order.begin() && examples[*newest].key == examples[*std::prev(newest)].key)
        ++newest;
    return {Indices(order.begin(), newest), Indices(newest, order.end())};
}

// The newest fifth by a head of the older tickets, against the shipped head.
bool holdsOnNewest(const Trial& trial, const LinearHead& shipped, std::span<const DeskExample> examples, double temperature)
{
    if (examples.size() < enoughForTime)
        return true;
    const auto [older, newer] = olderAndNewer(examples);
    if (newer.empty())
        return true;
    const LinearHead head = trial.fitted(older);
    return HeadComparison(trial.said(shipped, newer, shipped.temperature()), trial.said(head, newer, 1), temperature).gain >= 0;
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
    return HeadComparison(trial.said(used, unseen, used.temperature()), after, temperature).gain >= 0;
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

DeskHead tooFew(std::span<const DeskExample> examples)
{
    DeskHead result;
    result.examples = examples.size();
    return result;
}

bool isBetter(const HeadComparison& comparison)
{
    return comparison.gainLow > worthIt && comparison.learned.macroF1 >= comparison.known.macroF1;
}

} // namespace

Result<LinearHead> deskHead(const HeadFile& shipped, const LinearHead& head, std::span<const DeskExample> examples,
    std::span<const DeskExample> elsewhere, const std::stop_token& stop)
{
    Trial trial(shipped, head, examples, elsewhere);
    const std::vector<Said> learned = TRY(trial.likeliest(parts, stop));
    LinearHead fitted = trial.fitted(all(examples.size()));
    fitted.setTemperature(likeliestTemperature(learned));
    return fitted;
}

Result<DeskHead> learnDeskHead(const HeadFile& shipped, const HeadFile* used, std::span<const DeskExample> examples,
    std::span<const DeskExample> elsewhere, const std::stop_token& stop)
{
    if (!isEnough(examples, shipped.classes.size()))
        return tooFew(examples);
    DeskHead result;
    result.examples = examples.size();
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
        Trial trial(shipped, known, examples, elsewhere);
        if (trial.learnedClasses() < 2)
            return tooFew(examples);
        // Of the head that takes over without a model only the temperature is wanted.
        const std::vector<Said> learned = TRY(trial.likeliest(name == judged ? parts : 1, stop));
        const double temperature = likeliestTemperature(learned);
        if (name == judged) {
            const HeadComparison comparison(trial.said(known, everything, known.temperature()), learned, temperature);
            result.shipped = comparison.known;
            result.learned = comparison.learned;
            result.gainLow = comparison.gainLow;
            const LinearHead* inUse = used == nullptr ? nullptr : used->find(name);
            const bool holds = isBetter(comparison) && trial.holdsElsewhere()
                && holdsOnNewest(trial, known, examples, temperature)
                && (inUse == nullptr || holdsAgainst(*inUse, trial, learned, examples, temperature));
            if (!holds) {
                result.verdict = DeskVerdict::NotBetter;
                return result;
            }
        }
        if (!trial.holdsElsewhere())
            continue;
        head = trial.fitted(everything);
        head.setTemperature(temperature);
    }
    return result;
}

} // namespace tandem
