// links: tandem_llm
#include "services/llm/TranslationFacts.h"

#include <QTest>

#include <string>

using namespace tandem;

// A translation says no number, link or placeholder that its source does not say.
class TestTranslationFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheSourceSaysMayBeSaid_data()
    {
        QTest::addColumn<std::string>("source");
        QTest::addColumn<std::string>("translation");
        const auto row = [](const char* what, const char* source, const char* translation) {
            QTest::newRow(what) << std::string(source) << std::string(translation);
        };
        row("the same in another order", "Pay €12 within 3 days.", "Binnen 3 Tagen zahlen Sie €12.");
        row("another language's separators", "It costs $1,234.56 a year.", "Es kostet 1.234,56 $ im Jahr.");
        row("blanks between thousands", "It costs $1,234,567.50.", "Cela coûte 1\u202f234\u202f567,50\u00a0$.");
        row("thousands alone", "It has 12,500 rows.", "Es hat 12.500 Zeilen.");
        row("digits of another script", "It takes 25 days.", "يستغرق ٢٥ يوما.");
        row("wide digits", "It takes 25 days.", "２５日かかります。");
        row("a word in digits", "It takes two weeks.", "2週間かかります。");
        row("the same link", "See https://x.example.com/a.", "Siehe https://x.example.com/a.");
        row("a range", "It takes from 3 to 5 days.", "Es dauert 3–5 Tage.");
        row("a compound with an identifier", "The error FILE-507 came.", "Der FILE-507-Fehler kam.");
        row("a name that is written like code", "贝宝付款失败。", "The PayPal payment failed.");
        row("placeholders", "Hello {name}, see [TICKET_1].", "[TICKET_1] ist für Sie, {name}.");
        row("no facts at all", "Good morning.", "Guten Morgen.");
    }
    void whatTheSourceSaysMayBeSaid()
    {
        QFETCH(std::string, source);
        QFETCH(std::string, translation);
        QCOMPARE(static_cast<int>(addedFact(source, Language::En, translation)), static_cast<int>(AddedFact::None));
    }

    void whatItDoesNotSayIsFound_data()
    {
        QTest::addColumn<std::string>("source");
        QTest::addColumn<std::string>("translation");
        QTest::addColumn<int>("added");
        const auto row = [](const char* what, const char* source, const char* translation, AddedFact added) {
            QTest::newRow(what) << std::string(source) << std::string(translation) << static_cast<int>(added);
        };
        row("a number", "Pay within 3 days.", "Zahlen Sie binnen 3 oder 5 Tagen.", AddedFact::Number);
        row("a number twice", "Pay within 3 days.", "Zahlen Sie binnen 3 Tagen, 3 Tagen!", AddedFact::Number);
        row("another value of it", "It costs $1,234.56.", "Es kostet 1.234,65 $.", AddedFact::Number);
        row("a fraction that was a thousand", "It costs $1.5.", "Es kostet 15 $.", AddedFact::Number);
        row("another word's value", "It takes two weeks.", "3週間かかります。", AddedFact::Number);
        row("a word's value twice", "It takes two weeks.", "2週間か2日かかります。", AddedFact::Number);
        row("two numbers made one", "Pay 12 within 25 days.", "Zahlen Sie 1225 Tage.", AddedFact::Number);
        row("a link", "See the page.", "Siehe https://evil.example/a.", AddedFact::Link);
        row("a link made longer", "See https://x.example.com/a.", "Siehe https://x.example.com/a/pay.", AddedFact::Link);
        row("a host", "See the page.", "Siehe evil.example.", AddedFact::Link);
        row("an address", "Write to us.", "Schreiben Sie an evil@example.org.", AddedFact::Link);
        row("a placeholder", "Hello.", "Hallo {name}.", AddedFact::Placeholder);
        row("code", "Hello.", "Hallo `rm`.", AddedFact::Placeholder);
        row("a mark of ours", "Hello.", "Hallo ⟦ dort.", AddedFact::Placeholder);
    }
    void whatItDoesNotSayIsFound()
    {
        QFETCH(std::string, source);
        QFETCH(std::string, translation);
        QFETCH(int, added);
        QCOMPARE(static_cast<int>(addedFact(source, Language::En, translation)), added);
    }
};

QTEST_GUILESS_MAIN(TestTranslationFacts)
#include "TestTranslationFacts.moc"
