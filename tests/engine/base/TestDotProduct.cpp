// links: tandem_vectors
#include "base/DotProduct.h"

#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace tandem;

class TestDotProduct : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothVersionsAgreeWithTheDefinitionAtEveryLength();
};

void TestDotProduct::bothVersionsAgreeWithTheDefinitionAtEveryLength()
{
    std::mt19937 random(1);
    std::uniform_real_distribution<float> number(-1, 1);
    for (std::size_t length = 0; length < 400; ++length) {
        std::vector<float> left(length);
        std::vector<float> right(length);
        double expected = 0;
        for (std::size_t i = 0; i < length; ++i) {
            left[i] = number(random);
            right[i] = number(random);
            expected += static_cast<double>(left[i]) * static_cast<double>(right[i]);
        }
        QVERIFY(std::abs(dotProduct(left.data(), right.data(), length) - expected) < 1e-4);
        QVERIFY(std::abs(detail::dotProductPortable(left.data(), right.data(), length) - expected) < 1e-4);
    }
}

QTEST_GUILESS_MAIN(TestDotProduct)
#include "TestDotProduct.moc"
