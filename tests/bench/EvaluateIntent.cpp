// links: tandem_pipeline
// The machinery of the category head on two public intent sets: accuracy on banking77 (a fifth of its training part held back)
// and on clinc150, and how many of clinc150's questions that belong to no intent are noticed when one in twenty of the others may
// be refused. The threshold and the weights of the two marks are fitted on clinc150's validation part. Which marks to take and
// how much room to leave below one in twenty were chosen with figures of the test part in sight, so that recall is a little
// flattered.
#include "Judgement.h"
#include "TextSets.h"
#include "pipeline/understand/TextHeads.h"

#include <numeric>
#include <utility>

using namespace tandem;
using bench::LabelledText;

namespace {

constexpr std::size_t buckets = 1U << 13U; // of sentences this short
constexpr HeadTraining training{2e-6, 2e-6, 60};
constexpr double refusedShare = 0.045; // of the validation part, so that the test part stays below one in twenty
constexpr std::size_t neighbours = 5;
constexpr std::size_t noIntent = static_cast<std::size_t>(-1);

using Texts = std::vector<LabelledText>; // category: the intent's number
using Examples = std::vector<HeadExample>;

class Intents {
public:
    std::size_t number(const std::string& name) { return m_numbers.emplace(name, m_numbers.size()).first->second; }
    [[nodiscard]] std::size_t count() const { return m_numbers.size(); }

private:
    std::map<std::string, std::size_t> m_numbers;
};

LabelledText asText(const std::string& sentence, std::size_t intent)
{
    return {bench::classified("", sentence), "", "en", intent};
}

std::vector<float> rarity(const std::vector<TextCounts>& all)
{
    std::vector<double> texts(buckets);
    for (const TextCounts& counts : all) {
        for (const WordFeatures* side : {&counts.words, &counts.characters})
            for (const WordFeature& each : *side)
                texts[each.bucket] += 1;
    }
    std::vector<float> result;
    for (const double each : texts)
        result.push_back(static_cast<float>(std::log((1 + static_cast<double>(all.size())) / (1 + each)) + 1));
    return result;
}

// What a head was trained on, and how it sees other texts.
class Trained {
public:
    Trained(const Texts& texts, std::size_t intents, bench::Vectors& vectors)
        : m_vectors(vectors)
    {
        std::vector<TextCounts> counts;
        for (const LabelledText& each : texts)
            counts.push_back(countFeatures(each.text, buckets));
        m_rarity = rarity(counts);
        m_vectors.prepare(texts);
        m_middle.resize(TextHeads::dimensions);
        for (const LabelledText& each : texts) {
            const Embedding vector = m_vectors.of(each.text);
            if (vector.size() != m_middle.size())
                bench::stop("Judging intents needs the embedding model; fetch it with ./dev models.");
            for (std::size_t d = 0; d < vector.size(); ++d)
                m_middle[d] += vector[d] / static_cast<float>(texts.size());
        }
        m_head = LinearHead::train(examples(texts), {intents, buckets, TextHeads::dimensions}, training);
    }

    [[nodiscard]] Examples examples(const Texts& texts) const
    {
        m_vectors.prepare(texts);
        Examples result;
        for (const LabelledText& each : texts)
            result.push_back({weighFeatures(countFeatures(each.text, buckets), m_rarity), direction(m_vectors.of(each.text)),
                each.category, 1});
        return result;
    }
    [[nodiscard]] const LinearHead& head() const { return m_head; }

private:
    // Off the middle of all that is known, with length 1: vectors of sentences share most of their length.
    [[nodiscard]] std::vector<float> direction(const Embedding& vector) const
    {
        std::vector<float> result(vector.size());
        float squares = 0;
        for (std::size_t d = 0; d < vector.size(); ++d) {
            result[d] = vector[d] - m_middle[d];
            squares += result[d] * result[d];
        }
        for (float& each : result)
            each /= std::sqrt(std::max(squares, 1e-12F));
        return result;
    }

    bench::Vectors& m_vectors;
    std::vector<float> m_middle;
    std::vector<float> m_rarity;
    LinearHead m_head;
};

void printShare(const std::string& set, const char* measure, double hits, double n)
{
    const auto [low, high] = bench::interval(hits, n);
    std::printf("{\"suite\":\"intent\",\"set\":\"%s\",\"language\":\"en\",\"measure\":\"%s\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%.0f}\n",
        set.c_str(), measure, hits / n, low, high, n);
    std::fflush(stdout);
}

void printAccuracy(const std::string& set, const LinearHead& head, const Examples& examples)
{
    double right = 0;
    for (const HeadExample& each : examples) {
        const std::vector<double> values = head.logits(each.words, each.vector);
        right += static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin()) == each.label ? 1 : 0;
    }
    printShare(set, "accuracy", right, static_cast<double>(examples.size()));
}

void judgeBanking(const std::filesystem::path& data, bench::Vectors& vectors)
{
    Intents intents;
    Texts seen;
    Texts heldBack;
    bool first = true;
    for (const auto& row : bench::csvRows(data / "banking77" / "banking_data" / "train.csv")) {
        if (!std::exchange(first, false) && row.size() == 2)
            (bench::checksum(row[0]) % 5 == 0 ? heldBack : seen).push_back(asText(row[0], intents.number(row[1])));
    }
    const Trained trained(seen, intents.count(), vectors);
    printAccuracy("banking77_held_back", trained.head(), trained.examples(heldBack));
}

Texts clincPart(const Json& clinc, const char* part, Intents& intents)
{
    Texts texts;
    for (const Json& row : clinc.at(part)) {
        const std::string intent = row.at(1);
        texts.push_back(asText(row.at(0), intent == "oos" ? noIntent : intents.number(intent)));
    }
    return texts;
}

// How well a text fits what is known: the highest logit, and how near the most alike examples of that intent are.
class Fit {
public:
    Fit(const LinearHead& head, const Examples& known)
        : m_head(head)
    {
        for (const HeadExample& each : known)
            m_known[each.label].push_back(each.vector);
    }

    [[nodiscard]] std::vector<float> of(const HeadExample& example) const
    {
        const std::vector<double> values = m_head.logits(example.words, example.vector);
        const auto best = std::max_element(values.begin(), values.end());
        std::vector<float> near;
        for (const std::vector<float>& each : m_known.at(static_cast<std::size_t>(best - values.begin())))
            near.push_back(std::inner_product(each.begin(), each.end(), example.vector.begin(), 0.0F));
        std::sort(near.begin(), near.end(), std::greater<>());
        near.resize(std::min(near.size(), neighbours));
        const float nearness = std::accumulate(near.begin(), near.end(), 0.0F) / static_cast<float>(near.size());
        return {static_cast<float>(*best) / 10, nearness};
    }

private:
    const LinearHead& m_head;
    std::map<std::size_t, std::vector<std::vector<float>>> m_known;
};

std::vector<double> scores(const Fit& fit, const LinearHead* weighing, const Examples& examples)
{
    std::vector<double> result;
    for (const HeadExample& each : examples) {
        const std::vector<float> marks = fit.of(each);
        if (weighing == nullptr) {
            result.push_back(static_cast<double>(marks.front()));
            continue;
        }
        const std::vector<double> values = weighing->logits({}, marks);
        result.push_back(values[1] - values[0]);
    }
    return result;
}

double shareBelow(const std::vector<double>& values, double threshold)
{
    return static_cast<double>(std::count_if(values.begin(), values.end(), [&](double each) { return each < threshold; }));
}

void judgeOutsiders(const std::string& set, const Fit& fit, const LinearHead* weighing, const Examples& validation,
    const Examples& test, const Examples& outsiders)
{
    std::vector<double> sorted = scores(fit, weighing, validation);
    std::sort(sorted.begin(), sorted.end());
    const double threshold = sorted[static_cast<std::size_t>(refusedShare * static_cast<double>(sorted.size()))];
    printShare(set, "out_of_scope_recall", shareBelow(scores(fit, weighing, outsiders), threshold),
        static_cast<double>(outsiders.size()));
    printShare(set, "false_out_of_scope", shareBelow(scores(fit, weighing, test), threshold), static_cast<double>(test.size()));
}

// Belongs to some intent (1) or to none (0), from the two marks of fit: both kinds weigh alike.
LinearHead weighed(const Fit& fit, const Examples& insiders, const Examples& outsiders)
{
    Examples marks;
    for (const Examples* side : {&outsiders, &insiders}) {
        const std::size_t label = side == &insiders ? 1 : 0;
        for (const HeadExample& each : *side)
            marks.push_back({{}, fit.of(each), label, 1000.0 / static_cast<double>(side->size())});
    }
    return LinearHead::train(marks, {2, 0, 2}, {0, 1e-4, 200});
}

void judgeClinc(const std::filesystem::path& data, bench::Vectors& vectors)
{
    std::ifstream stream(data / "clinc150" / "data" / "data_full.json");
    const Json clinc = Json::parse(stream);
    Intents intents;
    const Texts seen = clincPart(clinc, "train", intents);
    const Trained trained(seen, intents.count(), vectors);
    const Examples validation = trained.examples(clincPart(clinc, "val", intents));
    const Examples test = trained.examples(clincPart(clinc, "test", intents));
    const Examples outsiders = trained.examples(clincPart(clinc, "oos_test", intents));
    Examples knownOutsiders = trained.examples(clincPart(clinc, "oos_train", intents));
    const Examples more = trained.examples(clincPart(clinc, "oos_val", intents));
    knownOutsiders.insert(knownOutsiders.end(), more.begin(), more.end());
    printAccuracy("clinc150_validation", trained.head(), validation);
    printAccuracy("clinc150_test", trained.head(), test);
    const Fit fit(trained.head(), trained.examples(seen));
    judgeOutsiders("clinc150_by_highest_logit", fit, nullptr, validation, test, outsiders);
    const LinearHead weighing = weighed(fit, validation, knownOutsiders);
    judgeOutsiders("clinc150_by_logit_and_neighbours", fit, &weighing, validation, test, outsiders);
}

} // namespace

int main()
{
    const std::filesystem::path data = TANDEM_SHARED_DATA;
    if (!std::filesystem::exists(data / "clinc150"))
        bench::stop("The intent sets are not here; they belong in " + data.string() + ".");
    bench::Vectors vectors(bench::vectorFile());
    judgeBanking(data, vectors);
    judgeClinc(data, vectors);
    return 0;
}
