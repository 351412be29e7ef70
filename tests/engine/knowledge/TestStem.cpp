// links: tandem_knowledge
#include "base/Text.h"
#include "knowledge/Stem.h"

#include <QTest>

#include <string>
#include <vector>

using namespace tandem;

namespace {

std::string stem(const char* word)
{
    return indexStemOf(text::foldAccents(word));
}

} // namespace

class TestStem : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void formsOfAWordShareTheirStem_data();
    void formsOfAWordShareTheirStem();
    void differentWordsStayDifferent();
    void shortWordsStayWhole();
    void lettersAreCountedAndNotBytes();
    void otherScriptsAndDigitsStayAsTheyAre();
    void anArabicWordKeepsAtLeastTwoLetters();
    void oddBytesDoNoHarm();
};

void TestStem::formsOfAWordShareTheirStem_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::newRow("en") << QByteArray("subscription") << QByteArray("Subscriptions");
    QTest::newRow("de") << QByteArray("Rechnungen") << QByteArray("Rechnung");
    QTest::newRow("es") << QByteArray("configurar") << QByteArray("configuración");
    QTest::newRow("fr") << QByteArray("facturée") << QByteArray("factures");
    QTest::newRow("it") << QByteArray("pagamenti") << QByteArray("pagamento");
    QTest::newRow("nl") << QByteArray("betalingen") << QByteArray("betaling");
    QTest::newRow("pl") << QByteArray("płatności") << QByteArray("płatność");
    QTest::newRow("tr") << QByteArray("faturalarım") << QByteArray("faturalar");
    QTest::newRow("two languages") << QByteArray("Konfiguration") << QByteArray("konfigurieren");
    QTest::newRow("ar, article") << QByteArray("الفاتورة") << QByteArray("فاتورة");
    QTest::newRow("ar, and the") << QByteArray("والحساب") << QByteArray("حساب");
    QTest::newRow("ar, plural") << QByteArray("اشتراكات") << QByteArray("الاشتراك");
}

void TestStem::formsOfAWordShareTheirStem()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QCOMPARE(stem(left.constData()), stem(right.constData()));
}

void TestStem::differentWordsStayDifferent()
{
    QVERIFY(stem("invoice") != stem("invite"));
    QVERIFY(stem("refund") != stem("refuse"));
    QVERIFY(stem("حساب") != stem("فاتورة"));
}

void TestStem::shortWordsStayWhole()
{
    for (const char* word : {"a", "file", "refund"})
        QCOMPARE(stem(word), std::string(word));
    QCOMPARE(stem(""), std::string());
}

void TestStem::lettersAreCountedAndNotBytes()
{
    QCOMPARE(stem("подписка"), std::string("подпис"));
    QCOMPARE(stem("λογαριασμός"), std::string("λογαρι"));
}

void TestStem::otherScriptsAndDigitsStayAsTheyAre()
{
    for (const char* word : {"file507error", "12345678", "ファイル", "सदस्यता"})
        QCOMPARE(stem(word), text::foldAccents(word));
}

void TestStem::anArabicWordKeepsAtLeastTwoLetters()
{
    for (const char* word : {"ال", "في", "ات", "هي", "وال", "الي", "كان"})
        QVERIFY2(stem(word).size() >= 4, word);
}

void TestStem::oddBytesDoNoHarm()
{
    for (const char* bytes : {"\xD8", "\xD8\xA7\xD8", "\x80\x80\x80\x80\x80\x80\x80\x80", "\xC3", "\xFF\xFE"})
        QVERIFY(indexStemOf(bytes).size() <= std::string(bytes).size());
}

QTEST_GUILESS_MAIN(TestStem)
#include "TestStem.moc"
