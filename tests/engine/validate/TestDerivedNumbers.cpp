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
      "Non-profit organisations receive a discount of 40%. A file may have 10,000 rows. Setup costs $15.";

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
        row("It has been 41 days.", "41 days ÷ 30, rounded up = 2 periods");
        row("It has been 41 days.", "41 days ÷ 30 days = 2 (rounded up)");
        row("It has been 41 days.", "41 days ÷ 30, rounded down = 1 period");
        row("I asked on 2026-11-03.", "2026-11-03 + 14 days = 2026-11-17");
        row("I asked on 3 November 2026.", "3 November 2026 + 30 days = 3 December 2026");
        row("Our bill is €240.", "40% of €240 = €96");
        row("Our bill is €240.", "€240 − 40% = €144");
        row("I paid €18 before.", "€32 + €18 = €50");
        row("I paid €18 before.", "€32 − €18 = €14.00");
        row("I have 45,000 rows.", "45,000 ÷ 10,000, rounded up = 5");
        row("I have 2 seats and paid €4.", "2 × €32 + €4 = €68");
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
        row("It has been 41 days.", "41 days ÷ 30, rounded up = 1 period", "is not 1");
        row("It has been 41 days.", "41 days ÷ 30, rounded down = 2 periods", "is not 2");
        row("It has been 41 days.", "41 days ÷ 30 = 2 periods", "is not 2");
        row("I asked on 2026-11-03.", "2026-11-03 + 14 days = 2026-11-18", "is not 2026-11-18");
        row("I asked on 2026-11-03.", "2026-11-04 + 14 days = 2026-11-18", "2026-11-04 is neither");
        row("Our bill is €240.", "40% of €240 = €144", "is not €144");
        row("Our bill is €240.", "50% of €240 = €120", "50% is neither");
        row("Wir sind 35.", "35 × 32,00 € = 1.210,00 €", "is not 1.210,00 €");
        row("I paid €64 and got €32.50 back.", "€64 − €32.50 = €31.50", "nothing that the evidence says");
        row("Our bill is €240.", "€240 ÷ 0 = €1", "0 is neither");
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
