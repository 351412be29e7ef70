// links: tandem_pipeline
// Accuracy of language detection on lingua's test files, by kind of text and language. They are for judging only.
#include "TextSets.h"
#include "pipeline/understand/LanguageDetector.h"

#include <cmath>

using namespace tandem;

namespace {

void print(const std::string& set, const std::string& language, double right, double n)
{
    // Wilson's interval.
    const double z = 1.96;
    const double p = right / n;
    const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    std::printf("{\"suite\":\"language\",\"set\":\"%s\",\"language\":\"%s\",\"measure\":\"accuracy\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%d}\n",
        set.c_str(), language.c_str(), p, centre - half, centre + half, static_cast<int>(n));
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path models = argc > 1 ? argv[1] : TANDEM_RESOURCES "/models";
    const auto detector = LanguageDetector::load(models);
    if (!detector)
        bench::stop(detector.error().message);
    for (const std::string set : {"single-words", "word-pairs", "sentences"}) {
        double mean = 0;
        double total = 0;
        for (const Language language : allLanguages) {
            double right = 0;
            double n = 0;
            const std::string code(name(language));
            bench::eachLine(std::filesystem::path(TANDEM_SHARED_DATA) / "lingua_langid" / set / (code + ".txt"),
                [&](const std::string& line) {
                    if (text::trim(line).empty())
                        return;
                    n += 1;
                    right += detector->detect(line).language == language ? 1 : 0;
                });
            print(set, code, right, n);
            mean += right / n / static_cast<double>(languageCount);
            total += n;
        }
        print(set, "mean", mean * total, total);
    }
    return 0;
}
