// links: tandem_pipeline
// Collects resources/lexicons/ordinary_words.txt: the words by which findPersonalData tells a capitalised word from a name. They
// come from the project's own messages in Latin script, bitext, banking77 and clinc150.
#include "TextSets.h"

using namespace tandem;

namespace {

struct Count {
    int lower = 0; // begun in lower case, in texts that spell names with a capital
    int upper = 0; // begun with a capital, in the project's own messages, which hold no names
    int loose = 0; // in texts that write names in lower case, too
};

std::map<std::string, Count> counts;

enum class Source { Own, Careful, Loose };

void take(const std::string& text, Source source)
{
    for (const text::Span& span : text::words(text)) {
        const std::string_view word = span.of(text);
        const std::string folded = text::foldAccents(word);
        const bool letters = std::all_of(folded.begin(), folded.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (!letters || folded.size() < 2 || folded.size() > 24)
            continue;
        Count& count = counts[folded];
        if (source == Source::Loose)
            ++count.loose;
        else if (text::fold(word) == word)
            ++count.lower;
        else if (source == Source::Own)
            ++count.upper;
    }
}

void takeRows(const std::filesystem::path& file, Source source)
{
    bench::eachLine(file, [&](const std::string& line) {
        const Json row = Json::parse(line);
        take(row.value("subject", ""), source);
        take(row.at("text"), source);
    });
}

std::set<std::string> namesIn(const std::filesystem::path& file)
{
    std::set<std::string> names;
    bench::eachLine(file, [&](const std::string& line) {
        const std::size_t tab = line.find('\t');
        if (line.starts_with('#') || tab == std::string::npos || line.starts_with("other"))
            return;
        for (const std::string_view name : text::split(std::string_view(line).substr(tab + 1), ' '))
            names.insert(text::foldAccents(name));
    });
    return names;
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path resources = TANDEM_RESOURCES;
    const std::filesystem::path data = TANDEM_SHARED_DATA;
    const std::filesystem::path folder = argc > 1 ? argv[1] : (resources / "lexicons").string();
    for (const Language language : allLanguages) {
        if (language == Language::Ar || language == Language::Zh || language == Language::Ja)
            continue;
        takeRows(resources / "training" / "messages" / (std::string(name(language)) + ".jsonl"), Source::Own);
        takeRows(resources / "training" / "signals-train" / (std::string(name(language)) + ".jsonl"), Source::Own);
    }
    for (const auto& row : bench::csvRows(data / "bitext_27k" / "bitext_27k_instruction_category.csv"))
        take(row.front(), Source::Careful);
    for (const auto& row : bench::csvRows(data / "banking77" / "banking_data" / "train.csv"))
        take(row.front(), Source::Careful);
    std::ifstream stream(data / "clinc150" / "data" / "data_full.json");
    const Json clinc = Json::parse(stream);
    for (const char* part : {"train", "oos_train"}) {
        for (const Json& row : clinc.at(part))
            take(row.at(0), Source::Loose);
    }
    const std::set<std::string> names = namesIn(resources / "lexicons" / "names.tsv");
    std::ofstream out(folder / "ordinary_words.txt");
    std::string line = "# Words that are no names, folded; collected by train_words.";
    std::size_t kept = 0;
    for (const auto& [word, count] : counts) {
        // A name that texts write in lower case is a word as well.
        const bool isName = names.contains(word);
        if (isName ? count.lower < 3 : count.lower < 1 && count.upper < 2 && count.loose < 2)
            continue;
        ++kept;
        if (line.size() + word.size() > 118 || line.starts_with('#')) {
            out << line << '\n';
            line = word;
        } else {
            line += ' ' + word;
        }
    }
    out << line << '\n';
    std::printf("{\"train\":\"words\",\"words\":%zu}\n", kept);
    return 0;
}
