// links: tandem_pipeline
#include "pipeline/AutoSend.h"

#include <QTest>

#include <cmath>
#include <string>

using namespace tandem;

// What people's reviews prove.
class TestAutoSend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBoundIsWilsons_data()
    {
        QTest::addColumn<int>("reviewed");
        QTest::addColumn<int>("wrong");
        QTest::addColumn<double>("bound");
        // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
        // method 3.
        QTest::newRow("81 of 263") << 263 << 182 << 0.2553;
        QTest::newRow("15 of 148") << 148 << 133 << 0.0624;
        QTest::newRow("0 of 20") << 20 << 20 << 0.0;
        QTest::newRow("1 of 29") << 29 << 28 << 0.0061;
        // By the closed form n / (n + z²).
        QTest::newRow("124 of 124") << 124 << 0 << 124 / (124 + 1.959964 * 1.959964);
        QTest::newRow("nothing") << 0 << 0 << 0.0;
    }
    void theBoundIsWilsons()
    {
        QFETCH(int, reviewed);
        QFETCH(int, wrong);
        QFETCH(double, bound);
        QVERIFY2(std::abs(provenShare({reviewed, wrong}) - bound) < 5e-5, std::to_string(provenShare({reviewed, wrong})).c_str());
    }

    void aHundredAndTwentyFourRightOnesUnlock()
    {
        const AutoSendRules rules;
        QVERIFY(!isProven({0, 0}, rules));
        QVERIFY(!isProven({123, 0}, rules));
        QVERIFY(isProven({124, 0}, rules));
        QVERIFY2(!isProven({125, 1}, rules), "a wrong one locks again at once");
        QVERIFY(isUnlocked({124, 0}, 0.75, rules));
        QVERIFY(!isUnlocked({124, 0}, 0.74, rules));
    }

    void whatIsMissingIsExact()
    {
        const AutoSendRules rules;
        QCOMPARE(missingReviews({0, 0}, rules), 124);
        QCOMPARE(missingReviews({100, 0}, rules), 24);
        QCOMPARE(missingReviews({124, 0}, rules), 0);
        for (const int wrong : {1, 2, 5}) {
            const int missing = missingReviews({124, wrong}, rules);
            QVERIFY(isProven({124 + missing, wrong}, rules) && !isProven({124 + missing - 1, wrong}, rules));
        }
    }

    void switchedOffNothingIsProven()
    {
        AutoSendRules rules;
        rules.isOn = false;
        QVERIFY(!isProven({500, 0}, rules));
        QCOMPARE(missingReviews({100, 0}, rules), 24);
        rules.bound = 1;
        QVERIFY(missingReviews({500, 0}, rules) > 10000);
    }

    void oneTicketInTwentyIsLookedAtAllTheSame()
    {
        const AutoSendRules rules;
        int sampled = 0;
        for (int i = 0; i < 10000; ++i)
            sampled += isSampled(TicketId("01HX" + std::to_string(i)), rules) ? 1 : 0;
        QVERIFY2(sampled > 400 && sampled < 600, std::to_string(sampled).c_str());
        AutoSendRules none;
        none.sample = 0;
        QVERIFY(!isSampled(TicketId("01HX1"), none));
        AutoSendRules all;
        all.sample = 1;
        QVERIFY(isSampled(TicketId("01HX1"), all));
    }
};

QTEST_GUILESS_MAIN(TestAutoSend)
#include "TestAutoSend.moc"
