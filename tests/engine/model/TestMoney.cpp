// links: tandem_model
#include "model/Money.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestMoney : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCurrencyHasItsOwnDecimals()
    {
        QCOMPARE(moneyText({38400, "EUR"}), std::string("384.00 EUR"));
        QCOMPARE(moneyText({5, "USD"}), std::string("0.05 USD"));
        QCOMPARE(moneyText({38400, "JPY"}), std::string("38400 JPY"));
        QCOMPARE(moneyText({1234, "KWD"}), std::string("1.234 KWD"));
        QVERIFY(!currencyDigits("EURO") && !currencyDigits("XYZ") && !currencyDigits("eur") && !currencyDigits("")
            && !currencyDigits(" EU"));
    }

    void whatIsWrittenReadsBack()
    {
        for (const Money& money :
            {Money{38400, "EUR"}, Money{1, "USD"}, Money{99, "JPY"}, Money{1001, "TND"}, Money{mostMinor, "PLN"}})
            QVERIFY2(moneyFrom(moneyText(money)) == money, moneyText(money).c_str());
        QVERIFY((moneyFrom(" 250 EUR ") == Money{25000, "EUR"}));
        QVERIFY((moneyFrom("19.9 EUR") == Money{1990, "EUR"}));
    }

    void whatIsNoAmountIsNone()
    {
        for (const char* text : {"", "EUR", "250", "-1 EUR", "0 EUR", "0.00 EUR", "1.234 EUR", "1.5 JPY", "1,50 EUR", "1. EUR",
                 ".5 EUR", "1e3 EUR", "99999999999999999999 EUR", "10000000001 EUR", "5 XYZ", "5 eur", "5 EUR USD"})
            QVERIFY2(!moneyFrom(text), text);
    }

    void aMeasuredAmountIsNeverRoundedToAnother()
    {
        QVERIFY((moneyOf(384.0, "EUR") == Money{38400, "EUR"}));
        QVERIFY((moneyOf(0.1 + 0.2, "EUR") == Money{30, "EUR"}));
        QVERIFY(!moneyOf(0.001, "EUR") && !moneyOf(1.005, "EUR") && !moneyOf(-3, "EUR") && !moneyOf(0, "EUR"));
        QVERIFY(!moneyOf(1e300, "EUR") && !moneyOf(std::numeric_limits<double>::quiet_NaN(), "EUR") && !moneyOf(3, ""));
    }
};

QTEST_GUILESS_MAIN(TestMoney)
#include "TestMoney.moc"
