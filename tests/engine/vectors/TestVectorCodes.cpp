// links: tandem_vectors
#include "services/vectors/VectorCodes.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace tandem;

namespace {

constexpr int dimension = 70; // not a whole number of any register

std::vector<float> vectorOf(std::mt19937& random, float length)
{
    std::normal_distribution<float> number;
    std::vector<float> vector(dimension);
    for (float& value : vector)
        value = number(random);
    vector[3] *= 6; // one number much larger than the others costs them precision
    const float norm = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
    for (float& value : vector)
        value *= length / norm;
    return vector;
}

double product(const std::vector<float>& left, const std::vector<float>& right)
{
    return std::inner_product(left.begin(), left.end(), right.begin(), 0.0);
}

} // namespace

class TestVectorCodes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEstimateIsNeverFurtherOffThanItSays();
    void aVectorOfZerosOrOfTheSmallestNumbersIsFine();
    void rowsStayWhereTheyAreWhileThousandsCome();
    void rowsComeBackFromTheirBytes();
};

void TestVectorCodes::anEstimateIsNeverFurtherOffThanItSays()
{
    std::mt19937 random(1);
    VectorCodes codes(dimension);
    std::vector<std::vector<float>> vectors;
    for (int i = 0; i < 500; ++i) {
        vectors.push_back(vectorOf(random, i % 7 == 0 ? 1.5F : 1.0F));
        codes.append(vectors.back());
    }
    for (int q = 0; q < 100; ++q) {
        const auto vector = vectorOf(random, 1);
        const auto query = codes.query(vector);
        QVERIFY(query.error > 0 && query.error < 0.1F);
        for (std::uint32_t row = 0; row < vectors.size(); ++row)
            QVERIFY(std::abs(static_cast<double>(codes.estimate(query, row)) - product(vector, vectors[row]))
                <= static_cast<double>(query.error));
    }
    QVERIFY(std::abs(static_cast<double>(codes.estimate(3, 4)) - product(vectors[3], vectors[4])) < 0.05);
    QCOMPARE(codes.estimate(codes.rowAsQuery(3), 4), codes.estimate(3, 4));
}

void TestVectorCodes::aVectorOfZerosOrOfTheSmallestNumbersIsFine()
{
    VectorCodes codes(dimension);
    codes.append(std::vector<float>(dimension, 0.0F));
    codes.append(std::vector<float>(dimension, 1e-44F));
    std::mt19937 random(1);
    const auto query = codes.query(vectorOf(random, 1));
    QVERIFY(std::abs(codes.estimate(query, 0)) <= query.error);
    QVERIFY(std::abs(codes.estimate(query, 1)) <= query.error);
    QCOMPARE(codes.estimate(codes.query(std::vector<float>(dimension, 0.0F)), 0), 0.0F);
}

void TestVectorCodes::rowsStayWhereTheyAreWhileThousandsCome()
{
    std::mt19937 random(2);
    VectorCodes codes(dimension);
    codes.append(vectorOf(random, 1));
    const char* first = codes.bytes(0).data();
    const std::string before(codes.bytes(0));
    for (int i = 0; i < 40'000; ++i)
        codes.appendFrom(codes, 0);
    QCOMPARE(codes.rows(), 40'001U);
    QCOMPARE(codes.bytes(0).data(), first);
    QVERIFY(codes.bytes(40'000) == before);
    QVERIFY(codes.bytes(16'384) == before);
}

void TestVectorCodes::rowsComeBackFromTheirBytes()
{
    std::mt19937 random(3);
    VectorCodes codes(dimension);
    for (int i = 0; i < 20; ++i)
        codes.append(vectorOf(random, 1));
    VectorCodes copy(dimension);
    for (std::uint32_t row = 0; row < 20; ++row)
        copy.appendBytes(codes.bytes(row));
    copy.restoreBounds(codes.worstError(), codes.longest());
    const auto vector = vectorOf(random, 1);
    QCOMPARE(copy.query(vector).error, codes.query(vector).error);
    for (std::uint32_t row = 0; row < 20; ++row)
        QCOMPARE(copy.estimate(copy.query(vector), row), codes.estimate(codes.query(vector), row));
}

QTEST_GUILESS_MAIN(TestVectorCodes)
#include "TestVectorCodes.moc"
