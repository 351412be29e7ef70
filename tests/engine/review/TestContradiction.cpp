// links: tandem_pipeline
#include "pipeline/review/Contradiction.h"

#include "support/Strings.h"

#include <QTest>

using namespace tandem;
using contradiction::Statement;

namespace {

// What differs, "" for nothing: "14 days / 30 days", "denied".
std::string between(const char* first, const char* second, Language language = Language::En, const char* heading = "",
    std::optional<double> cosine = std::nullopt)
{
    const Statement left(first, heading, language);
    const Statement right(second, heading, language);
    const auto conflict = contradiction::differenceOf(left, right);
    const auto reverse = contradiction::differenceOf(right, left); // NOLINT(readability-suspicious-call-argument): on purpose
    if (conflict.has_value() != reverse.has_value())
        return "it depends on the order";
    if (!conflict || contradiction::likeness(left, right, cosine, conflict->denied) < contradiction::contradicts)
        return "";
    return conflict->denied ? "denied" : conflict->first + " / " + conflict->second;
}

} // namespace

class TestContradiction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesOfOneThingAreCompared_data();
    void valuesOfOneThingAreCompared();
    void theSameValueInAnotherUnitIsNone_data();
    void theSameValueInAnotherUnitIsNone();
    void otherThingsMayHaveOtherValues_data();
    void otherThingsMayHaveOtherValues();
    void whatIsDeniedContradictsWhatIsSaid();
    void vectorsThatLieApartAreOfOtherThings();
    void aShortSentenceIsReadUnderItsHeading();
    void emptyTextsSayNothing();
};

void TestContradiction::valuesOfOneThingAreCompared_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<int>("language");
    QTest::addColumn<QString>("conflict");
    const auto row = [](const char* name, Language language, const char* first, const char* second, const char* conflict) {
        QTest::newRow(name) << QString::fromUtf8(first) << QString::fromUtf8(second) << static_cast<int>(language)
                            << QString::fromUtf8(conflict);
    };
    row("duration", Language::En, "The trial period lasts 14 days.", "The trial period lasts 30 days.", "14 days / 30 days");
    row("money", Language::En, "The cleaning fee is €5.", "The cleaning fee is €7.", "€5 / €7");
    row("percent", Language::De, "Die Anzahlung beträgt 20 %.", "Die Anzahlung beträgt 30 %.", "20 % / 30 %");
    row("data", Language::Fr, "Une photo pèse au plus 5 Mo.", "Une photo pèse au plus 8 Mo.", "5 Mo / 8 Mo");
    row("count", Language::Es, "Un grupo admite hasta 12 alumnos.", "Un grupo admite hasta 15 alumnos.", "12 / 15");
    row("time of day", Language::It, "La cucina chiude alle 22:00.", "La cucina chiude alle 23:30.", "22:00 / 23:30");
    row("Japanese", Language::Ja, "予約は3日前まで変更できます。", "予約は7日前まで変更できます。", "3日 / 7日");
}

void TestContradiction::valuesOfOneThingAreCompared()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QFETCH(const int, language);
    QFETCH(const QString, conflict);
    QCOMPARE(qt(between(first.toUtf8().constData(), second.toUtf8().constData(), static_cast<Language>(language))), conflict);
}

void TestContradiction::theSameValueInAnotherUnitIsNone_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("hours and days") << "Tickets are answered within 48 hours." << "Tickets are answered within 2 days.";
    QTest::newRow("a month") << "The link works for 30 days." << "The link works for one month.";
    QTest::newRow("business days") << "A transfer takes 5 business days." << "A transfer takes one week.";
    QTest::newRow("a range") << "A transfer takes 3 to 7 days." << "A transfer takes 5 days.";
    QTest::newRow("money") << "The cleaning fee is €5." << "The cleaning fee is 5.00 EUR.";
    QTest::newRow("data") << "Photos have up to 1 GB." << "Photos have up to 1024 MB.";
}

void TestContradiction::theSameValueInAnotherUnitIsNone()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QCOMPARE(between(first.toUtf8().constData(), second.toUtf8().constData()), std::string());
}

void TestContradiction::otherThingsMayHaveOtherValues_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("another case") << "A monthly plan can be cancelled within 14 days."
                                  << "An annual plan can be cancelled within 30 days.";
    QTest::newRow("a name") << "Delivery takes 3 days." << "Delivery to Norway takes 9 days.";
    QTest::newRow("opposite bounds") << "A name has at least 3 letters." << "A name has at most 40 letters.";
    QTest::newRow("another time") << "Until 2024 the trial period lasted 14 days." << "The trial period lasts 30 days.";
    QTest::newRow("a day") << "Since 1 May 2026 the fee is €7." << "The fee is €5.";
    QTest::newRow("two values") << "A delay of 60 minutes gives 25% back." << "A delay of 120 minutes gives 50% back.";
    QTest::newRow("another code") << "Error FILE-507 goes away within 5 minutes."
                                  << "Error FILE-612 goes away within 20 minutes.";
    QTest::newRow("another currency") << "The cleaning fee is €5." << "The cleaning fee is $7.";
    QTest::newRow("nothing in common") << "It takes 3 days." << "It takes 5 days.";
}

void TestContradiction::otherThingsMayHaveOtherValues()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QCOMPARE(between(first.toUtf8().constData(), second.toUtf8().constData()), std::string());
}

void TestContradiction::whatIsDeniedContradictsWhatIsSaid()
{
    QCOMPARE(between("Gift cards can be exchanged for cash.", "Gift cards cannot be exchanged for cash."), std::string("denied"));
    QCOMPARE(
        between("Rabatte sind kombinierbar mit Gutscheinen.", "Rabatte sind nicht kombinierbar mit Gutscheinen.", Language::De),
        std::string("denied"));
    // Of another thing, in another case, and both.
    QCOMPARE(between("Gift cards can be exchanged for cash.", "Vouchers cannot be exchanged for cash."), std::string());
    QCOMPARE(between("Gift cards can be exchanged for cash.", "Gift cards cannot be exchanged for cash after 3 years."),
        std::string());
    QCOMPARE(between("Gift cards cannot be exchanged for cash.", "Gift cards cannot be exchanged for cash."), std::string());
}

void TestContradiction::vectorsThatLieApartAreOfOtherThings()
{
    constexpr const char* first = "The trial period lasts 14 days.";
    constexpr const char* second = "The trial period lasts 30 days.";
    QVERIFY(!between(first, second, Language::En, "", 0.95).empty());
    QVERIFY(between(first, second, Language::En, "", 0.7).empty());
}

void TestContradiction::aShortSentenceIsReadUnderItsHeading()
{
    const auto contradict = [](const char* first, const char* second) {
        const Statement left("Delivery takes 3 days.", first, Language::En);
        const Statement right("Delivery takes 5 days.", second, Language::En);
        return contradiction::likeness(left, right, std::nullopt, false) >= contradiction::contradicts;
    };
    QVERIFY(contradict("Delivery", "Delivery times"));
    QVERIFY(contradict("", ""));
    QVERIFY(!contradict("Furniture", "Books"));
    QVERIFY(!contradict("Express shipping", "Standard shipping"));
}

void TestContradiction::emptyTextsSayNothing()
{
    QCOMPARE(between("", ""), std::string());
    QCOMPARE(between("14 days", "30 days"), std::string());
}

QTEST_GUILESS_MAIN(TestContradiction)
#include "TestContradiction.moc"
