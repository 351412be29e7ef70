// links: tandem_pipeline
#include "bench/InjectionNetTrainer.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>
#include <random>

using namespace tandem;

class TestInjectionNet final : public QObject {
    Q_OBJECT

private:
    struct Points {
        std::vector<std::vector<float>> vectors;
        std::vector<bench::NetExample> examples;
    };

    // Two directions of a vector: those that agree are of one class, the others of the other. No line parts them.
    static Points crosswise(unsigned seed)
    {
        std::mt19937 random(seed);
        Points points;
        for (int i = 0; i < 600; ++i) {
            std::vector<float> vector(InjectionNet::dimensions, 0.05F);
            vector[0] = (random() & 64U) != 0 ? 0.5F : -0.5F;
            vector[1] = (random() & 64U) != 0 ? 0.5F : -0.5F;
            points.vectors.push_back(std::move(vector));
        }
        for (const std::vector<float>& each : points.vectors)
            points.examples.push_back({&each, each[0] * each[1] > 0, 1});
        return points;
    }

    static InjectionNet trained(const Points& points)
    {
        return bench::InjectionNetTrainer(points.examples, {20, 0.002, 0.1, 0.3, 2}).train();
    }

    static std::string content(const std::filesystem::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    }

private Q_SLOTS:
    void itLearnsWhatNoLinePartsAndTellsItOfOthers()
    {
        const InjectionNet net = trained(crosswise(1));
        int right = 0;
        const Points others = crosswise(2);
        for (const bench::NetExample& each : others.examples) {
            const double attack = net.attack(*each.vector);
            QVERIFY(attack >= 0 && attack <= 1);
            right += (attack > 0.5) == each.attack ? 1 : 0;
        }
        QVERIFY2(right > 570, std::to_string(right).c_str());
    }

    void aSecondTrainingWritesTheSameBytesAndReadsAsItWas()
    {
        const Points points = crosswise(3);
        QTemporaryDir first;
        QTemporaryDir second;
        QVERIFY(trained(points).save(path(first), 7));
        QVERIFY(trained(points).save(path(second), 7));
        QCOMPARE(content(path(first) / "injection.net"), content(path(second) / "injection.net"));
        const InjectionNet loaded = valueOf(InjectionNet::load(path(first)));
        QCOMPARE(loaded.attack(points.vectors[0]), trained(points).attack(points.vectors[0]));
    }

    void aVectorOfAnotherSizeIsNotJudged()
    {
        QCOMPARE(trained(crosswise(4)).attack(std::vector<float>(7, 1.0F)), 0.0);
        QCOMPARE(InjectionNet().attack(std::vector<float>(InjectionNet::dimensions, 1.0F)), 0.0);
    }

    void aDamagedFileIsNamed()
    {
        QTemporaryDir directory;
        const std::filesystem::path file = path(directory) / "injection.net";
        QVERIFY(!InjectionNet::load(path(directory)));
        QVERIFY(trained(crosswise(5)).save(path(directory), 7));
        std::string bytes = content(file);
        bytes[bytes.size() / 2] ^= 1;
        std::ofstream(file, std::ios::binary) << bytes;
        const auto damaged = InjectionNet::load(path(directory));
        QVERIFY(!damaged && damaged.error().code == ErrorCode::Corrupt);
        QVERIFY(damaged.error().message.contains("injection.net"));
    }
};

QTEST_GUILESS_MAIN(TestInjectionNet)
#include "TestInjectionNet.moc"
