// links: tandem_pipeline
// Trains resources/models/signals.head: for each signal a judge of words, vector and rules, and one of words and rules alone. On
// the project's own messages: resources/training/signals.jsonl, signals-train/, signals-more/, signals-contrast/ and
// the "dev" half of signals/.
#include "HeadTrainer.h"
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/SignalReader.h"

using namespace tandem;

namespace {

constexpr HeadTraining usualTraining{1e-5, 2.5e-6, 70};
// A missed wish costs more than a look-alike that a person reads.
constexpr double usualPositiveWeight = 5;
constexpr double usualBuriedWeight = 0.5;
constexpr std::size_t calmPartsPerRow = 1;

struct Row {
    std::string text;
    std::string language;
    SignalFlags wanted{};
};

// One text, or part of one, as a judge sees it.
struct Example {
    TextCounts counts;
    Embedding vector;
    SignalFlags byRules{};
    SignalFlags wanted{};
    double weight = 1;
    bool whole = true; // not part of a longer text
};

bool wants(const Example& example, std::string_view signal)
{
    for (std::size_t i = 0; i < signalCount; ++i) {
        if (signalName(i) == signal)
            return example.wanted[i];
    }
    return false;
}

SignalFlags wantedIn(const Json& row)
{
    SignalFlags wanted{};
    for (const Json& each : row.at("signals")) {
        for (std::size_t i = 0; i < signalCount; ++i)
            wanted[i] = wanted[i] || each.get<std::string>() == signalName(i);
    }
    return wanted;
}

std::string compared(const std::string& text)
{
    return text::collapseWhitespace(text::fold(text));
}

// A text of the part that judges must not teach as well.
void refuseHeldBack(const std::vector<Row>& rows, const std::set<std::string>& heldBack)
{
    for (const Row& row : rows) {
        if (heldBack.contains(compared(row.text)))
            bench::stop("This text is to be learned and stands in the held-back part too; word it anew: " + row.text);
    }
}

std::vector<Row> readRows(const std::filesystem::path& training, bool withDev)
{
    std::vector<Row> rows;
    std::set<std::string> heldBack;
    const auto take = [&](const std::filesystem::path& file, const std::string& language) {
        bench::eachLine(file, [&](const std::string& line) {
            const Json json = Json::parse(line);
            const std::string part = json.value("part", "");
            if (part == "test" || (part == "dev" && !withDev)) {
                heldBack.insert(compared(bench::classified("", json.at("text"))));
                return;
            }
            rows.push_back({bench::classified("", json.at("text")),
                language.empty() ? json.at("lang").get<std::string>() : language, wantedIn(json)});
        });
    };
    take(training / "signals.jsonl", "");
    for (const char* folder : {"signals-train", "signals-more", "signals-contrast", "signals"}) {
        for (const Language language : allLanguages) {
            take(training / folder / (std::string(name(language)) + ".jsonl"), std::string(name(language)));
        }
    }
    refuseHeldBack(rows, heldBack);
    return rows;
}

// Of what the heads are trained on: texts, labels, and what the rules make of them.
std::uint64_t hashOf(const std::vector<Row>& rows, const std::vector<Example>& examples, std::string_view kind)
{
    const auto bits = [](const SignalFlags& flags) {
        std::string text;
        for (const bool each : flags)
            text += each ? '1' : '0';
        return text;
    };
    std::uint64_t hash = text::hash64(kind);
    for (const Row& row : rows)
        hash = text::hash64(row.language + " " + bits(row.wanted) + " " + row.text, hash);
    for (const Example& each : examples)
        hash = text::hash64(bits(each.byRules) + " " + bits(each.wanted) + " " + std::to_string(each.weight), hash);
    return hash;
}

class Examples {
public:
    Examples(std::vector<Row> rows, double buriedWeight)
        : m_rows(std::move(rows))
        , m_buriedWeight(buriedWeight)
        , m_lexicon(bench::valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons")))
        , m_languages(bench::valueOf(LanguageDetector::load(TANDEM_RESOURCES "/models")))
        , m_vectors(bench::vectorFile())
    {
        readCalm();
        m_vectors.prepare(wholes());
        if (m_vectors.empty())
            bench::stop("Training needs the embedding model; fetch it with ./dev models.");
        for (const Row& row : m_rows) {
            addWhole(row.text, row.wanted, 1);
            bury(row);
        }
        for (const auto& [language, texts] : m_calm) {
            for (const std::string& text : texts)
                addWhole(text, {}, m_buriedWeight);
        }
    }

    [[nodiscard]] const std::vector<Example>& all() const { return m_all; }

private:
    std::vector<Signal> ruledIn(const std::string& text) const
    {
        const Tokens tokens = tokensOf(text);
        return findSignals(tokens, m_lexicon.matches(tokens, m_languages.detect(text)));
    }

    // Matter-of-fact messages in which no rule hears a signal.
    void readCalm()
    {
        for (const bench::LabelledText& each : bench::ownMessages(TANDEM_RESOURCES "/training/messages")) {
            const auto category = static_cast<Category>(each.category);
            const bool technical = category == Category::TechnicalSupport || category == Category::FeatureRequest
                || category == Category::BugReport;
            if (each.sentiment == 1 && technical && each.text.size() < 1200 && ruledIn(each.text).empty())
                m_calm[each.language].push_back(each.text);
        }
    }

    // A row after or before a calm text of its language.
    [[nodiscard]] std::string buried(const Row& row, std::size_t& at) const
    {
        const std::vector<std::string>& others = m_calm.at(row.language);
        const std::uint64_t chance = text::hash64(row.text);
        const std::string& other = others[chance % others.size()];
        const bool after = chance / 97 % 2 == 0;
        at = after ? other.size() + 2 : 0;
        return after ? other + "\n\n" + row.text : row.text + "\n\n" + other;
    }

    [[nodiscard]] std::vector<bench::LabelledText> wholes() const
    {
        std::vector<bench::LabelledText> texts;
        std::size_t at = 0;
        for (const Row& row : m_rows) {
            texts.push_back({row.text, "", ""});
            texts.push_back({buried(row, at), "", ""});
        }
        for (const auto& [language, calm] : m_calm) {
            for (const std::string& text : calm)
                texts.push_back({text, "", ""});
        }
        return texts;
    }

    void addWhole(const std::string& text, const SignalFlags& wanted, double weight)
    {
        m_all.push_back({countFeatures(text, SignalHeads::buckets), m_vectors.of(text), flagsOf(ruledIn(text)), wanted, weight});
    }

    // A wish is often one sentence of a long message: the row within a calm text, as a whole and as a part of it. What lies
    // outside the row wishes nothing, nor does any part of a row that wishes nothing.
    void bury(const Row& row)
    {
        std::size_t at = 0;
        const std::string text = buried(row, at);
        addWhole(text, row.wanted, m_buriedWeight);
        std::vector<text::Span> parts{{at, at + row.text.size()}};
        std::size_t calm = 0;
        for (const text::Span& part : messageParts(text)) {
            const bool inside = part.begin >= at && part.end <= at + row.text.size();
            const bool outside = part.end <= at || part.begin >= at + row.text.size();
            if ((inside && row.wanted == SignalFlags{}) || (outside && calm++ < calmPartsPerRow))
                parts.push_back(part);
        }
        const std::vector<Signal> rules = ruledIn(text);
        const std::vector<Embedding> vectors = m_vectors.partsOf(text, parts);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const std::string_view part = parts[i].of(text);
            m_all.push_back({countFeatures(part, SignalHeads::buckets), vectors[i], flagsWithin(part, rules),
                i == 0 ? row.wanted : SignalFlags{}, m_buriedWeight, false});
        }
    }

    std::vector<Row> m_rows;
    double m_buriedWeight;
    Lexicon m_lexicon;
    LanguageDetector m_languages;
    bench::Vectors m_vectors;
    std::map<std::string, std::vector<std::string>> m_calm; // by language
    std::vector<Example> m_all;
};

} // namespace

// train_signals [folder [word penalty, vector penalty, iterations, positive weight, buried weight [nodev]]]: other settings are
// for trials; "nodev" leaves the dev half out, so that it can judge them.
int main(int argc, char** argv)
{
    const std::filesystem::path resources = TANDEM_RESOURCES;
    const std::filesystem::path out = argc > 1 ? argv[1] : (resources / "models").string();
    const HeadTraining training
        = argc > 4 ? HeadTraining{std::atof(argv[2]), std::atof(argv[3]), std::atoi(argv[4])} : usualTraining;
    const double positiveWeight = argc > 5 ? std::atof(argv[5]) : usualPositiveWeight;
    const double buriedWeight = argc > 6 ? std::atof(argv[6]) : usualBuriedWeight;
    const std::vector<Row> rows = readRows(resources / "training", argc <= 7);
    const Examples examples(rows, buriedWeight);
    HeadFile file;
    file.kind = "signals";
    file.classes = {"absent", "said"};
    std::vector<TextCounts> counts;
    for (const Example& each : examples.all())
        counts.push_back(each.counts);
    file.inverseFrequency = bench::inverseFrequencies(counts, SignalHeads::buckets);
    file.dataHash = hashOf(rows, examples.all(), file.kind);
    std::vector<WordFeatures> words;
    for (const TextCounts& each : counts)
        words.push_back(weighFeatures(each, file.inverseFrequency));
    for (std::size_t i = 0; i < signalCount; ++i) {
        for (const bool withVector : {true, false}) {
            std::vector<HeadExample> all;
            for (std::size_t k = 0; k < words.size(); ++k) {
                const Example& each = examples.all()[k];
                if (!withVector && !each.whole)
                    continue; // without vectors no parts are judged
                if (signalName(i) == "account_closure" && wants(each, "data_deletion"))
                    continue; // deletion covers closure: whether closure is meant too makes no difference
                all.push_back({words[k], SignalHeads::inputOf(withVector ? each.vector : Embedding{}, each.byRules),
                    each.wanted[i] ? 1U : 0U, each.weight * (each.wanted[i] ? positiveWeight : 1)});
            }
            const HeadShape shape{2, SignalHeads::buckets, withVector ? SignalHeads::dimensionsWithRules : signalCount};
            file.heads.push_back(
                {std::string(signalName(i)) + (withVector ? " both" : " words"), LinearHead::train(all, shape, training)});
        }
    }
    if (const Status saved = file.save(out / "signals.head"); !saved)
        bench::stop(saved.error().message);
    return 0;
}
