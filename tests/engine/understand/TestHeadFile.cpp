// links: tandem_pipeline
#include "pipeline/learn/HeadFile.h"
#include "support/Strings.h"

#include <QTest>

#include <fstream>
#include <iterator>

using namespace tandem;

class TestHeadFile final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    std::filesystem::path file(const char* name) const { return path(m_directory) / name; }

    static std::vector<HeadExample> examples()
    {
        // Two words tell the classes apart; the vector agrees.
        std::vector<HeadExample> all;
        for (int i = 0; i < 40; ++i) {
            const auto label = static_cast<std::size_t>(i % 2);
            all.push_back({{{static_cast<std::uint32_t>(label), 1.0F}, {static_cast<std::uint32_t>(2 + i % 6), 0.5F}},
                {label == 0 ? 1.0F : -1.0F, 0.1F * static_cast<float>(i % 3)}, label, 1});
        }
        return all;
    }
    static HeadFile trained()
    {
        HeadFile result;
        result.kind = "test";
        result.dataHash = 42;
        result.classes = {"yes", "no"};
        result.inverseFrequency = std::vector<float>(8, 1.5F);
        result.heads.push_back({"both", LinearHead::train(examples(), {2, 8, 2}, {1e-3, 1e-3, 50})});
        result.heads.push_back({"words", LinearHead::train(examples(), {2, 8, 0}, {1e-3, 1e-3, 50})});
        return result;
    }
    static std::string bytesOf(const std::filesystem::path& from)
    {
        std::ifstream stream(from, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    void write(const char* name, std::string_view bytes) const { std::ofstream(file(name), std::ios::binary) << bytes; }

private Q_SLOTS:
    void initTestCase() { succeed(trained().save(file("good.head"))); }

    void aHeadLearnsWhatItIsShown()
    {
        const HeadFile head = trained();
        for (const HeadExample& each : examples())
            QVERIFY(head.find("both")->probabilities(each.words, each.vector)[each.label] > 0.9);
        QVERIFY(head.find("nothing") == nullptr);
    }
    void aLoadedHeadJudgesLikeTheTrainedOne()
    {
        const HeadFile head = trained();
        const HeadFile loaded = valueOf(HeadFile::load(file("good.head"), "test"));
        QCOMPARE(loaded.dataHash, std::uint64_t(42));
        QCOMPARE(loaded.classes, head.classes);
        for (const HeadExample& each : examples())
            QVERIFY(head.find("both")->probabilities(each.words, each.vector)
                == loaded.find("both")->probabilities(each.words, each.vector));
    }
    void trainingTwiceWritesTheSameBytes()
    {
        succeed(trained().save(file("again.head")));
        QVERIFY(bytesOf(file("good.head")) == bytesOf(file("again.head")));
    }
    void withoutAVectorTheWordsStillCount()
    {
        const HeadFile head = trained();
        QVERIFY(head.find("words")->probabilities(examples()[0].words, {})[0] > 0.7);
        QVERIFY(head.find("both")->probabilities(examples()[0].words, {})[0] > 0.5);
    }
    void calibrationSoftensAHeadThatIsTooSure()
    {
        LinearHead head = LinearHead::train(examples(), {2, 8, 2}, {1e-6, 1e-6, 100});
        std::vector<HeadExample> contradicting = examples();
        for (std::size_t i = 0; i < contradicting.size(); i += 4)
            contradicting[i].label = 1 - contradicting[i].label;
        head.calibrate(contradicting);
        QVERIFY(head.temperature() > 1);
    }
    void everyFlippedByteIsNoticed()
    {
        const std::string good = bytesOf(file("good.head"));
        for (std::size_t at = 0; at < good.size(); at += 7) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 0x10);
            write("bad.head", bad);
            const auto loaded = HeadFile::load(file("bad.head"), "test");
            QVERIFY2(!loaded, std::to_string(at).c_str());
            QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
            QVERIFY(loaded.error().message.contains("bad.head"));
        }
    }
    void aCutFileIsRefused()
    {
        const std::string good = bytesOf(file("good.head"));
        for (const std::size_t size : {std::size_t(0), std::size_t(5), std::size_t(20), good.size() / 2, good.size() - 1}) {
            write("cut.head", std::string_view(good).substr(0, size));
            QVERIFY(!HeadFile::load(file("cut.head"), "test"));
        }
    }
    void aHeadOfAnotherKindIsRefused()
    {
        const auto loaded = HeadFile::load(file("good.head"), "category");
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains("category"));
    }
    void aMissingFileIsNotFound()
    {
        const auto loaded = HeadFile::load(file("none.head"), "test");
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestHeadFile)
#include "TestHeadFile.moc"
