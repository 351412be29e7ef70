// links: tandem_llm
#include "services/llm/QuotedText.h"

#include "base/Text.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

const std::string first = "Hello,\nour export of order 4711 fails since version 8.2.1.\nWhat does FILE-507 mean?\nAda";
const std::string second = "Hello Ada,\nwe will send you a fix by 3 December 2026. FILE-507 means that the disk is full.\nTom";

std::string asQuoted(const std::string& said)
{
    std::string result;
    for (const std::string_view line : text::lines(said))
        result += "> " + std::string(line) + "\n";
    return result;
}

} // namespace

// What was said before is told once.
class TestQuotedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aQuotationAtTheEndIsLeftOut()
    {
        QuotedText texts;
        QCOMPARE(qt(texts.withoutRepeats(first)), qt(first));
        QCOMPARE(qt(texts.withoutRepeats(second + "\n\nAda wrote:\n" + asQuoted(first))), qt(second + "\n\nAda wrote:\n"));
        // Twice quoted, and wrapped anew by a mail program.
        const std::string third
            = "It still fails on 8.2.2.\n\n>> Hello,\n>> our export of order 4711\n>> fails since version 8.2.1.\n"
              "> Hello Ada,\n> we will send you a fix by\n> 3 December 2026.\n";
        QCOMPARE(qt(texts.withoutRepeats(third)), qt("It still fails on 8.2.2.\n\n"));
    }

    void aQuotationWithoutMarksIsLeftOutToo()
    {
        QuotedText texts;
        texts.withoutRepeats(first);
        QCOMPARE(qt(texts.withoutRepeats("Any news?\n-----Original Message-----\nHello,\nour export of order 4711 fails since "
                                         "version 8.2.1.\nWhat does FILE-507 mean?\nAda")),
            qt("Any news?\n-----Original Message-----\nHello,\n"));
    }

    void whatNobodySaidBeforeStays_data()
    {
        QTest::addColumn<std::string>("message");
        QTest::newRow("another number") << std::string("No.\n> our export of order 4712 fails since version 8.2.1.");
        QTest::newRow("part of a number") << std::string("No.\n> 3 December 202");
        QTest::newRow("a mail from before the ticket") << std::string("See below.\n> We promised you a credit of 50 euros.");
        QTest::newRow("new words below") << std::string("> What does FILE-507 mean?\nThat the disk is full?");
        QTest::newRow("a short line again") << std::string("Hello,\nAda");
        QTest::newRow("the same again") << std::string("our export of order 4711 fails since version 8.2.1.");
        QTest::newRow("nothing but a quotation") << std::string("> What does FILE-507 mean?");
        QTest::newRow("one line said again") << std::string("As I wrote:\nour export of order 4711 fails since version 8.2.1.");
        QTest::newRow("empty") << std::string();
        QTest::newRow("blank lines") << std::string("\n\nYes.\n\n");
    }
    void whatNobodySaidBeforeStays()
    {
        QFETCH(std::string, message);
        QuotedText texts;
        texts.withoutRepeats(first);
        texts.withoutRepeats(second);
        QCOMPARE(qt(texts.withoutRepeats(message)), qt(message));
    }

    void aLongQuotationBeforeTheAnswerIsLeftOut()
    {
        QuotedText texts;
        texts.withoutRepeats(first);
        QCOMPARE(
            qt(texts.withoutRepeats(asQuoted(first) + "It means that the disk is full.")), qt("It means that the disk is full."));
    }

    void everyWordIsStillSaidOnce()
    {
        // Twelve mails, each with all those before it below.
        QuotedText texts;
        std::string thread;
        std::string told;
        std::size_t whole = 0;
        for (int i = 0; i < 12; ++i) {
            const std::string own = "Message " + std::to_string(i) + ": order " + std::to_string(90'000 + i) + " costs €"
                + std::to_string(i) + ",50 since version " + std::to_string(i) + ".0.1; see https://x.example.com/"
                + std::to_string(i);
            thread = own + "\n\n" + asQuoted(thread);
            whole += thread.size();
            told += texts.withoutRepeats(thread);
            QVERIFY(told.contains(own));
        }
        QVERIFY2(told.size() * 3 < whole, std::to_string(told.size()).c_str());
    }
};

QTEST_GUILESS_MAIN(TestQuotedText)
#include "TestQuotedText.moc"
