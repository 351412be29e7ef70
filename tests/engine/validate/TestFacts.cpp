// links: tandem_model
#include "model/facts/Facts.h"

#include "support/Strings.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

// Whether every fact of the answer, names aside, is one of the evidence.
bool isIn(std::string_view answer, std::string_view evidence, Language language = Language::En)
{
    const FactText said = factsOf(answer, language);
    const FactText known = factsOf(evidence, language);
    bool any = false;
    for (const Fact& fact : said.facts) {
        if (fact.kind == FactKind::Name)
            continue;
        any = true;
        if (std::ranges::none_of(known.facts, [&](const Fact& other) { return sameFact(fact, other); }))
            return false;
    }
    return any;
}

std::string kinds(std::string_view text)
{
    constexpr std::string_view letters = "LEIMDTNn"; // FactKind in order
    std::string all;
    for (const Fact& fact : factsOf(text, Language::En).facts)
        all += letters[static_cast<std::size_t>(fact.kind)];
    return all;
}

} // namespace

class TestFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalAmountsAreTheSameHoweverWritten_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("evidence");
        QTest::addColumn<int>("language");
        const auto row = [](const char* answer, const char* evidence, Language language = Language::En) {
            QTest::newRow(answer) << QString::fromUtf8(answer) << QString::fromUtf8(evidence) << static_cast<int>(language);
        };
        row("24 hours", "1 day");
        row("one day", "24 hours");
        row("two weeks", "14 days");
        row("a fortnight", "14 days");
        row("60 minutes", "1 hour");
        row("12 months", "one year");
        row("the 30-day window", "within 30 days");
        row("1,000 rows", "1000 rows");
        row("1.000 Zeilen", "1 000 Zeilen", Language::De);
        row("99,95 %", "99.95%", Language::De);
        row("€1,200", "1.200 EUR");
        row("38 euros", "€38.00");
        row("2 GB", "2000 MB");
        row("2 GB", "2048 MB");
        row("5–10 business days", "5 to 10 business days");
        row("3 Werktage", "3 business days", Language::De);
        row("3 jours ouvrés", "3 business days", Language::Fr);
        row("3 dni robocze", "3 dni roboczych", Language::Pl);
        row("30 日以内", "30 天", Language::Zh);
        row("三十天", "30 天", Language::Zh);
        row("2 時間", "120 分", Language::Ja);
        row("يومين", "48 ساعة", Language::Ar);
        row("٣٠ يومًا", "30 يومًا", Language::Ar);
        row("zwei Wochen", "14 Tage", Language::De);
        row("on 1 September 2026", "from September 1, 2026");
        row("2026-09-01", "1 September 2026");
        row("1er septembre 2026", "01.09.2026", Language::Fr);
        row("1 de septiembre de 2026", "1/9/2026", Language::Es);
        row("2026年9月1日", "2026 年 9 月 1 日", Language::Zh);
        row("on 1 September", "1 September 2026");
        row("9 am", "09:00");
        row("14:30", "2:30 pm");
        row("14.30 Uhr", "14:30", Language::De);
        row("https://status.fernway.example/", "https://status.fernway.example");
        row("status.fernway.example", "https://status.fernway.example.");
        row("HELP@fernway.example", "help@fernway.example");
        row("file-507", "FILE-507");
        row("Settings > Billing", "Settings › Billing › Invoices");
        row("Settings → Billing → Invoices", "Open Settings › Billing › Invoices.");
    }

    void equalAmountsAreTheSameHoweverWritten()
    {
        QFETCH(QString, answer);
        QFETCH(QString, evidence);
        QFETCH(int, language);
        QVERIFY(isIn(answer.toStdString(), evidence.toStdString(), static_cast<Language>(language)));
    }

    void otherAmountsAreNot_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("evidence");
        const auto row = [](const char* answer, const char* evidence) {
            QTest::newRow(answer) << QString::fromUtf8(answer) << QString::fromUtf8(evidence);
        };
        row("30 days", "30 minutes");
        row("3 days", "3 business days");
        row("2 business hours", "2 business days");
        row("€38.00", "€32.00");
        row("$38", "€38");
        row("87%", "85%");
        row("10,000 rows", "1,000 rows");
        row("2 GB", "2 MB");
        row("three weeks", "14 days");
        row("1 September 2026", "1 September 2025");
        row("1 September 2026", "2 September 2026");
        row("1 September 2026", "1 September");
        row("Monday", "Tuesday");
        row("9 pm", "09:00");
        row("https://fernway.example/login", "https://app.fernway.example/login");
        row("help@fernway.example", "billing@fernway.example");
        row("FILE-507", "FILE-508");
        row("Settings › Members", "Settings › Billing");
        row("Settings › Billing › Invoices", "Settings › Billing");
    }

    void otherAmountsAreNot()
    {
        QFETCH(QString, answer);
        QFETCH(QString, evidence);
        QVERIFY(!isIn(answer.toStdString(), evidence.toStdString()));
    }

    void everyKindIsFound()
    {
        QCOMPARE(qt(kinds("See https://a.example/x or mail help@a.example")), qt("LE"));
        QCOMPARE(qt(kinds("Error FILE-507 came on 3 May 2026 at 14:30")), qt("IDT"));
        QCOMPARE(qt(kinds("Open Settings › Billing › Plan")), qt("M"));
        QCOMPARE(qt(kinds("We use Chrome for 3 days")), qt("nN"));
        QCOMPARE(qt(kinds("nothing in here at all")), qt(""));
    }

    void rangesShareTheirUnit()
    {
        const auto facts = factsOf("30, 7 and 1 days before", Language::En).facts;
        QCOMPARE(facts.size(), std::size_t{3});
        for (const Fact& fact : facts)
            QVERIFY(fact.measure.dimension == Dimension::Time);
    }

    void aYearIsNoDuration()
    {
        const auto facts = factsOf("In 2026 years of work ended", Language::En).facts;
        QCOMPARE(facts.size(), std::size_t{1});
        QVERIFY(facts[0].measure.dimension == Dimension::None);
    }

    void germanNounsAreNoNames()
    {
        QVERIFY(factsOf("Wir senden die Rechnung an den Kontakt", Language::De).facts.empty());
        QCOMPARE(factsOf("Zahlung mit PayPal", Language::De).facts.size(), std::size_t{1});
    }

    void brokenTextDoesNoHarm()
    {
        for (const char* text : {"", "\xff\xfe 12", "› › ›", ">", "1.2.3.4.5,,,..", "99999999999999999999999999999999", "@",
                 "https://", "一", "1/2/", "-5-", "12:", "€", "3 › 4 > 5"})
            static_cast<void>(factsOf(text, Language::En));
    }
};

QTEST_GUILESS_MAIN(TestFacts)
#include "TestFacts.moc"
