// links: tandem_pipeline
#include "pipeline/group/SimilarityModel.h"
#include "support/Strings.h"

#include <QTemporaryDir>

#include <cmath>
#include <fstream>

using namespace tandem;

class TestSimilarityModel : public QObject {
    Q_OBJECT

    static SimilarityModel small()
    {
        SimilarityModel model;
        model.dataHash = 77;
        model.mean = {0.5F, 0, 0, 0};
        model.directions = {{0, 1, 0, 0}};
        model.bias = -10;
        model.cosine = 25;
        model.wordsBias = -8;
        model.wordsOverlap = 16;
        return model;
    }
    static std::string contents(const std::filesystem::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private Q_SLOTS:
    void theShippedFileLoadsAndTellsApart()
    {
        const auto model = valueOf(SimilarityModel::load(std::filesystem::path(TANDEM_RESOURCES) / "models" / "similarity.bin"));
        QCOMPARE(model.mean.size(), std::size_t(384));
        QVERIFY(!model.directions.empty() && model.dataHash != 0);
        for (const auto& left : model.directions) {
            for (const auto& right : model.directions) {
                double dot = 0;
                for (std::size_t i = 0; i < left.size(); ++i)
                    dot += static_cast<double>(left[i]) * static_cast<double>(right[i]);
                QVERIFY(std::abs(dot - (&left == &right ? 1 : 0)) < 1e-4);
            }
        }
        QVERIFY(model.probability(0.9) > 0.99 && model.probability(0.0) < 0.01);
        QVERIFY(model.probabilityByWords(1) > 0.9 && model.probabilityByWords(0.2) < 0.1);
    }
    void whatAllMessagesShareIsTakenOut()
    {
        const SimilarityModel model = small();
        // Apart from the mean and the direction, the first two are the same and the third is another.
        const auto first = model.fingerprint({0.9F, 0.3F, 0.4F, 0}, "printer broken").vector;
        const auto second = model.fingerprint({0.9F, -0.8F, 0.4F, 0}, "drucker kaputt").vector;
        const auto third = model.fingerprint({0.5F, 0.3F, 0, 0.7F}, "invoice wrong").vector;
        double same = 0;
        double other = 0;
        double length = 0;
        for (std::size_t i = 0; i < first.size(); ++i) {
            same += static_cast<double>(first[i] * second[i]);
            other += static_cast<double>(first[i] * third[i]);
            length += static_cast<double>(first[i] * first[i]);
        }
        QVERIFY(same > 0.999 && std::abs(other) < 0.001 && std::abs(length - 1) < 1e-5);
    }
    void withoutAVectorWordsAreKeptAndWithOneTheyAreNot()
    {
        const SimilarityModel model = small();
        QVERIFY(model.fingerprint({}, "The printer is broken").vector.empty());
        QVERIFY(!model.fingerprint({}, "The printer is broken").words.empty());
        QVERIFY(model.fingerprint({0, 0, 1, 0}, "The printer is broken").words.empty());
        QVERIFY(!model.fingerprint({1, 0}, "The printer is broken").words.empty()); // another model's
    }
    void whatSaysNothingIsLikeNothing()
    {
        const SimilarityModel model = small();
        for (const char* text : {"", "  ", "!!!", "12345", "\xF0\x9F\x98\x80"}) {
            const Fingerprint print = model.fingerprint({0, 0, 1, 0}, text);
            QVERIFY2(print.vector.empty() && print.words.empty(), text);
        }
        QVERIFY(model.fingerprint({0.5F, 0, 0, 0}, "printer broken").vector.empty()); // the mean itself
        QVERIFY(model.fingerprint({NAN, 0, 0, 1}, "printer broken").vector.empty());
    }
    void numbersAndGreetingsDoNotTellMailsApart()
    {
        const SimilarityModel model = small();
        const auto words = [&](const char* text) { return model.fingerprint({}, text).words; };
        const auto first = words("The export of order 4711 stops with an error");
        QVERIFY(sharedWords(first, words("Hello, the export of order 9944 stops with an error")) > 0.75);
        QCOMPARE(sharedWords(first, words("The export of order 9944 stops with an error")), 1.0);
        QVERIFY(sharedWords(first, words("Where can I download the invoice for my accountant?")) < 0.2);
        QCOMPARE(sharedWords({}, {}), 0.0);
        QCOMPARE(sharedWords(first, {}), 0.0);
    }
    void probabilityAndSimilarityAreInverse()
    {
        const SimilarityModel model = small();
        for (const double probability : {0.01, 0.2, 0.7, 0.99})
            QVERIFY(std::abs(model.probability(model.similarityFor(probability)) - probability) < 1e-9);
        QVERIFY(std::isfinite(model.similarityFor(0)) && std::isfinite(model.similarityFor(1)));
    }
    void aSavedModelComesBack()
    {
        const QTemporaryDir directory;
        const auto file = path(directory) / "similarity.bin";
        succeed(small().save(file));
        const SimilarityModel back = valueOf(SimilarityModel::load(file));
        QCOMPARE(back.dataHash, std::uint64_t(77));
        QCOMPARE(back.mean, small().mean);
        QCOMPARE(back.directions, small().directions);
        QCOMPARE(back.cosine, 25.0);
        QCOMPARE(back.wordsOverlap, 16.0);
    }
    void aDamagedFileIsRefused()
    {
        const QTemporaryDir directory;
        const auto file = path(directory) / "similarity.bin";
        succeed(small().save(file));
        const std::string whole = contents(file);
        const auto refused = [&](const std::string& bytes) {
            std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
            const auto loaded = SimilarityModel::load(file);
            return !loaded && loaded.error().code == ErrorCode::Corrupt;
        };
        for (std::size_t length = 0; length < whole.size(); ++length)
            QVERIFY2(refused(whole.substr(0, length)), std::to_string(length).c_str());
        for (std::size_t at = 0; at < whole.size(); ++at) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 0x11);
            QVERIFY2(refused(changed), std::to_string(at).c_str());
        }
        QVERIFY(refused(whole + "x"));
        std::filesystem::remove(file);
        QCOMPARE(SimilarityModel::load(file).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestSimilarityModel)
#include "TestSimilarityModel.moc"
