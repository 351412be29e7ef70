// links: tandem_pipeline
#include "pipeline/understand/ExampleShelf.h"

#include "base/Text.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <iterator>
#include <set>

using namespace tandem;

namespace {

// Unit vectors that differ from each other in one direction each, beside one that all share.
Embedding direction(std::size_t along)
{
    Embedding vector(ExampleShelf::dimensions, 0.0F);
    vector[0] = 0.9F;
    vector[1 + along] = 0.436F;
    return vector;
}

ExampleShelf shelfOf(std::size_t count)
{
    std::vector<NearExample> examples;
    std::vector<Embedding> vectors;
    for (std::size_t i = 0; i < count; ++i) {
        examples.push_back({"Message " + std::to_string(i), static_cast<Category>(i % 6), Urgency::High, Sentiment::Positive,
            i % 2 == 0 ? Language::De : Language::Fr, 0});
        vectors.push_back(direction(i));
    }
    return ExampleShelf::of(std::move(examples), vectors);
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

class TestExampleShelf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(QStringLiteral("examples.bin")).toStdString();
    }

    void vectorsComeBack()
    {
        const ExampleShelf shelf = shelfOf(30);
        for (const std::size_t i : {0U, 17U, 29U}) {
            const Embedding vector = shelf.vector(i);
            const Embedding was = direction(i);
            for (std::size_t d = 0; d < was.size(); ++d)
                QVERIFY(std::abs(vector[d] - was[d]) < 0.01F);
            QCOMPARE(shelf.examples()[i].text, "Message " + std::to_string(i));
        }
    }

    void theNearestComesFirst()
    {
        const ExampleShelf shelf = shelfOf(30);
        const std::vector<NearExample> nearest = shelf.nearest(direction(17), Language::Fr, 3);
        QCOMPARE(nearest.size(), std::size_t(3));
        QCOMPARE(nearest.front().text, std::string("Message 17"));
        QCOMPARE(nearest.front().language, Language::Fr);
        QVERIFY2(nearest.front().similarity > 0.99, qPrintable(QString::number(nearest.front().similarity)));
        // What all vectors share says nothing.
        QVERIFY2(nearest[1].similarity < 0.1, qPrintable(QString::number(nearest[1].similarity)));
    }

    // What is said in one language is alike in all of its texts, and says nothing of what they are about.
    void anotherLanguageIsNoDistance()
    {
        std::vector<NearExample> examples;
        std::vector<Embedding> vectors;
        const auto speaking = [](Language language, std::size_t about) {
            Embedding vector(ExampleShelf::dimensions, 0.0F);
            vector[100 + static_cast<std::size_t>(language)] = 0.9F;
            vector[about] = 0.436F;
            return vector;
        };
        for (const Language language : {Language::De, Language::Fr}) {
            for (std::size_t about = 0; about < 20; ++about) {
                if (language == Language::De && about == 7)
                    continue;
                examples.push_back({std::to_string(about), Category::BugReport, Urgency::Low, Sentiment::Neutral, language, 0});
                vectors.push_back(speaking(language, about));
            }
        }
        const ExampleShelf shelf = ExampleShelf::of(examples, vectors);
        const NearExample foreign = shelf.nearest(speaking(Language::De, 7), Language::De, 1).front();
        QVERIFY(foreign.text == "7" && foreign.language == Language::Fr);
        // Of two that say the same the one in the text's language is shown.
        const NearExample own = shelf.nearest(speaking(Language::De, 9), Language::De, 1).front();
        QVERIFY(own.text == "9" && own.language == Language::De);
        QCOMPARE(shelf.nearest(speaking(Language::Fr, 9), Language::Fr, 1).front().language, Language::Fr);
    }

    void withoutAVectorThereIsNone()
    {
        const ExampleShelf shelf = shelfOf(5);
        QVERIFY(shelf.nearest({}, Language::Fr, 3).empty());
        QVERIFY(shelf.nearest(Embedding(7), Language::Fr, 3).empty());
        QCOMPARE(shelf.nearest(direction(1), Language::Fr, 30).size(), std::size_t(5));
        QVERIFY(ExampleShelf::of({}, {}).nearest(direction(1), Language::Fr, 3).empty());
    }

    void whatIsSavedIsLoadedAgain()
    {
        const ExampleShelf shelf = shelfOf(40);
        QVERIFY(shelf.save(m_file).has_value());
        const auto loaded = ExampleShelf::load(m_file);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
        QCOMPARE(loaded->size(), std::size_t(40));
        const auto before = shelf.nearest(direction(8), Language::Fr, 5);
        const auto after = loaded->nearest(direction(8), Language::Fr, 5);
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].text, before[i].text);
            QCOMPARE(after[i].category, before[i].category);
            QCOMPARE(after[i].similarity, before[i].similarity);
        }
    }

    void aLongTextIsCutBetweenCharacters()
    {
        std::string text = "  First\n\nline ";
        for (int i = 0; i < 200; ++i)
            text += "é退";
        NearExample example;
        example.text = text;
        const ExampleShelf shelf = ExampleShelf::of({example}, {direction(0)});
        const std::string shown = shelf.nearest(direction(1), Language::Fr, 1).front().text;
        QCOMPARE(text::codePointCount(shown), ExampleShelf::longestText);
        QVERIFY(text::isValidUtf8(shown));
        QVERIFY(shown.starts_with("First line é") && shown.ends_with("…"));
    }

    void aDamagedFileIsNamed()
    {
        QVERIFY(shelfOf(10).save(m_file).has_value());
        const std::string good = contentOf(m_file);
        const auto refuses = [&](const std::string& content) {
            std::ofstream(m_file, std::ios::binary | std::ios::trunc) << content;
            const auto loaded = ExampleShelf::load(m_file);
            return !loaded && loaded.error().code == ErrorCode::Corrupt && loaded.error().message.contains(m_file.string());
        };
        for (const std::size_t at : {std::size_t(0), std::size_t(9), good.size() / 2, good.size() - 1}) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 0x21);
            QVERIFY2(refuses(bad), qPrintable(QString::number(at)));
        }
        for (const std::size_t size : {std::size_t(0), std::size_t(5), std::size_t(15), good.size() / 2, good.size() - 1})
            QVERIFY(refuses(good.substr(0, size)));
        QVERIFY(refuses(good + "x"));
        QVERIFY(refuses(std::string(5U << 20U, 'x')));
        std::filesystem::remove(m_file);
        QCOMPARE(ExampleShelf::load(m_file).error().code, ErrorCode::NotFound);
    }

    // Checksums are no proof: whoever makes a file can make one that fits.
    void aFileWithAFittingChecksumIsReadWithCare()
    {
        QVERIFY(shelfOf(3).save(m_file).has_value());
        std::string content = contentOf(m_file);
        content.resize(content.size() - 8);
        const std::size_t firstLabel = 8 + 4 + 4 + 4 + languageCount * ExampleShelf::dimensions * 4;
        for (const auto& [at, value] : {std::pair(firstLabel, '\x77'), std::pair(firstLabel + 3, '\x0C'),
                 std::pair(std::size_t(16), '\x09'), std::pair(firstLabel + 4 + 4 + ExampleShelf::dimensions, '\x7F')}) {
            std::string bad = content;
            bad[at] = value;
            const std::uint64_t sum = text::hash64(bad);
            for (int i = 0; i < 8; ++i)
                bad += static_cast<char>((sum >> (8 * i)) & 0xFFU);
            std::ofstream(m_file, std::ios::binary | std::ios::trunc) << bad;
            QVERIFY2(!ExampleShelf::load(m_file), qPrintable(QString::number(at)));
        }
    }

    void theShippedShelfCoversEveryCategoryAndLanguage()
    {
        const auto shelf = ExampleShelf::load(TANDEM_RESOURCES "/models/examples.bin");
        QVERIFY2(shelf.has_value(), shelf ? "" : shelf.error().message.c_str());
        QVERIFY(std::filesystem::file_size(TANDEM_RESOURCES "/models/examples.bin") <= 2U << 20U);
        std::set<std::pair<Language, Category>> cells;
        for (const NearExample& each : shelf->nearest(direction(3), Language::Fr, shelf->size()))
            cells.emplace(each.language, each.category);
        QCOMPARE(cells.size(), languageCount * categoryCount);
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path m_file;
};

QTEST_GUILESS_MAIN(TestExampleShelf)
#include "TestExampleShelf.moc"
