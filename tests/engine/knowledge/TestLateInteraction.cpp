// links: tandem_knowledge
#include "knowledge/LateInteraction.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace tandem;

namespace {

constexpr std::size_t dimension = 96; // blocks of 32, as 384 has blocks of 128

// Unit vectors like e5's: one number far larger than the rest.
TokenVectors tokensOf(const std::vector<unsigned>& seeds, float rarity = 10)
{
    TokenVectors tokens;
    tokens.whole.assign(dimension, 0.1F);
    for (const unsigned seed : seeds) {
        std::mt19937 random(seed);
        std::vector<float> row(dimension);
        float squares = 0;
        for (float& value : row)
            value = static_cast<float>(random() % 2001) / 1000.0F - 1.0F;
        row[7] += 3;
        for (const float value : row)
            squares += value * value;
        for (const float value : row)
            tokens.rows.push_back(value / std::sqrt(squares));
        tokens.rarity.push_back(rarity);
    }
    return tokens;
}

double exact(const TokenVectors& left, std::size_t i, const TokenVectors& right, std::size_t j)
{
    double sum = 0;
    for (std::size_t k = 0; k < dimension; ++k)
        sum += static_cast<double>(left.rows[i * dimension + k] * right.rows[j * dimension + k]);
    return sum;
}

} // namespace

class TestLateInteraction : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fourBitsKeepTheCosine()
    {
        const TokenVectors question = tokensOf({1});
        double error = 0;
        for (unsigned seed = 2; seed < 66; ++seed) {
            const TokenVectors passage = tokensOf({seed});
            const auto match = late::similarity(late::questionOf(question), late::packed(passage));
            QVERIFY(match);
            error += std::abs(*match - exact(question, 0, passage, 0));
        }
        QVERIFY2(error / 64 < 0.015, qPrintable(QString::number(error / 64)));
    }

    void eachTokenIsComparedWithItsNearest()
    {
        const TokenVectors question = tokensOf({1, 2});
        const late::Question asked = late::questionOf(question);
        const auto both = late::similarity(asked, late::packed(tokensOf({2, 9, 1})));
        const auto one = late::similarity(asked, late::packed(tokensOf({2, 9, 8})));
        const auto none = late::similarity(asked, late::packed(tokensOf({7, 9, 8})));
        QVERIFY(*both > 0.9);
        QVERIFY(*both > *one + 0.1 && *one > *none + 0.1);
    }

    void whatIsFoundUnevenlyLiesApart()
    {
        const late::Question asked = late::questionOf(tokensOf({1, 2}));
        const auto both = late::nearest(asked, late::packed(tokensOf({2, 9, 1})));
        const auto one = late::nearest(asked, late::packed(tokensOf({2, 9, 8})));
        QCOMPARE(both.size(), 2U);
        QVERIFY(late::unevenness(asked, both) < 0.05);
        QVERIFY(late::unevenness(asked, one) > 0.05);
        QCOMPARE(*late::similarity(asked, both), *late::similarity(asked, late::packed(tokensOf({2, 9, 1}))));
        QVERIFY(late::nearest(asked, "odd").empty());
        QVERIFY(!late::similarity(asked, std::span<const float>()));
        QCOMPARE(late::unevenness(asked, {}), 0.0);
    }

    void rareTokensCountMore()
    {
        TokenVectors question = tokensOf({1, 2});
        question.rarity = {3.0F, 12.0F}; // an article and a name
        const late::Question asked = late::questionOf(question);
        const auto common = late::similarity(asked, late::packed(tokensOf({1, 9})));
        const auto rare = late::similarity(asked, late::packed(tokensOf({2, 9})));
        QVERIFY(*rare > *common + 0.2);
        QVERIFY(std::abs(asked.weights[0] + asked.weights[1] - 1) < 1e-6F);
    }

    void aLongQuestionKeepsItsRarestTokens()
    {
        std::vector<unsigned> seeds(300);
        for (unsigned i = 0; i < seeds.size(); ++i)
            seeds[i] = i + 1;
        TokenVectors question = tokensOf(seeds, 6);
        question.rarity.back() = 12;
        const late::Question asked = late::questionOf(question);
        QVERIFY(asked.weights.size() < seeds.size());
        QVERIFY(asked.weights.front() > asked.weights.back());
        QCOMPARE(asked.rows.size(), asked.weights.size() * dimension);
    }

    void halfAByteANumberIsKept() { QCOMPARE(late::packed(tokensOf({1, 2, 3})).size(), 3 * dimension / 2); }

    void nothingIsComparedWithNothing()
    {
        const late::Question asked = late::questionOf(tokensOf({1}));
        QVERIFY(!late::similarity(asked, ""));
        QVERIFY(!late::similarity(asked, std::string(dimension / 2 + 1, 'x'))); // damaged or of another dimension
        QVERIFY(late::similarity(asked, std::string(dimension / 2, 'x')));
        QVERIFY(late::packed({}).empty());
        QVERIFY(late::questionOf({}).empty());
        QVERIFY(!late::similarity({}, late::packed(tokensOf({1}))));
        TokenVectors withoutRows = tokensOf({1});
        withoutRows.rows.pop_back();
        QVERIFY(late::questionOf(withoutRows).empty() && late::packed(withoutRows).empty());
    }
};

QTEST_GUILESS_MAIN(TestLateInteraction)
#include "TestLateInteraction.moc"
