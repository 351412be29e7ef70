// links: tandem_pipeline
// Trains resources/models/category.head: the project's own messages, and public texts whose licences allow it.
#include "HeadTrainer.h"

using namespace tandem;

namespace {

constexpr std::size_t publicPerCategory = 250; // of a source; more drowns the project's own texts

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path resources = TANDEM_RESOURCES;
    std::vector<bench::LabelledText> texts = bench::ownMessages(resources / "training" / "messages");
    const std::vector<bench::LabelledText> open = bench::publicTexts(TANDEM_SHARED_DATA, publicPerCategory);
    texts.insert(texts.end(), open.begin(), open.end());
    bench::Task task;
    task.kind = "category";
    for (const Category category : allCategories)
        task.classes.emplace_back(name(category));
    task.label = [](const bench::LabelledText& text) { return static_cast<int>(text.category); };
    task.heads = {"both", "words", "vectors"};
    task.training = {2.7e-5, 6e-5, 90};
    bench::trainTasks({task}, texts, argc, argv);
    return 0;
}
