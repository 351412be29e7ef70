// links: tandem_embedding
#include "services/embedding/BertKernels.h"

#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace tandem::bert;

namespace {

std::vector<const Kernels*> available()
{
    std::vector<const Kernels*> kernels{&portableKernels()};
#if TANDEM_X86_KERNELS
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        kernels.push_back(&avx2Kernels());
    if (&bestKernels() == &avx512Kernels())
        kernels.push_back(&avx512Kernels());
#endif
    return kernels;
}

std::vector<float> randomValues(std::size_t count, float width, unsigned seed)
{
    std::mt19937 generator(seed);
    std::uniform_real_distribution<float> distribution(-width, width);
    std::vector<float> values(count);
    for (auto& value : values)
        value = distribution(generator);
    return values;
}

// Activations rounded by a set of kernels, with the memory they need.
struct RoundedValues {
    RoundedValues(const Kernels& kernels, const std::vector<float>& input, int tokens, int columns)
        : values(input.size())
        , scales(input.size() / blockSize)
        , offsets(input.size() / blockSize)
    {
        kernels.round(input.data(), tokens, columns, view());
    }
    Rounded view() { return {values.data(), scales.data(), offsets.data()}; }

    std::vector<std::int8_t> values;
    std::vector<float> scales;
    std::vector<std::int32_t> offsets;
};

} // namespace

class TestBertKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundingKeepsValuesWithinHalfAStep()
    {
        const auto input = randomValues(192, 5, 1);
        for (const auto* const kernels : available()) {
            RoundedValues rounded(*kernels, input, 3, 64);
            for (std::size_t i = 0; i < input.size(); ++i) {
                const auto scale = rounded.scales[i / blockSize];
                QVERIFY2(std::abs(static_cast<float>(rounded.values[i]) * scale - input[i]) <= scale * 0.501F, kernels->name);
            }
            for (std::size_t block = 0; block < rounded.offsets.size(); ++block) {
                int sum = 0;
                for (std::size_t i = 0; i < blockSize; ++i)
                    sum += rounded.values[block * blockSize + i];
                QCOMPARE(rounded.offsets[block], -8 * sum);
            }
        }
    }

    void aBlockOfZerosStaysZero()
    {
        for (const auto* const kernels : available()) {
            RoundedValues rounded(*kernels, std::vector<float>(32, 0.0F), 1, 32);
            QCOMPARE(rounded.scales[0], 0.0F);
            QCOMPARE(rounded.values[7], std::int8_t(0));
        }
    }

    // Extreme nibbles and activations, so that a 16-bit sum that overflows would show.
    void multiplyingEqualsTheDefinition_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("extreme");
        for (const int tokens : {1, 2, 3, 4, 5, 7, 8, 9, 13})
            QTest::addRow("%d tokens", tokens) << tokens << false;
        QTest::newRow("extremes") << 9 << true;
    }
    void multiplyingEqualsTheDefinition()
    {
        QFETCH(int, tokens);
        QFETCH(bool, extreme);
        constexpr int rows = 32;
        constexpr int columns = 96;
        const auto bias = randomValues(rows, 1, 2);
        std::mt19937 generator(3);
        std::vector<WeightTile> tiles(rows / tileRows * columns / blockSize);
        for (auto& tile : tiles) {
            for (auto& quad : tile.quads) {
                for (auto& row : quad) {
                    for (auto& nibbles : row)
                        nibbles = extreme ? std::uint8_t{0xFF} : static_cast<std::uint8_t>(generator() & 0xFFU);
                }
            }
            for (auto& scale : tile.scales)
                scale = static_cast<float>(generator() % 100) * 0.001F;
        }
        auto input = randomValues(static_cast<std::size_t>(tokens * columns), 2, 4);
        if (extreme)
            std::ranges::fill(input, 3.0F);
        for (const auto* const kernels : available()) {
            RoundedValues rounded(*kernels, input, tokens, columns);
            std::vector<float> output(static_cast<std::size_t>(tokens * rows), -1.0F);
            kernels->multiply({tiles.data(), bias.data(), rows, columns}, rounded.view(), tokens, output.data(), rows);
            for (int token = 0; token < tokens; ++token) {
                for (int row = 0; row < rows; ++row) {
                    auto expected = static_cast<double>(bias[static_cast<std::size_t>(row)]);
                    for (int column = 0; column < columns; ++column) {
                        const auto& tile
                            = tiles[static_cast<std::size_t>(row / tileRows * (columns / blockSize) + column / blockSize)];
                        const int within = column % blockSize;
                        const int nibbles = tile.quads[within / 8][row % tileRows][within % 4];
                        const int weight = (within % 8 < 4 ? nibbles & 15 : nibbles >> 4) - 8;
                        const auto at = static_cast<std::size_t>(token * columns + column);
                        expected += weight * static_cast<double>(tile.scales[row % tileRows]) * rounded.values[at]
                            * static_cast<double>(rounded.scales[at / blockSize]);
                    }
                    const auto actual = static_cast<double>(output[static_cast<std::size_t>(token * rows + row)]);
                    QVERIFY2(std::abs(actual - expected) < 1e-3, kernels->name);
                }
            }
        }
    }

    void geluEqualsTheDefinition()
    {
        std::vector<float> values;
        for (int i = -800; i < 800; ++i)
            values.push_back(static_cast<float>(i) * 0.0125F);
        for (const auto* const kernels : available()) {
            auto result = values;
            kernels->gelu(result.data(), result.size());
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto x = static_cast<double>(values[i]);
                QVERIFY2(std::abs(static_cast<double>(result[i]) - x * 0.5 * (1 + std::erf(x / std::sqrt(2.0)))) < 2e-6,
                    kernels->name);
            }
        }
    }

    void normalisingGivesMeanAndWidth()
    {
        const auto values = randomValues(128, 9, 5);
        const auto added = randomValues(128, 9, 6);
        const std::vector<float> scale(64, 2.0F);
        const std::vector<float> shift(64, 0.5F);
        for (const auto* const kernels : available()) {
            auto result = values;
            kernels->addAndNormalise(result.data(), added.data(), scale.data(), shift.data(), 2, 64, 1e-12F);
            for (std::size_t token = 0; token < 2; ++token) {
                double mean = 0;
                double squares = 0;
                for (std::size_t i = 0; i < 64; ++i) {
                    mean += static_cast<double>(result[token * 64 + i]) / 64;
                    squares += std::pow(static_cast<double>(result[token * 64 + i]) - 0.5, 2) / 64;
                }
                QVERIFY2(std::abs(mean - 0.5) < 1e-5, kernels->name);
                QVERIFY2(std::abs(squares - 4.0) < 1e-4, kernels->name);
            }
        }
    }

    void attentionEqualsTheDefinition_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<float>("width");
        for (const int tokens : {1, 2, 5, 16, 17, 40})
            QTest::addRow("%d tokens", tokens) << tokens << 2.0F;
        QTest::newRow("far-apart scores") << 19 << 40.0F;
    }
    void attentionEqualsTheDefinition()
    {
        QFETCH(int, tokens);
        QFETCH(float, width);
        constexpr int stride = 3 * headSize;
        const auto input = randomValues(static_cast<std::size_t>(tokens * stride), width, 7);
        const auto value
            = [&input](int token, int at) { return static_cast<double>(input[static_cast<std::size_t>(token * stride + at)]); };
        for (const auto* const kernels : available()) {
            std::vector<float> output(static_cast<std::size_t>(tokens * headSize));
            std::vector<float> scratch(attentionScratch(static_cast<std::size_t>(tokens)), 1e20F);
            kernels->attend(input.data(), input.data() + headSize, input.data() + std::ptrdiff_t{2} * headSize, tokens, stride,
                output.data(), headSize, scratch.data());
            for (int query = 0; query < tokens; ++query) {
                std::vector<double> weights;
                double most = -1e300;
                for (int key = 0; key < tokens; ++key) {
                    double score = 0;
                    for (int d = 0; d < headSize; ++d)
                        score += value(query, d) * value(key, headSize + d);
                    weights.push_back(score / std::sqrt(static_cast<double>(headSize)));
                    most = std::max(most, weights.back());
                }
                double total = 0;
                for (auto& weight : weights)
                    total += weight = std::exp(weight - most);
                for (int d = 0; d < headSize; ++d) {
                    double expected = 0;
                    for (int key = 0; key < tokens; ++key)
                        expected += weights[static_cast<std::size_t>(key)] / total * value(key, 2 * headSize + d);
                    const auto actual = static_cast<double>(output[static_cast<std::size_t>(query * headSize + d)]);
                    QVERIFY2(std::abs(actual - expected) < 1e-3 * static_cast<double>(width), kernels->name);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestBertKernels)
#include "TestBertKernels.moc"
