// links: tandem_pipeline
// Macro-F1, accuracy and calibration error of the shipped category head, by source and language, for three configurations.
// Nothing judged here was trained on, except that bitext and banking77 rows have near twins among the training texts.
#include "TextSets.h"
#include "pipeline/understand/TextHeads.h"

#include <cmath>
#include <random>

using namespace tandem;
using bench::LabelledText;

namespace {

struct Judged {
    std::size_t truth = 0;
    std::size_t guess = 0;
    double confidence = 0;
};
using Sample = std::vector<Judged>;

// Over the categories that the set holds.
double macroF1(const Sample& sample)
{
    double sum = 0;
    double present = 0;
    for (std::size_t c = 0; c < categoryCount; ++c) {
        double both = 0;
        double either = 0;
        double wanted = 0;
        for (const Judged& each : sample) {
            both += each.truth == c && each.guess == c ? 1 : 0;
            either += (each.truth == c ? 1 : 0) + (each.guess == c ? 1 : 0);
            wanted += each.truth == c ? 1 : 0;
        }
        if (wanted == 0)
            continue;
        present += 1;
        sum += either > 0 ? 2 * both / either : 0;
    }
    return sum / std::max(1.0, present);
}

double accuracy(const Sample& sample)
{
    const auto right = std::count_if(sample.begin(), sample.end(), [](const Judged& each) { return each.truth == each.guess; });
    return static_cast<double>(right) / static_cast<double>(sample.size());
}

double calibrationError(const Sample& sample)
{
    constexpr std::size_t bins = 15;
    std::array<double, bins> count{};
    std::array<double, bins> gap{};
    for (const Judged& each : sample) {
        const auto bin = std::min(bins - 1, static_cast<std::size_t>(each.confidence * bins));
        count[bin] += 1;
        gap[bin] += each.confidence - (each.truth == each.guess ? 1 : 0);
    }
    double error = 0;
    for (const double each : gap)
        error += std::abs(each);
    return error / static_cast<double>(sample.size());
}

void print(const std::string& set, const std::string& language, const std::string& head, const char* measure,
    const Sample& sample, double (*judge)(const Sample&))
{
    std::mt19937 random(1);
    std::vector<double> values;
    for (int round = 0; round < 200; ++round) {
        Sample again;
        for (std::size_t i = 0; i < sample.size(); ++i)
            again.push_back(sample[random() % sample.size()]);
        values.push_back(judge(again));
    }
    std::sort(values.begin(), values.end());
    std::printf("{\"suite\":\"category\",\"set\":\"%s\",\"language\":\"%s\",\"head\":\"%s\",\"measure\":\"%s\",\"value\":%.4f,"
                "\"low\":%.4f,\"high\":%.4f,\"n\":%zu}\n",
        set.c_str(), language.c_str(), head.c_str(), measure, judge(sample), values[4], values[195], sample.size());
}

void printConfusion(const std::string& set, const Sample& sample)
{
    std::array<std::array<int, categoryCount>, categoryCount> table{};
    for (const Judged& each : sample)
        ++table[each.truth][each.guess];
    std::printf("{\"suite\":\"category\",\"set\":\"%s\",\"confusion\":[", set.c_str());
    for (std::size_t truth = 0; truth < categoryCount; ++truth) {
        std::printf("%s[", truth > 0 ? "," : "");
        for (std::size_t guess = 0; guess < categoryCount; ++guess)
            std::printf("%s%d", guess > 0 ? "," : "", table[truth][guess]);
        std::printf("]");
    }
    std::printf("]}\n");
}

} // namespace

// evaluate_category [models] [rows a category and source, 0 = all]
int main(int argc, char** argv)
{
    const std::filesystem::path models = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    const std::size_t most = argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 400;
    const auto file = HeadFile::load(models / "category.head", "category");
    if (!file)
        bench::stop(file.error().message);
    std::map<std::string, std::vector<LabelledText>> sets;
    sets["own_dev"] = bench::ownMessages(std::filesystem::path(TANDEM_RESOURCES) / "training" / "dev");
    if (std::filesystem::exists(std::filesystem::path(TANDEM_SHARED_DATA) / "six_category")) {
        for (LabelledText& each : bench::sixCategory(TANDEM_SHARED_DATA))
            sets["six_" + each.source].push_back(std::move(each));
    }
    bench::Vectors vectors(bench::vectorFile());
    for (auto& [set, texts] : sets) {
        if (most > 0 && set != "own_dev")
            bench::thin(texts, most);
        vectors.prepare(texts);
        for (const std::string head : {"both", "words", "vectors"}) {
            const LinearHead* classifier = file->find(head);
            if (classifier == nullptr || (head != "words" && vectors.empty()))
                continue;
            std::map<std::string, Sample> byLanguage;
            Sample all;
            for (const LabelledText& each : texts) {
                const WordFeatures words = weighFeatures(countFeatures(each.text, TextHeads::buckets), file->inverseFrequency);
                const std::vector<double> p = classifier->probabilities(words, vectors.of(each.text));
                const auto best = std::max_element(p.begin(), p.end());
                all.push_back({each.category, static_cast<std::size_t>(best - p.begin()), *best});
                byLanguage[each.language].push_back(all.back());
            }
            if (byLanguage.size() > 1) {
                for (const auto& [language, sample] : byLanguage)
                    print(set, language, head, "macro_f1", sample, macroF1);
            }
            print(set, "all", head, "macro_f1", all, macroF1);
            print(set, "all", head, "accuracy", all, accuracy);
            print(set, "all", head, "ece", all, calibrationError);
            if (head == "both")
                printConfusion(set, all);
        }
    }
    return 0;
}
