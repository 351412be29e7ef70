// links: tandem_vectors
#include "services/vectors/CodeProduct.h"

#include <QTest>

#include <random>
#include <vector>

using namespace tandem;

class TestCodeProduct : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyVersionAgreesWithTheDefinitionAtEveryLength();
    void theLargestNumbersDoNotOverflow();
};

void TestCodeProduct::everyVersionAgreesWithTheDefinitionAtEveryLength()
{
    std::mt19937 random(1);
    std::uniform_int_distribution<int> number(-127, 127);
    for (std::size_t length = 0; length < 400; ++length) {
        // One byte in front: rows need no alignment, and what stands behind them must not count.
        std::vector<std::int8_t> left(length + 65);
        std::vector<std::int8_t> right(length + 65);
        std::int32_t expected = 0;
        for (std::size_t i = 0; i < left.size(); ++i) {
            left[i] = static_cast<std::int8_t>(number(random));
            right[i] = static_cast<std::int8_t>(number(random));
            if (i >= 1 && i < length + 1)
                expected += left[i] * right[i];
        }
        for (const CodeProduct product : detail::codeProducts())
            QCOMPARE(product(left.data() + 1, right.data() + 1, length), expected);
        QCOMPARE(fastestCodeProduct()(left.data() + 1, right.data() + 1, length), expected);
    }
}

void TestCodeProduct::theLargestNumbersDoNotOverflow()
{
    const std::vector<std::int8_t> high(4096, 127);
    const std::vector<std::int8_t> low(4096, -127);
    for (const CodeProduct product : detail::codeProducts()) {
        QCOMPARE(product(high.data(), high.data(), 4096), 4096 * 127 * 127);
        QCOMPARE(product(low.data(), low.data(), 4096), 4096 * 127 * 127);
        QCOMPARE(product(high.data(), low.data(), 4096), -4096 * 127 * 127);
        QCOMPARE(product(low.data(), high.data(), 4096), -4096 * 127 * 127);
    }
}

QTEST_GUILESS_MAIN(TestCodeProduct)
#include "TestCodeProduct.moc"
