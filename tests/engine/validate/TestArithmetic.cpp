// links: tandem_model
#include "model/facts/Arithmetic.h"

#include <QTest>

using namespace tandem;

namespace {

Quantity only(const char* text, Language language = Language::En)
{
    const FactText read = factsOf(text, language);
    const auto quantity = read.facts.size() == 1 ? quantityOf(read.facts.front()) : std::nullopt;
    return quantity.value_or(Quantity{{-1, 1}, {}, {}});
}

} // namespace

class TestArithmetic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decimalsAreExact()
    {
        QCOMPARE(fractionOf(0.1), (Fraction{1, 10}));
        QCOMPARE(fractionOf(32.10), (Fraction{321, 10}));
        QCOMPARE(fractionOf(1234567.89), (Fraction{123456789, 100}));
        QCOMPARE(fractionOf(900'000'000'000.5), (Fraction{1'800'000'000'001, 2}));
        QVERIFY(!fractionOf(1e16));
        QVERIFY(!fractionOf(1.0 / 3));
        const auto sum = calculated(only("€0.10"), Operation::Plus, only("€0.20"));
        QVERIFY(sum && sum->amount == (Fraction{3, 10}));
    }

    void roundingGoesWhereItIsTold()
    {
        const Fraction third{-7, 3};
        QCOMPARE(rounded({7, 3}, 0, Rounding::Up), (Fraction{3, 1}));
        QCOMPARE(rounded({7, 3}, 0, Rounding::Down), (Fraction{2, 1}));
        QCOMPARE(rounded({7, 3}, 2, Rounding::Nearest), (Fraction{233, 100}));
        QCOMPARE(rounded({5, 2}, 0, Rounding::Nearest), (Fraction{3, 1}));
        QCOMPARE(rounded({6, 3}, 0, Rounding::Up), (Fraction{2, 1}));
        QCOMPARE(rounded(third, 0, Rounding::Down), (Fraction{-3, 1}));
    }

    void unitsMustGoTogether()
    {
        QVERIFY(!calculated(only("€10"), Operation::Plus, only("$10")));
        QVERIFY(!calculated(only("€10"), Operation::Times, only("€10")));
        QVERIFY(!calculated(only("€10"), Operation::Plus, only("3 days")));
        QVERIFY(!calculated(only("€10"), Operation::Over, only("0")));
        const auto hours = calculated(only("1 hour"), Operation::Plus, only("30 minutes"));
        QVERIFY(hours && hours->amount == (Fraction{3, 2}));
        const auto files = calculated(only("1 GB"), Operation::Over, only("250 MB"));
        QVERIFY(files && files->amount == (Fraction{4, 1}) && files->measure.dimension == Dimension::None);
        QVERIFY(!calculated(only("9000000000000"), Operation::Times, only("9000000000000")));
    }

    void aPriceOfTimeCountsItsOwnPeriods()
    {
        Quantity monthly = only("€12");
        QVERIFY(!calculated(monthly, Operation::Times, only("2 years"))); // of which period?
        monthly.per = Measure{Dimension::Months, 1, {}};
        const auto years = calculated(monthly, Operation::Times, only("2 years"));
        QVERIFY(years && years->amount == (Fraction{288, 1}) && years->measure.dimension == Dimension::Money);
        QVERIFY(years->per && years->per->factor == 24);
        QVERIFY(!calculated(monthly, Operation::Times, only("14 days")));
        QVERIFY(!calculated(only("€8"), Operation::Times, only("300 GB")));
        Quantity hourly = only("€50");
        hourly.per = Measure{Dimension::Time, 3600, {}};
        const auto hours = calculated(only("90 minutes"), Operation::Times, hourly);
        QVERIFY(hours && hours->amount == (Fraction{75, 1}));
        Quantity yearly = only("€144");
        yearly.per = Measure{Dimension::Months, 12, {}};
        QVERIFY(!calculated(monthly, Operation::Plus, yearly));
        const auto seats = calculated(only("3"), Operation::Times, monthly);
        QVERIFY(seats && seats->per && seats->per->factor == 1);
    }

    void datesMoveByTheCalendar_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("period");
        QTest::addColumn<QString>("end");
        QTest::newRow("days") << "3 November 2026" << "60 days" << "2 January 2027";
        QTest::newRow("a leap day") << "28 February 2028" << "1 week" << "6 March 2028";
        QTest::newRow("the end of a month") << "31 January 2027" << "13 months" << "29 February 2028";
        QTest::newRow("years") << "29 February 2028" << "2 years" << "28 February 2030";
    }
    void datesMoveByTheCalendar()
    {
        QFETCH(QString, start);
        QFETCH(QString, period);
        QFETCH(QString, end);
        const auto moved = calculated(only(start.toUtf8().constData()), Operation::Plus, only(period.toUtf8().constData()));
        const Quantity wanted = only(end.toUtf8().constData());
        QVERIFY(moved && moved->date && wanted.date);
        QCOMPARE(moved->date->year, wanted.date->year);
        QCOMPARE(moved->date->month, wanted.date->month);
        QCOMPARE(moved->date->day, wanted.date->day);
    }

    void whatNobodyKnowsIsNotCalculated()
    {
        QVERIFY(!calculated(only("3 November 2026"), Operation::Plus, only("5 business days")));
        QVERIFY(!calculated(only("3 November 2026"), Operation::Plus, only("36 hours")));
        QVERIFY(!only("3 November").date);
    }
};

QTEST_GUILESS_MAIN(TestArithmetic)
#include "TestArithmetic.moc"
