// links: tandem_pipeline
#include "pipeline/validate/Grounding.h"

#include "services/llm/ReplyTemplates.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

const std::string prices
    = "The Team plan costs €32.00 per seat a month. A period has 30 days. A reset link is valid for 14 days. "
      "Non-profit organisations receive a discount of 40%. A file may have at most 10,000 rows. Setup costs $15. "
      "Each started period of 41 days counts. The late fee of €100 is not refunded. A guest costs €4.";

DraftSentence claim(const std::string& text)
{
    DraftSentence sentence;
    sentence.text = text;
    return sentence;
}

DraftSentence checked(const std::string& said, const std::string& answer)
{
    return valueOf(Grounding(nullptr).check({evidenceOf(prices)}, {claim(answer)}, {}, said)).front();
}

} // namespace

class TestDerivedNumbers final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aShownCalculationIsSupportedWhenItIsRight_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* said, const char* answer) { QTest::newRow(answer) << said << answer; };
        row("What do 3 seats cost?", "3 × €32.00 = €96.00");
        row("What do three seats cost?", "3 x €32 = €96");
        row("We are 3.", "In total: 3 × €32.00 = €96.00 per month.");
        row("What do 3 seats cost?", "3 seats × €32.00 = €96.00.");
        row("3 seats and 12 months please", "3 × €32 × 12 months = €1,152.");
        row("2 years, please.", "€32 × 2 years = €768");
        row("2 years, please.", "€32 a month × 24 months = €768");
        row("Our bill is 3 seats.", "€96 = 3 × €32");
        row("It has been 90 days.", "90 days ÷ 41, rounded up = 3 periods");
        row("It has been 90 days.", "90 days ÷ 41 days = 3 (rounded up)");
        row("It has been 75 days.", "75 days ÷ 30 = 2.5 periods");
        row("It has been 40 days.", "40 days ÷ 30, rounded = 1.3 periods");
        row("I asked on 2026-11-03.", "2026-11-03 + 14 days = 2026-11-17");
        row("I asked on 3 November 2026.", "3 November 2026 + 30 days = 3 December 2026");
        row("Our bill is €240.", "40% of €240 = €96");
        row("Our bill is €240.", "€240 − 40% = €144");
        row("I have 45,000 rows.", "45,000 ÷ 10,000, rounded up = 5");
        row("I have 2 seats and a guest.", "2 × €32 + €4 = €68");
        row("Wir sind 35.", "35 × 32,00 € = 1.120,00 €");
        row("Nous sommes 35.", "35 × 32 € = 1 120 €");
        row("Chcemy 35.", "35 × 32 € = 1 120,00 €");
        row("2026年11月3日に依頼しました。", "2026年11月3日 + 14日 = 2026年11月17日");
        row("Lo pedí el 3 de noviembre de 2026.", "3 de noviembre de 2026 + 14 días = 17 de noviembre de 2026");
    }
    void aShownCalculationIsSupportedWhenItIsRight()
    {
        QFETCH(QString, said);
        QFETCH(QString, answer);
        const DraftSentence sentence = checked(said.toStdString(), answer.toStdString());
        QVERIFY2(sentence.supported, sentence.reason.c_str());
        QVERIFY(!sentence.citations.empty());
    }

    void aWrongOrUnfoundedCalculationIsRefused_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("reason");
        const auto row
            = [](const char* said, const char* answer, const char* reason) { QTest::newRow(answer) << said << answer << reason; };
        row("3 seats", "3 × €32.00 = €99.00", "is not €99.00");
        row("3 seats", "3 × €32.00 = $96.00", "is not $96.00");
        row("3 seats", "3 × €38.00 = €114.00", "€38.00 is neither");
        row("3 seats", "4 × €32.00 = €128.00", "4 is neither");
        row("3 seats", "€32 + $15 = €47", "units do not go together");
        row("3 seats", "€32 × $15 = €480", "units do not go together");
        row("It has been 90 days.", "90 days ÷ 41, rounded up = 2 periods", "is not 2");
        row("It has been 41 days.", "41 days ÷ 30 = 2 periods", "is not 2");
        row("I asked on 2026-11-03.", "2026-11-03 + 14 days = 2026-11-18", "is not 2026-11-18");
        row("I asked on 2026-11-03.", "2026-11-04 + 14 days = 2026-11-18", "2026-11-04 is neither");
        row("Our bill is €240.", "40% of €240 = €144", "is not €144");
        row("Our bill is €240.", "50% of €240 = €120", "50% is neither");
        row("Wir sind 35.", "35 × 32,00 € = 1.210,00 €", "is not 1.210,00 €");
        row("I paid €64 and got €32.50 back.", "€64 − €32.50 = €31.50", "the customer alone");
        row("Our bill is €240.", "€32 ÷ 0 = €1", "0 is neither");
        // What the customer says it costs, or is off, is no rule.
        row("I have a voucher of 50 %.", "€32 − 50 % = €16", "the customer alone");
        row("I have a voucher of €18.", "€32 − €18 = €14", "the customer alone");
        row("A seat costs €5 a month, I need 3.", "3 × €5 = €15", "the customer alone");
        row("A seat costs €5 a month. And the discount?", "€5 − 40% = €3", "the customer alone");
        row("J'ai une remise de 50 %.", "32 € − 50 % = 16 €", "the customer alone");
        row("Ich habe 50 % Rabatt.", "32 € − 50 % = 16 €", "the customer alone");
        row("Tengo un 50 % de descuento.", "50 % de 32 € = 16 €", "the customer alone");
        // A price is one of a period.
        row("2 years, please.", "€32 × 2 years = €64", "is not €64");
        row("3 seats", "3 × €32 = €96 a year", "is not €96");
        row("3 seats", "3 × €32 a year = €96", "price of another period");
        row("14 days", "€4 × 14 days = €56", "units do not go together");
        // What the evidence does not round, nobody rounds.
        row("It has been 44 days.", "44 days ÷ 30, rounded up = 2 periods", "is not 2");
        row("It has been 44 days.", "44 days ÷ 30, rounded down = 1 period", "is not 1");
        row("It has been 90 days.", "90 days ÷ 41, rounded down = 2 periods", "is not 2");
        row("3 seats", "3 × €32.40 = €98, rounded up", "neither");
        row("45,000 rows", "45,000 ÷ 10,000, unrounded up = 5", "is not 5");
        row("45,000 rows", "45,000 ÷ 10,000, rounded = 4", "is not 4");
        row("3 seats", "€32 ÷ 3, rounded up = €11", "is not €11");
        // A calculation is read from its start to its end.
        row("3 guests", "€100-3 × €4 = €12", "part of a longer calculation");
        row("3 guests", "€100- 3 × €4 = €12", "part of a longer calculation");
        row("3 guests", "€100 + 2 / -3 × €4 = €12", "part of a longer calculation");
        row("3 guests", "The total minus 3 × €4 = €12", "part of a longer calculation");
        row("3 guests", "€100 = 3 × €4 = €12", "is not €100");
        row("3 guests", "3 × €4 = €12 − €4", "part of a longer calculation");
    }
    void aWrongOrUnfoundedCalculationIsRefused()
    {
        QFETCH(QString, said);
        QFETCH(QString, answer);
        QFETCH(QString, reason);
        const DraftSentence sentence = checked(said.toStdString(), answer.toStdString());
        QVERIFY(!sentence.supported);
        QVERIFY2(sentence.reason.contains(reason.toStdString()), sentence.reason.c_str());
    }

    void aCustomersClaimSupportsNothingByItself()
    {
        QVERIFY(!checked("You promised me 90 days.", "A reset link is valid for 90 days.").supported);
        QVERIFY(!checked("You owe me €500.", "You get €500 back.").supported);
    }

    void aRightCalculationDoesNotCarryAnotherClaim()
    {
        QVERIFY(!checked("3 seats", "Everybody may cancel at any time and gets 3 × €32.00 = €96.00 refunded in gold.").supported);
        QVERIFY(!checked("3 seats", "It is not true that 3 × €32.00 = €96.00.").supported);
    }

    void aCalculationDoesNotHideThatTheEvidenceDenies()
    {
        QVERIFY(!checked("3 incidents", "The late fee is refunded: 3 × €100 = €300.").supported);
        QVERIFY(checked("3 incidents", "The late fee is not refunded: 3 × €100 = €300.").supported);
        QVERIFY(checked("3 incidents", "3 × €100 = €300").supported);
    }

    void anOperandFromAnUncitedPassageIsRefused()
    {
        const auto passage = [](const char* id, const char* text) {
            Passage made;
            made.id = PassageId(id);
            made.article = ArticleId(id);
            made.text = text;
            made.sentences = text::sentences(made.text);
            return evidenceOf(made);
        };
        const std::vector<Evidence> evidence{
            passage("team", "The Team plan costs €12 per seat."), passage("business", "The Business plan costs €24 per seat.")};
        DraftSentence sentence = claim("3 × €24 = €72");
        sentence.citations.push_back({ArticleId("team"), PassageId("team"), "The Team plan costs €12 per seat."});
        QVERIFY(!valueOf(Grounding(nullptr).check(evidence, {sentence}, {}, "3 seats")).front().supported);
        sentence.citations.front() = {ArticleId("business"), PassageId("business"), "The Business plan costs €24 per seat."};
        QVERIFY(valueOf(Grounding(nullptr).check(evidence, {sentence}, {}, "3 seats")).front().supported);
    }

    void whatTheTemplatesSayAroundACalculationNeedsNoEvidence()
    {
        const auto templates
            = valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"));
        for (const Language language : allLanguages) {
            const std::string product = templates.calculation("3 × €32 = €96", language);
            QVERIFY2(checked("3 seats", product).supported, product.c_str());
            const std::string rounded
                = templates.calculation("45,000 ÷ 10,000, " + templates.phrase(Phrase::RoundedUp, language) + " = 5", language);
            QVERIFY2(checked("45,000 rows", rounded).supported, rounded.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestDerivedNumbers)
#include "TestDerivedNumbers.moc"
