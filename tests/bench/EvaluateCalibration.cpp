// links: tandem_pipeline
// Whether the confidence of what the engine says of a message is a probability: calibration error in 15 bins beside what chance
// alone would show on as many texts, Brier score, over-confidence and how much is covered at 97 % precision; reliability diagrams
// in build/reports/calibration. Judged is what Understanding::analyze() answers: categories on own and other sources' texts,
// languages on the own ones, signals and steering on the test halves of the own exams. Of sentiment and urgency, which analyze()
// gives as scores, the heads are judged. Languages apart where they have enough texts.
#include "CategorySets.h"
#include "InjectionTexts.h"
#include "Picture.h"

using namespace tandem;
using bench::LabelledText;
using bench::Sample;

namespace {

constexpr std::size_t enoughOfLanguage = 100;

using Samples = std::map<std::string, Sample>; // by language

void print(const bench::Subject& subject, const Sample& sample)
{
    bench::print(subject, "ece", sample, bench::calibrationError);
    std::printf("{\"suite\":\"calibration\",\"set\":\"%s\",\"language\":\"%s\",\"head\":\"%s\","
                "\"measure\":\"ece_by_chance\",\"value\":%.4f,\"n\":%zu}\n",
        subject.set.c_str(), subject.language.c_str(), subject.head.c_str(), bench::expectedByChance(sample), sample.size());
    bench::print(subject, "brier", sample, bench::brier);
    bench::print(subject, "overconfidence", sample, bench::overconfidence);
    bench::print(subject, "coverage_at_97", sample, bench::coverageAt97);
}

void report(const std::string& set, const std::string& head, const Samples& byLanguage)
{
    Sample all;
    for (const auto& [language, sample] : byLanguage) {
        all.insert(all.end(), sample.begin(), sample.end());
        if (byLanguage.size() > 1 && sample.size() >= enoughOfLanguage)
            print({"calibration", set, language, head}, sample);
    }
    if (all.empty())
        return;
    print({"calibration", set, "all", head}, all);
    const std::filesystem::path picture = bench::reportFolder("calibration") / (set + "_" + head + ".png");
    if (!bench::reliabilityDiagram(set + " " + head, all).save(picture))
        bench::stop("The picture " + picture.string() + " cannot be written.");
}

// How surely something is said that is true or not.
bench::Judged yesOrNo(bool isTrue, double score)
{
    const bool isSaid = score >= 0.5;
    const double error = score - (isTrue ? 1 : 0);
    return {isTrue ? 1U : 0U, isSaid ? 1U : 0U, isSaid ? score : 1 - score, 2 * error * error};
}

class Exam {
public:
    explicit Exam(std::filesystem::path models)
        : m_models(std::move(models))
        , m_understanding(bench::valueOf(Understanding::load(TANDEM_RESOURCES)))
        , m_vectors(bench::vectorFile())
    {
    }

    void categories()
    {
        for (const auto& [set, texts] : bench::categorySets(0)) {
            m_vectors.prepare(texts);
            for (const std::string& how : ways()) {
                Samples categories;
                Samples languages;
                for (const LabelledText& each : texts) {
                    const Classification found = judged(each.text, how);
                    categories[each.language].push_back(
                        bench::judged(each.category, {found.probabilities.begin(), found.probabilities.end()}));
                    const bool isRight = name(found.language.language) == each.language;
                    const double error = found.language.confidence - (isRight ? 1 : 0);
                    languages[each.language].push_back({0, isRight ? 0U : 1U, found.language.confidence, error * error});
                }
                report("category_" + set, how, categories);
                if (set == "own_dev" && how == "words") // no vector says anything of it
                    report("language_" + set, how, languages);
            }
            if (set == "own_dev")
                moods(texts);
        }
    }

    // Each signal that is told, and whether it was right to.
    void signals()
    {
        struct Row {
            LabelledText text;
            std::set<std::string> wanted;
        };
        std::vector<Row> rows;
        std::vector<LabelledText> texts;
        for (const Language language : allLanguages) {
            const std::string code(name(language));
            bench::eachLine(
                std::filesystem::path(TANDEM_RESOURCES "/training/signals") / (code + ".jsonl"), [&](const std::string& line) {
                    const Json json = Json::parse(line);
                    if (json.at("part") != "test")
                        return;
                    texts.push_back({bench::classified("", json.at("text")), "", code});
                    rows.push_back({texts.back(), json.at("signals").get<std::set<std::string>>()});
                });
        }
        m_vectors.prepare(texts);
        for (const std::string& how : ways()) {
            Samples told;
            for (const Row& row : rows) {
                for (const Signal& signal : judged(row.text.text, how).signals) {
                    const std::string_view named
                        = signal.code == EscalationCode::HighStakesAction ? name(signal.action) : name(signal.code);
                    told[row.text.language].push_back(yesOrNo(row.wanted.contains(std::string(named)), signal.score));
                }
            }
            report("signals_told_own_test", how, told);
        }
    }

    void steering()
    {
        std::vector<LabelledText> texts;
        const std::vector<bench::InjectionText> rows = bench::injectionTexts("test");
        for (const bench::InjectionText& each : rows)
            texts.push_back({bench::classified("", each.text), "", each.language});
        m_vectors.prepare(texts);
        for (const std::string& how : ways()) {
            Samples samples;
            for (std::size_t i = 0; i < rows.size(); ++i)
                samples[rows[i].language].push_back(yesOrNo(rows[i].label != 0, judged(texts[i].text, how).injection.score));
            report("injection_own_test", how, samples);
        }
    }

private:
    [[nodiscard]] std::vector<std::string> ways() const
    {
        return m_vectors.empty() ? std::vector<std::string>{"words"} : std::vector<std::string>{"both", "words"};
    }

    Classification judged(const std::string& text, const std::string& how)
    {
        Conversation conversation;
        conversation.text = text;
        MessageVectors vectors;
        if (how == "both")
            vectors = m_vectors.of(text);
        return m_understanding->analyze(conversation, vectors);
    }

    void moods(const std::vector<LabelledText>& texts)
    {
        for (const std::string kind : {"sentiment", "urgency"}) {
            const HeadFile file = bench::valueOf(HeadFile::load(m_models / (kind + ".head"), kind));
            const auto label = [&](const LabelledText& each) {
                return static_cast<std::size_t>(kind == "urgency" ? each.urgency : each.sentiment);
            };
            for (const std::string& how : ways())
                report(kind + "_head_own_dev", how, {{"all", bench::judgedBy(file, *file.find(how), texts, m_vectors, label)}});
        }
    }

    std::filesystem::path m_models;
    std::unique_ptr<Understanding> m_understanding;
    bench::Vectors m_vectors;
};

} // namespace

// evaluate_calibration [models of sentiment and urgency]
int main(int argc, char** argv)
{
    Exam exam(argc > 1 ? argv[1] : TANDEM_RESOURCES "/models");
    exam.categories();
    exam.signals();
    exam.steering();
    return 0;
}
