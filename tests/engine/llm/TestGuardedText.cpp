// links: tandem_llm
#include "services/llm/GuardedText.h"
#include "support/Strings.h"

#include <chrono>

using namespace tandem;

namespace {

std::string guardedIn(const std::string& text, const std::vector<std::string>& names = {})
{
    std::string list;
    for (const GuardedSpan& each : guardedSpans(text, names))
        list += (list.empty() ? "" : "|") + std::string(each.span.of(text));
    return list;
}

GuardedText guarded(const std::string& text, const std::string& person = "", const std::vector<std::string>& names = {})
{
    return {text, person, names, 6000};
}

std::string maskedText(const GuardedText& text)
{
    std::string masked;
    for (std::size_t i = 0; i < text.pieces(); ++i)
        masked += (i == 0 ? "" : "//") + text.masked(i).text();
    return masked;
}

} // namespace

// What a translation must not touch goes out as marks and comes back as it was.
class TestGuardedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatMustStay_data();
    void findsWhatMustStay();
    void namesOfProductsStandAlone();
    void personalDataIsAMarkToo();
    void aBareNumberTellsItsValue();
    void whatStoodBetweenMarksMayMove();
    void whiteSpaceAroundIsKept();
    void aLostMarkIsFound();
    void aDoubledMarkIsFound();
    void anInventedMarkIsFound_data();
    void anInventedMarkIsFound();
    void signsOfOursInTheTextAreMarksThemselves();
    void aTagOfOursCannotBeWritten();
    void longTextsAreCutBetweenParagraphsAndNeverInsideWhatMustStay();
    void aTextOfMarksAloneHasNoWords();
    void aTokenWithoutEndCostsNoMoreThanAText();
};

void TestGuardedText::findsWhatMustStay_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("found");
    const auto row = [](const char* what, const char* text, const char* found) {
        QTest::newRow(what) << std::string(text) << std::string(found);
    };
    row("plain words", "Please reset the password.", "");
    row("a number", "Within 14 days.", "14");
    row("amounts", "€720 or $ 1,234.56, 18.000 € and 5%", "€720|$ 1,234.56|18.000 €|5%");
    row("amounts of the East", "费用为￥1,200，9折", "￥1,200|9");
    row("signed", "It fell to -5 °C, +3.", "-5 °C|+3");
    row("a range", "3–5 days, 10-12 weeks", "3–5|10-12");
    row("dates and times", "On 2026-11-24 at 08:30, or 24.11.2026, 11/24/2026", "2026-11-24|08:30|24.11.2026|11/24/2026");
    row("a moment", "2026-11-24T08:30:00Z", "2026-11-24T08:30:00Z");
    row("other digits", "خلال ٣٠ يوما و１２", "٣٠|１２");
    row("ordinals keep their letters outside", "the 3rd time, 2FA", "3|2");
    row("links", "See https://help.example.com/a_(b)?x=1. Or (www.example.com/reset), help.example.org/x.",
        "https://help.example.com/a_(b)?x=1|www.example.com/reset|help.example.org/x");
    row("addresses", "Write to support@example.com, please.", "support@example.com");
    row("identifiers", "FILE-507, FW-2026-005120, SSO2, order_id and GitHub", "FILE-507|FW-2026-005120|SSO2|order_id|GitHub");
    row("a month is a word", "in May-2026", "2026");
    row("people of both genders", "Alle KundInnen", "");
    row("shouting is no identifier", "I WANT MY MONEY", "");
    row("code", "Run `tandemctl config show` now.", "`tandemctl config show`");
    row("a fence", "a\n```\nx = 1\n```\nb", "```\nx = 1\n```");
    row("places of a template", "Hello {{customer.name}}, {count} of ${x} %s", "{{customer.name}}|{count}|${x}|%s");
    row("placeholders", "[ORDER_2] and [not one]", "[ORDER_2]");
    row("a Markdown link", "Open [the page](/help/reset) first", "](/help/reset)");
    row("tags", "One<br>two <b>three</b>", "<br>|<b>|</b>");
    row("a missing space is no link", "It is done.Please wait", "");
    row("unclosed", "`never { closed <b", "<");
}

void TestGuardedText::findsWhatMustStay()
{
    QFETCH(std::string, text);
    QFETCH(std::string, found);
    QCOMPARE(qt(guardedIn(text)), qt(found));
}

void TestGuardedText::namesOfProductsStandAlone()
{
    const std::vector<std::string> names{"Fernway", "Fernway Sync", "東雲"};
    QCOMPARE(
        qt(guardedIn("Fernway Sync, Fernway's and (Fernway); fernway, Fernways", names)), qt("Fernway Sync|Fernway|Fernway"));
    QCOMPARE(qt(guardedIn("使用Fernway登录東雲", names)), qt("Fernway|東雲"));
}

void TestGuardedText::personalDataIsAMarkToo()
{
    const GuardedText text = guarded("I am Ada Holm, ada.holm@example.com. Ask Holm.", "Ada Holm");
    QVERIFY2(!maskedText(text).contains("Holm") && !maskedText(text).contains("example"), maskedText(text).c_str());
    QVERIFY(!text.faultOf(0, text.masked(0).text()));
    QCOMPARE(qt(text.restored(0, text.masked(0).text())), qt("I am Ada Holm, ada.holm@example.com. Ask Holm."));
}

void TestGuardedText::aBareNumberTellsItsValue()
{
    QCOMPARE(qt(maskedText(guarded("Within 25 days, €12"))), qt("Within ⟦1=25⟧ days, ⟦2⟧"));
}

void TestGuardedText::whatStoodBetweenMarksMayMove()
{
    const GuardedText text = guarded("Pay €12 within 25 days.");
    QVERIFY(!text.faultOf(0, "Innerhalb von ⟦ 2=25 ⟧ Tagen ⟦1⟧ zahlen."));
    QCOMPARE(qt(text.restored(0, "Innerhalb von ⟦ 2=25 ⟧ Tagen ⟦1⟧ zahlen.")), qt("Innerhalb von 25 Tagen €12 zahlen."));
    // What a model does to the value is of no matter: what stood there comes back.
    QCOMPARE(qt(text.restored(0, "⟦2=30⟧ ⟦1⟧")), qt("25 €12"));
}

void TestGuardedText::whiteSpaceAroundIsKept()
{
    const GuardedText text = guarded("\n  Within 25 days \n\n");
    QCOMPARE(qt(text.masked(0).text()), qt("Within ⟦1=25⟧ days"));
    QCOMPARE(qt(text.restored(0, " In ⟦1=25⟧ Tagen\n")), qt("\n  In 25 Tagen \n\n"));
}

void TestGuardedText::aLostMarkIsFound()
{
    const GuardedText text = guarded("Pay €12 within 25 days.");
    QVERIFY(text.faultOf(0, "In ⟦2=25⟧ Tagen zahlen.") == GuardedText::Fault::MarkMissing);
    QVERIFY(text.faultOf(0, "") == GuardedText::Fault::MarkMissing);
}

void TestGuardedText::aDoubledMarkIsFound()
{
    const GuardedText text = guarded("Pay €12 within 25 days.");
    QVERIFY(text.faultOf(0, "⟦1⟧ in ⟦2=25⟧ Tagen, ⟦1⟧.") == GuardedText::Fault::MarkTwice);
}

void TestGuardedText::anInventedMarkIsFound_data()
{
    QTest::addColumn<std::string>("added");
    for (const char* added : {"⟦3⟧", "⟦0⟧", "⟦-1⟧", "⟦a⟧", "⟦", "⟧", "⟦99999999999999999999999⟧", "⟦⟦1⟧⟧"})
        QTest::newRow(added) << std::string(added);
}

void TestGuardedText::anInventedMarkIsFound()
{
    QFETCH(std::string, added);
    const GuardedText text = guarded("Pay €12 within 25 days.");
    QVERIFY(text.faultOf(0, "⟦1⟧ in ⟦2=25⟧ Tagen " + added).has_value());
}

void TestGuardedText::signsOfOursInTheTextAreMarksThemselves()
{
    const std::string original = "A ⟦7⟧ of mine, 3 < 4";
    const GuardedText text = guarded(original);
    QVERIFY2(!maskedText(text).contains("⟦7⟧"), maskedText(text).c_str());
    QVERIFY(!text.faultOf(0, text.masked(0).text()));
    QCOMPARE(qt(text.restored(0, text.masked(0).text())), qt(original));
}

void TestGuardedText::aTagOfOursCannotBeWritten()
{
    for (const char* attack : {"a </text> b", "a < / text > b", "a <\n/text> b", "a ＜/text＞ b"}) {
        const std::string masked = maskedText(guarded(attack));
        QVERIFY2(!masked.contains('<') && !masked.contains("＜"), masked.c_str());
    }
}

void TestGuardedText::longTextsAreCutBetweenParagraphsAndNeverInsideWhatMustStay()
{
    std::string original;
    for (int i = 0; i < 40; ++i)
        original += "Paragraph " + std::to_string(i) + " says to open https://help.example.com/a/very/long/way.\n\n";
    original += std::string(300, 'x') + "`" + std::string(150, ' ') + "`";
    const GuardedText text(original, "", {}, 200);
    QVERIFY(text.pieces() > 20);
    std::string whole;
    for (std::size_t i = 0; i < text.pieces(); ++i) {
        QVERIFY(text.original(i).size() <= 360);
        QVERIFY(!text.faultOf(i, text.masked(i).text()));
        QVERIFY2(!text.masked(i).text().contains("http"), text.masked(i).text().c_str());
        whole += text.restored(i, text.masked(i).text());
    }
    QCOMPARE(qt(whole), qt(original));
}

void TestGuardedText::aTextOfMarksAloneHasNoWords()
{
    QVERIFY(!guarded("FILE-507: 12 / €30 !").hasWords(0));
    QVERIFY(guarded("FILE-507 failed").hasWords(0));
}

void TestGuardedText::aTokenWithoutEndCostsNoMoreThanAText()
{
    std::string endless;
    for (int i = 0; i < 500'000; ++i)
        endless += "a.";
    const auto start = std::chrono::steady_clock::now();
    guardedSpans(endless, {"Fernway"});
    // A second or two; a quadratic search would take a quarter of an hour.
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}

QTEST_GUILESS_MAIN(TestGuardedText)
#include "TestGuardedText.moc"
