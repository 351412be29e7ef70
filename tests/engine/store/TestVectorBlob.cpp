// links: tandem_store
#include "services/store/VectorBlob.h"
#include "support/Strings.h"

#include <cmath>
#include <random>

using namespace tandem;

class TestVectorBlob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aVectorReadsBackExactly();
    void aQuantisedVectorKeepsItsCosine();
    void aSentenceVectorTakesAQuarterOfTheSpace();
    void zerosAndEmptyListsSurvive();
    void spansReadBack();
    void aWrongSizeIsCorrupt();

private:
    static std::vector<float> unitVector(std::mt19937& random)
    {
        std::normal_distribution<float> normal;
        std::vector<float> vector(384);
        float length = 0;
        for (float& component : vector) {
            component = normal(random);
            length += component * component;
        }
        for (float& component : vector)
            component /= std::sqrt(length);
        return vector;
    }
};

void TestVectorBlob::aVectorReadsBackExactly()
{
    std::mt19937 random(1);
    const auto vector = unitVector(random);
    QVERIFY(valueOf(blob::unpackVector(blob::packVector(vector))) == vector);
    QVERIFY(valueOf(blob::unpackVector("")).empty());
}

void TestVectorBlob::aQuantisedVectorKeepsItsCosine()
{
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
        const auto one = unitVector(random);
        const auto two = unitVector(random);
        const auto read = valueOf(blob::unpackQuantised(blob::packQuantised({one})));
        float exact = 0;
        float stored = 0;
        for (std::size_t j = 0; j < one.size(); ++j) {
            exact += one[j] * two[j];
            stored += read.at(0).at(j) * two[j];
        }
        QVERIFY(std::abs(exact - stored) < 0.004F);
    }
}

void TestVectorBlob::aSentenceVectorTakesAQuarterOfTheSpace()
{
    std::mt19937 random(1);
    QCOMPARE(blob::packQuantised({unitVector(random)}).size(), std::size_t{384 + 8});
}

void TestVectorBlob::zerosAndEmptyListsSurvive()
{
    const std::vector<std::vector<float>> vectors{{0, 0}, {}, {-1, 1}};
    QVERIFY(valueOf(blob::unpackQuantised(blob::packQuantised(vectors))) == vectors);
    QVERIFY(valueOf(blob::unpackQuantised("")).empty());
}

void TestVectorBlob::spansReadBack()
{
    const std::vector<text::Span> spans{{0, 20}, {21, 1000000}};
    QVERIFY(valueOf(blob::unpackSpans(blob::packSpans(spans))) == spans);
}

void TestVectorBlob::aWrongSizeIsCorrupt()
{
    QVERIFY(!blob::unpackVector("abc"));
    QVERIFY(!blob::unpackSpans("abcd"));
    const std::string packed = blob::packQuantised({{1, 2, 3}});
    for (std::size_t size = 1; size < packed.size(); ++size) {
        const auto read = blob::unpackQuantised(std::string_view(packed).substr(0, size));
        QVERIFY(!read && read.error().code == ErrorCode::Corrupt);
    }
    QVERIFY(!blob::unpackQuantised(packed + "x"));
}

QTEST_GUILESS_MAIN(TestVectorBlob)
#include "TestVectorBlob.moc"
