// links: tandem_pipeline
// Urgency that a message gets: macro-F1 and quadratic kappa on the project's own dev texts, by language; kappa on the priorities
// of tobi_bueck, which were not given by the text alone, beside what the majority, the length and the category would say.
// Baselines learn on every other ticket ("dev") and are judged on the rest ("test"); nothing of the engine was chosen on "test".
#include "Judgement.h"
#include "TextSets.h"

using namespace tandem;
using bench::LabelledText;
using bench::Sample;
using bench::Subject;

namespace {

constexpr std::size_t levels = 4;
const std::vector<std::string> classes{"low", "medium", "high", "critical"};

// Agreement beyond chance; being two levels off counts four times as much as one.
double quadraticKappa(const Sample& sample)
{
    std::array<double, levels> wanted{};
    std::array<double, levels> said{};
    double apart = 0;
    for (const bench::Judged& each : sample) {
        wanted[each.truth] += 1;
        said[each.guess] += 1;
        const double distance = static_cast<double>(each.truth) - static_cast<double>(each.guess);
        apart += distance * distance;
    }
    double byChance = 0;
    for (std::size_t a = 0; a < levels; ++a) {
        for (std::size_t b = 0; b < levels; ++b) {
            const double distance = static_cast<double>(a) - static_cast<double>(b);
            byChance += distance * distance * wanted[a] * said[b] / static_cast<double>(sample.size());
        }
    }
    return byChance > 0 ? 1 - apart / byChance : 0;
}

// Every fourth ticket; very_low counts as low.
std::vector<LabelledText> tobiTickets(const std::filesystem::path& file)
{
    std::vector<LabelledText> all;
    std::size_t line = 0;
    bench::eachLine(file, [&](const std::string& text) {
        if (line++ % 4 != 0)
            return;
        const Json row = Json::parse(text);
        const auto field = [&](const char* key) { return row.at(key).is_string() ? row.at(key).get<std::string>() : ""; };
        const std::string priority = field("priority");
        LabelledText ticket{bench::classified(field("subject"), field("body")), "tobi", field("language")};
        ticket.urgency = static_cast<int>(urgencyFrom(priority == "very_low" ? "low" : priority).value());
        all.push_back(std::move(ticket));
    });
    return all;
}

struct Reading {
    Sample sample;
    std::vector<double> scores;
    std::vector<std::size_t> categories;
};

Reading judgedBy(const Understanding& understanding, const std::vector<LabelledText>& texts, const bench::Vectors* vectors)
{
    Reading reading;
    for (const LabelledText& each : texts) {
        Conversation conversation;
        conversation.text = each.text;
        const Classification found
            = understanding.analyze(conversation, vectors != nullptr ? vectors->of(each.text) : Embedding{});
        reading.sample.push_back(
            {static_cast<std::size_t>(each.urgency), static_cast<std::size_t>(found.urgency), found.urgencyScore, 0});
        reading.scores.push_back(found.urgencyScore);
        reading.categories.push_back(static_cast<std::size_t>(found.category));
    }
    return reading;
}

void report(Subject subject, const std::vector<LabelledText>& texts, const Sample& sample)
{
    std::map<std::string, Sample> byLanguage;
    for (std::size_t i = 0; i < texts.size(); ++i)
        byLanguage[texts[i].language].push_back(sample[i]);
    for (const auto& [language, part] : byLanguage) {
        subject.language = language;
        bench::print(subject, "macro_f1", part, bench::macroF1);
        bench::print(subject, "quadratic_kappa", part, quadraticKappa);
    }
    subject.language = "all";
    bench::print(subject, "macro_f1", sample, bench::macroF1);
    bench::print(subject, "quadratic_kappa", sample, quadraticKappa);
    bench::print(subject, "accuracy", sample, bench::accuracy);
    bench::printConfusion(subject, sample, classes.size());
}

std::array<double, levels> shares(const Sample& sample)
{
    std::array<double, levels> result{};
    for (const bench::Judged& each : sample)
        result[each.truth] += 1 / static_cast<double>(sample.size());
    return result;
}

// The test half cut where the dev half's values must be cut for its levels to come out as often as they are true there.
Sample cutAsOften(const Sample& sample, const std::vector<double>& values)
{
    Sample dev;
    std::vector<double> known;
    for (std::size_t i = 0; i < sample.size(); i += 2) {
        dev.push_back(sample[i]);
        known.push_back(values[i]);
    }
    std::sort(known.begin(), known.end());
    const std::array<double, levels> wanted = shares(dev);
    std::vector<double> cuts;
    double below = 0;
    for (std::size_t level = 0; level + 1 < levels; ++level) {
        below += wanted[level];
        const auto at = static_cast<std::size_t>(below * static_cast<double>(known.size()));
        cuts.push_back(known[std::min(known.size() - 1, at)]);
    }
    Sample test;
    for (std::size_t i = 1; i < sample.size(); i += 2) {
        test.push_back(sample[i]);
        test.back().guess = static_cast<std::size_t>(std::upper_bound(cuts.begin(), cuts.end(), values[i]) - cuts.begin());
    }
    return test;
}

// The test half, each ticket given the level that is most frequent in its group of the dev half.
Sample mostFrequent(const Sample& sample, const std::vector<std::size_t>& groups)
{
    std::map<std::size_t, std::array<int, levels>> counts;
    for (std::size_t i = 0; i < sample.size(); i += 2)
        ++counts[groups[i]][sample[i].truth];
    Sample test;
    for (std::size_t i = 1; i < sample.size(); i += 2) {
        test.push_back(sample[i]);
        const std::array<int, levels>& known = counts[groups[i]];
        test.back().guess = static_cast<std::size_t>(std::max_element(known.begin(), known.end()) - known.begin());
    }
    return test;
}

void reportBaselines(const std::vector<LabelledText>& texts, const Reading& reading)
{
    std::vector<double> lengths;
    for (const LabelledText& each : texts)
        lengths.push_back(static_cast<double>(each.text.size()));
    const auto show = [](const std::string& head, const Sample& sample) {
        bench::print({"urgency", "tobi_test", "all", head}, "quadratic_kappa", sample, quadraticKappa);
        bench::print({"urgency", "tobi_test", "all", head}, "accuracy", sample, bench::accuracy);
    };
    show("baseline majority", mostFrequent(reading.sample, std::vector<std::size_t>(texts.size())));
    show("baseline length", cutAsOften(reading.sample, lengths));
    show("baseline category", mostFrequent(reading.sample, reading.categories));
    show("score cut on dev", cutAsOften(reading.sample, reading.scores));
}

void judgeTobi(const Understanding& understanding, bench::Vectors& vectors)
{
    const std::filesystem::path file = std::filesystem::path(TANDEM_SHARED_DATA) / "tobi_bueck" / "tickets.jsonl";
    if (!std::filesystem::exists(file)) {
        std::fprintf(stderr, "The tickets of tobi_bueck are not here; only the own texts were judged.\n");
        return;
    }
    const std::vector<LabelledText> texts = tobiTickets(file);
    vectors.prepare(texts);
    for (const bool withVector : {true, false}) {
        if (withVector && vectors.empty())
            continue;
        const Reading reading = judgedBy(understanding, texts, withVector ? &vectors : nullptr);
        for (const std::size_t half : {0, 1}) {
            std::vector<LabelledText> part;
            Sample sample;
            for (std::size_t i = half; i < texts.size(); i += 2) {
                part.push_back(texts[i]);
                sample.push_back(reading.sample[i]);
            }
            report({"urgency", half == 0 ? "tobi_dev" : "tobi_test", "all", withVector ? "both" : "words"}, part, sample);
        }
        if (withVector || vectors.empty())
            reportBaselines(texts, reading);
    }
}

} // namespace

int main()
{
    const auto understanding = bench::valueOf(Understanding::load(TANDEM_RESOURCES));
    bench::Vectors vectors(bench::vectorFile());
    const std::vector<LabelledText> own = bench::ownMessages(std::filesystem::path(TANDEM_RESOURCES) / "training" / "dev");
    vectors.prepare(own);
    for (const bool withVector : {true, false}) {
        if (withVector && vectors.empty())
            continue;
        const Reading reading = judgedBy(*understanding, own, withVector ? &vectors : nullptr);
        report({"urgency", "own_dev", "all", withVector ? "both" : "words"}, own, reading.sample);
        if (withVector)
            bench::writeWorst(
                bench::reportFolder("urgency") / "own_dev.jsonl", reading.sample, [&](std::size_t i) { return own[i].text; },
                classes);
    }
    judgeTobi(*understanding, vectors);
    return 0;
}
