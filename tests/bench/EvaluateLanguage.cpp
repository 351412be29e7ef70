// links: tandem_pipeline
// Accuracy of language detection on lingua's test files, by kind of text and language. They are for judging only.
#include "Results.h"
#include "TextSets.h"
#include "pipeline/understand/LanguageDetector.h"

using namespace tandem;

namespace {

void print(const std::string& set, const std::string& language, double right, double n)
{
    const auto [low, high] = bench::interval(right, n);
    std::printf("{\"suite\":\"language\",\"set\":\"%s\",\"language\":\"%s\",\"measure\":\"accuracy\",\"value\":%.4f,\"low\":%.4f,"
                "\"high\":%.4f,\"n\":%d}\n",
        set.c_str(), language.c_str(), right / n, low, high, static_cast<int>(n));
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
