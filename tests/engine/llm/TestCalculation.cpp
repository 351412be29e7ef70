// links: tandem_llm
#include "services/llm/Calculation.h"

#include "ComposerRequests.h"

#include <QTest>

using namespace tandem;

namespace {

const ScoredPassage& prices()
{
    static const ScoredPassage made = passage("kb-plans", Language::En, "Plans",
        {"The Team plan costs €12 per seat a month. The Business plan costs €24 per seat a month. Extra storage costs €8 per "
         "100 GB a month. Extra runs cost €10 per pack of 5,000 runs.",
            "Registered non-profit organisations receive a discount of 40%.",
            "A closed workspace can be restored by an owner for 28 days.", "A CSV import can contain at most 10,000 rows.",
            "Fernway emails the owner 30 days before a renewal."});
    return made;
}

} // namespace

class TestCalculation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheQuestionAsksForIsCalculatedFromTheRule_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("calculation");
        const auto row
            = [](const char* question, const char* calculation) { QTest::newRow(question) << question << calculation; };
        row("What does the Team plan cost a month for 14 seats?", "14 × €12 = €168");
        row("How much is the Business plan per month for 35 users?", "35 × €24 = €840");
        row("How much does 300 GB of extra storage cost?", "300 GB ÷ 100 GB × €8 = €24");
        row("How much do 12,000 extra runs cost?", "12,000 ÷ 5,000, rounded up = 3 × €10 = €30");
        row("Our bill is €240. How much is the non-profit discount of it for registered organisations?", "€240 × 40% = €96");
        row("We closed the workspace on 10 November 2026. Until when can an owner restore it?",
            "10 November 2026 + 28 days = 8 December 2026");
        row("How many CSV imports do I need for 45,000 rows?", "45,000 ÷ 10,000, rounded up = 5");
    }
    void whatTheQuestionAsksForIsCalculatedFromTheRule()
    {
        QFETCH(QString, question);
        QFETCH(QString, calculation);
        const DraftRequest asked = request(question.toStdString(), Language::En, {prices()});
        const Draft draft = draftOf(asked);
        QVERIFY2(says(draft, "With your figures: " + calculation.toStdString() + "."), draft.text.c_str());
        for (const DraftSentence& sentence : draft.sentences)
            QVERIFY(!sentence.factual || !sentence.citations.empty());
    }

    void nothingIsCalculatedWhenTheRuleIsNotCertain_data()
    {
        QTest::addColumn<QString>("question");
        const auto row = [](const char* question) { QTest::newRow(question) << question; };
        row("What does a plan cost a month for 14 seats?"); // which plan?
        row("What does the Team plan cost a year for 14 seats?"); // no price of a year
        row("What does the Team plan cost a month for 14 seats and 3 guests?");
        row("What does the Team plan cost a month?");
        row("How much does 250 GB of extra storage cost?"); // half a block: nobody said what it costs
        row("Our renewal is on 10 November 2026. By when does Fernway email the owner before a renewal?");
        row("Can 14 seats share the Team plan?");
    }
    void nothingIsCalculatedWhenTheRuleIsNotCertain()
    {
        QFETCH(QString, question);
        const Draft draft = draftOf(request(question.toStdString(), Language::En, {prices()}));
        QVERIFY2(!says(draft, " = "), draft.text.c_str());
    }

    void aCalculationIsWrittenInTheLanguageOfTheAnswer()
    {
        const ScoredPassage german
            = passage("kb-tarife", Language::De, "Tarife", {"Der Team-Tarif kostet 12,50 € pro Platz im Monat."});
        const Draft draft = draftOf(request("Was kostet der Team-Tarif im Monat für 140 Plätze?", Language::De, {german}));
        QVERIFY2(says(draft, "Mit Ihren Angaben: 140 × 12,50 € = 1.750 €."), draft.text.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCalculation)
#include "TestCalculation.moc"
