// links: tandem_pipeline
// Macro-F1 of the sentiment that a message gets, by source, language and half, with its vector and by words alone. Tweets are
// judged and never trained on: texts on an even row of xlmt or tweeteval ("dev") chose the constants, those that stand on odd
// rows alone, of both ("test"), chose nothing: the sets share tweets. Each set counts a text once.
#include "Judgement.h"
#include "TextSets.h"

using namespace tandem;
using bench::LabelledText;
using bench::Sample;
using bench::Subject;

namespace {

using Sets = std::map<std::string, std::vector<LabelledText>>;

const std::vector<std::string> classes{"negative", "neutral", "positive"};

struct Tweet {
    LabelledText text;
    std::string compared; // the same for texts that differ in case and spaces alone
    bool isDev = false;
};

// Lines of texts and, in a file beside it, their labels 0…2.
void addTweets(std::vector<Tweet>& tweets, const std::string& set, const std::string& language,
    const std::filesystem::path& texts, const std::filesystem::path& labels)
{
    std::vector<int> values;
    bench::eachLine(labels, [&](const std::string& line) { values.push_back(std::atoi(line.c_str())); });
    std::size_t row = 0;
    bench::eachLine(texts, [&](const std::string& line) {
        if (row == values.size())
            bench::stop("There are more texts than labels in " + labels.string() + ".");
        LabelledText text{bench::classified("", line), set, language};
        text.sentiment = values[row];
        tweets.push_back({std::move(text), text::collapseWhitespace(text::fold(line)), row % 2 == 0});
        ++row;
    });
}

void addHalves(Sets& sets, std::vector<Tweet> tweets)
{
    std::set<std::string> dev;
    for (const Tweet& each : tweets) {
        if (each.isDev)
            dev.insert(each.compared);
    }
    std::map<std::string, std::set<std::string>> seen;
    for (Tweet& each : tweets) {
        const std::string set = each.text.source;
        if (seen[set].insert(each.compared).second)
            sets[set + (dev.contains(each.compared) ? "_dev" : "_test")].push_back(std::move(each.text));
    }
}

Sets judgedTexts()
{
    Sets sets;
    sets["own_dev"] = bench::ownMessages(std::filesystem::path(TANDEM_RESOURCES) / "training" / "dev");
    const std::filesystem::path data(TANDEM_SHARED_DATA);
    const std::filesystem::path xlmt = data / "xlmt_sentiment" / "data" / "sentiment";
    // Hindi is none of the twelve: shown, not counted in the mean.
    static const std::map<std::string, std::string> languages{{"arabic", "ar"}, {"english", "en"}, {"french", "fr"},
        {"german", "de"}, {"hindi", "hi"}, {"italian", "it"}, {"portuguese", "pt"}, {"spanish", "es"}};
    std::vector<Tweet> all;
    for (const auto& [folder, language] : languages) {
        for (const std::string part : {"train", "val"}) {
            if (const auto texts = xlmt / folder / (part + "_text.txt"); std::filesystem::exists(texts))
                addTweets(all, "xlmt", language, texts, xlmt / folder / (part + "_labels.txt"));
        }
    }
    const std::filesystem::path tweets = data / "tweeteval_sentiment" / "datasets" / "sentiment";
    if (std::filesystem::exists(tweets))
        addTweets(all, "tweeteval", "en", tweets / "val_text.txt", tweets / "val_labels.txt");
    addHalves(sets, std::move(all));
    return sets;
}

Sample judgedBy(const Understanding& understanding, const std::vector<LabelledText>& texts, const bench::Vectors* vectors)
{
    Sample sample;
    for (const LabelledText& each : texts) {
        Conversation conversation;
        conversation.text = each.text;
        const Classification found
            = understanding.analyze(conversation, vectors != nullptr ? vectors->of(each.text) : Embedding{});
        sample.push_back({static_cast<std::size_t>(each.sentiment), static_cast<std::size_t>(found.sentiment),
            std::abs(found.sentimentScore), 0});
    }
    return sample;
}

// Each language counts alike.
void printMean(const Subject& subject, const std::map<std::string, Sample>& byLanguage)
{
    std::mt19937 random(1);
    std::vector<double> values;
    double mean = 0;
    std::size_t count = 0;
    for (int round = -1; round < 200; ++round) {
        double sum = 0;
        for (const auto& [language, sample] : byLanguage) {
            Sample drawn = sample;
            for (bench::Judged& each : drawn)
                each = round < 0 ? each : sample[random() % sample.size()];
            sum += bench::macroF1(drawn);
            count += round < 0 ? sample.size() : 0;
        }
        const double value = sum / static_cast<double>(byLanguage.size());
        if (round < 0)
            mean = value;
        else
            values.push_back(value);
    }
    std::sort(values.begin(), values.end());
    std::printf("{\"suite\":\"sentiment\",\"set\":\"%s\",\"language\":\"mean of %zu\",\"head\":\"%s\",\"measure\":\"macro_f1\","
                "\"value\":%.4f,\"low\":%.4f,\"high\":%.4f,\"n\":%zu}\n",
        subject.set.c_str(), byLanguage.size(), subject.head.c_str(), mean, values[4], values[195], count);
}

void report(Subject subject, const std::vector<LabelledText>& texts, const Sample& sample)
{
    std::map<std::string, Sample> byLanguage;
    for (std::size_t i = 0; i < texts.size(); ++i)
        byLanguage[texts[i].language].push_back(sample[i]);
    for (const auto& [language, part] : byLanguage) {
        subject.language = language;
        bench::print(subject, "macro_f1", part, bench::macroF1);
    }
    byLanguage.erase("hi");
    subject.language = "all";
    if (byLanguage.size() > 1)
        printMean(subject, byLanguage);
    Sample counted;
    for (const auto& [language, part] : byLanguage)
        counted.insert(counted.end(), part.begin(), part.end());
    bench::print(subject, "macro_f1", counted, bench::macroF1);
    bench::printConfusion(subject, counted, classes.size());
    if (subject.head == "both")
        bench::writeWorst(
            bench::reportFolder("sentiment") / (subject.set + ".jsonl"), sample, [&](std::size_t i) { return texts[i].text; },
            classes);
}

} // namespace

int main()
{
    const auto understanding = bench::valueOf(Understanding::load(TANDEM_RESOURCES));
    bench::Vectors vectors(bench::vectorFile());
    for (const auto& [set, texts] : judgedTexts()) {
        vectors.prepare(texts);
        if (!vectors.empty())
            report({"sentiment", set, "all", "both"}, texts, judgedBy(*understanding, texts, &vectors));
        report({"sentiment", set, "all", "words"}, texts, judgedBy(*understanding, texts, nullptr));
    }
    return 0;
}
