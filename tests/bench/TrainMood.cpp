// links: tandem_pipeline
// Trains resources/models/{sentiment,urgency}.head on the project's own messages and on its own everyday texts.
#include "HeadTrainer.h"

using namespace tandem;

int main(int argc, char** argv)
{
    std::vector<bench::LabelledText> texts = bench::ownMessages(TANDEM_RESOURCES "/training/messages");
    for (bench::LabelledText& each : bench::moodTexts(TANDEM_RESOURCES "/training/mood"))
        texts.push_back(std::move(each));
    const HeadTraining training{6e-5, 1.2e-5, 150};
    const bench::Task sentiment{"sentiment", {"negative", "neutral", "positive"},
        [](const bench::LabelledText& text) { return text.sentiment; }, {"both", "words"}, training};
    const bench::Task urgency{"urgency", {"low", "medium", "high", "critical"},
        [](const bench::LabelledText& text) { return text.urgency; }, {"both", "words"}, training};
    bench::trainTasks({sentiment, urgency}, texts, argc, argv);
    return 0;
}
