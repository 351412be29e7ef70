// links: tandem_pipeline
// Trains resources/models/language.bin on the project's own texts: messages, articles and lexicons. train_language [folder [word
// penalty, vector penalty]].
#include "TextSets.h"
#include "pipeline/understand/Cld2Evidence.h"
#include "pipeline/understand/LanguageDetector.h"

#include <cstring>

using namespace tandem;

namespace {

struct Corpus {
    std::array<std::vector<std::string>, latinLanguageCount> lines;

    void add(std::string_view language, std::string_view text)
    {
        for (std::size_t i = 0; i < latinLanguageCount; ++i) {
            if (name(latinLanguages[i]) != language)
                continue;
            for (const text::Span& span : text::sentences(text, language)) {
                std::string words = LanguageDetector::latinWords(span.of(text));
                if (words.size() > 3)
                    lines[i].push_back(std::move(words));
            }
        }
    }
};

Corpus corpusOf(const std::filesystem::path& resources)
{
    Corpus corpus;
    for (const Language language : allLanguages) {
        const std::string code(name(language));
        for (const char* folder : {"messages", "signals-train", "signals-more", "signals-contrast", "mood"}) {
            bench::eachLine(resources / "training" / folder / (code + ".jsonl"), [&](const std::string& line) {
                const Json row = Json::parse(line);
                corpus.add(code, row.value("subject", "") + ". " + row.at("text").get<std::string>());
            });
        }
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(resources / "lexicons"))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
        bench::eachLine(file, [&](const std::string& line) {
            const auto fields = text::split(line, '\t');
            if (fields.size() < 3 || line.starts_with('#'))
                return;
            // Brackets and bars part the words of a pattern; stems that a "*" ends are no words.
            std::string pattern(file.filename() == "choices.tsv" ? fields[2] : fields[1]);
            for (std::size_t star = pattern.find('*'); star != std::string::npos; star = pattern.find('*', star)) {
                std::size_t begin = star;
                while (begin > 0 && pattern[begin - 1] != ' ' && pattern[begin - 1] != '|' && pattern[begin - 1] != '(')
                    --begin;
                pattern.erase(begin, star + 1 - begin);
                star = begin;
            }
            for (const std::string_view part : text::split(pattern, '|')) {
                if (!part.contains('@'))
                    corpus.add(fields[0], part);
            }
        });
    }
    files.clear();
    for (const auto& entry : std::filesystem::directory_iterator(resources / "demo" / "articles"))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const std::filesystem::path& file : files) {
        std::string language;
        std::string body;
        bench::eachLine(file, [&](const std::string& line) {
            if (line.starts_with("lang: "))
                language = text::trim(std::string_view(line).substr(6));
            else
                body += line + "\n";
        });
        corpus.add(language, body);
    }
    return corpus;
}

std::vector<std::string> wordsOf(const std::string& line)
{
    std::vector<std::string> words;
    for (const std::string_view word : text::split(line, ' ')) {
        if (!word.empty())
            words.emplace_back(word);
    }
    return words;
}

class Examples {
public:
    explicit Examples(const Corpus& corpus)
    {
        for (const auto& lines : corpus.lines) {
            std::set<std::string> seen;
            for (const std::string& line : lines) {
                for (std::string& word : wordsOf(line))
                    seen.insert(std::move(word));
            }
            for (const std::string& word : seen)
                ++m_languagesOfWord[word];
        }
        for (std::size_t label = 0; label < corpus.lines.size(); ++label)
            addLanguage(corpus.lines[label], label);
    }

    [[nodiscard]] const std::vector<HeadExample>& all() const { return m_all; }
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }

private:
    void addLanguage(const std::vector<std::string>& lines, std::size_t label)
    {
        std::set<std::string> words;
        std::vector<std::string> pairs;
        for (const std::string& line : lines) {
            std::string previous;
            for (const std::string& word : wordsOf(line)) {
                // Names of products and the like stand in every language's texts.
                if (word.size() < 2 || m_languagesOfWord[word] > 4) {
                    previous.clear();
                    continue;
                }
                words.insert(word);
                if (!previous.empty())
                    pairs.push_back(' ' + previous + ' ' + word + ' ');
                previous = word;
            }
        }
        const auto add = [&](const std::string& text, double weight) {
            LanguageDetector::Features features = LanguageDetector::features(text);
            m_all.push_back({std::move(features.words), std::move(features.vector), label, weight});
            m_hash = text::hash64(text, m_hash);
        };
        for (const std::string& word : words)
            add(' ' + word + ' ', 2.0 / static_cast<double>(words.size()));
        for (const std::string& pair : pairs)
            add(pair, 1.0 / static_cast<double>(pairs.size()));
        for (const std::string& line : lines)
            add(line, 1.0 / static_cast<double>(lines.size()));
        std::printf("{\"language\":\"%s\",\"lines\":%zu,\"words\":%zu}\n", std::string(name(latinLanguages[label])).c_str(),
            lines.size(), words.size());
    }

    std::map<std::string, int> m_languagesOfWord;
    std::vector<HeadExample> m_all;
    std::uint64_t m_hash = 14695981039346656037ULL;
};

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path resources = TANDEM_RESOURCES;
    const std::filesystem::path out = argc > 1 ? argv[1] : (resources / "models").string();
    const Examples examples(corpusOf(resources));
    HeadFile file;
    file.kind = "language";
    file.dataHash = examples.hash();
    for (const Language language : latinLanguages)
        file.classes.emplace_back(name(language));
    HeadTraining training;
    training.wordPenalty = argc > 2 ? std::atof(argv[2]) : 3e-6;
    training.vectorPenalty = argc > 3 ? std::atof(argv[3]) : 1e-6;
    training.iterations = 120;
    const HeadShape shape{latinLanguageCount, LanguageDetector::buckets, LanguageDetector::dimensions};
    file.heads.push_back({"both", LinearHead::train(examples.all(), shape, training)});
    if (const Status saved = file.save(out / "language.bin"); !saved)
        bench::stop(saved.error().message);
    return 0;
}
