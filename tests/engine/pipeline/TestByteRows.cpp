// links: tandem_pipeline
#include "pipeline/group/ByteRows.h"
#include "support/Strings.h"

#include <cmath>
#include <random>

using namespace tandem;

class TestByteRows : public QObject {
    Q_OBJECT

    static std::vector<float> unit(std::mt19937& random, std::size_t dimension)
    {
        std::normal_distribution<float> normal;
        std::vector<float> vector(dimension);
        double length = 0;
        for (float& value : vector) {
            value = normal(random);
            length += static_cast<double>(value) * static_cast<double>(value);
        }
        for (float& value : vector)
            value = static_cast<float>(static_cast<double>(value) / std::sqrt(length));
        return vector;
    }
    static double dot(const std::vector<float>& left, const std::vector<float>& right)
    {
        double sum = 0;
        for (std::size_t i = 0; i < left.size(); ++i)
            sum += static_cast<double>(left[i]) * static_cast<double>(right[i]);
        return sum;
    }

private Q_SLOTS:
    void cosinesAreRightToTwoThousandths_data()
    {
        QTest::addColumn<int>("dimension");
        for (const int dimension : {1, 31, 32, 33, 384})
            QTest::newRow(std::to_string(dimension).c_str()) << dimension;
    }
    void cosinesAreRightToTwoThousandths()
    {
        QFETCH(int, dimension);
        std::mt19937 random(7);
        ByteRows rows(static_cast<std::size_t>(dimension));
        std::vector<std::vector<float>> vectors;
        for (int i = 0; i < 200; ++i) {
            vectors.push_back(unit(random, rows.dimension()));
            rows.append(vectors.back());
        }
        std::vector<float> found;
        rows.similarities(vectors[5], found);
        QCOMPARE(found.size(), vectors.size());
        for (std::size_t i = 0; i < vectors.size(); ++i) {
            const double error = std::abs(double{found[i]} - dot(vectors[5], vectors[i]));
            QVERIFY2(error < (dimension > 100 ? 0.002 : 0.01), std::to_string(error).c_str());
        }
    }
    void theFastSumIsTheSameAsThePlainOne()
    {
        std::mt19937 random(3);
        for (const std::size_t count : {std::size_t(32), std::size_t(64), std::size_t(384), std::size_t(4096)}) {
            std::vector<std::int16_t> left(count);
            std::vector<std::int8_t> right(count);
            for (std::size_t i = 0; i < count; ++i) {
                left[i] = static_cast<std::int16_t>(static_cast<int>(random() % 255) - 127);
                right[i] = i % 3 == 0 ? std::int8_t(-127) : static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
            }
            QCOMPARE(detail::fastestByteDot()(left.data(), right.data(), count),
                detail::byteDotPortable(left.data(), right.data(), count));
        }
    }
    void aRowThatIsRemovedIsReplacedByTheLast()
    {
        std::mt19937 random(9);
        ByteRows rows(16);
        std::vector<std::vector<float>> vectors;
        for (int i = 0; i < 4; ++i) {
            vectors.push_back(unit(random, 16));
            rows.append(vectors.back());
        }
        rows.remove(1);
        QCOMPARE(rows.size(), std::size_t(3));
        std::vector<float> found;
        rows.similarities(vectors[3], found);
        QVERIFY(found[1] > 0.98F);
        rows.remove(2);
        rows.remove(0);
        rows.similarities(vectors[3], found);
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(found[0] > 0.98F);
        rows.remove(0);
        QCOMPARE(rows.size(), std::size_t(0));
    }
    void aVectorOfNoLengthOrAnotherOneIsLikeNone()
    {
        ByteRows rows(4);
        rows.append(std::vector<float>{});
        rows.append(std::vector<float>{0, 0, 0, 0});
        rows.append(std::vector<float>{1, 0, 0});
        rows.append(std::vector<float>{NAN, 0, 0, 1});
        rows.append(std::vector<float>{1, 0, 0, 0});
        std::vector<float> found;
        rows.similarities(std::vector<float>{1, 0, 0, 0}, found);
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(found[i], 0.0F);
        QVERIFY(found[4] > 0.99F);
        rows.similarities(std::vector<float>{}, found);
        QCOMPARE(found, std::vector<float>(5, 0.0F));
    }
};

QTEST_GUILESS_MAIN(TestByteRows)
#include "TestByteRows.moc"
