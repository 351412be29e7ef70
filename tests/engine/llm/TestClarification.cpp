// links: tandem_llm
#include "services/llm/Clarification.h"

#include "ComposerRequests.h"

#include <QTest>

using namespace tandem;

class TestClarification : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneQuestionIsAskedWhenNothingTellsTheCaseApart()
    {
        const ScoredPassage trash = passage("kb-trash", Language::En, "How long deleted items are kept",
            {"Deleted items stay in the Trash for 30 days on the Team plan. Deleted items stay in the Trash for 90 days on the "
             "Business plan."});
        DraftRequest asked = request("How long do deleted items stay in the Trash?", Language::En, {trash});
        const Draft open = draftOf(asked);
        QVERIFY(!open.abstained);
        QVERIFY(factual(open).empty());
        QVERIFY2(open.text.ends_with("Team, Business?") || open.text.ends_with("Business, Team?"), open.text.c_str());
        QVERIFY(open.confidence > 0);

        asked.tier = Tier::Business;
        QCOMPARE(factual(draftOf(asked)),
            (std::vector<std::string>{"Deleted items stay in the Trash for 90 days on the Business plan."}));
        asked.tier.reset();
        asked.question = "How long do deleted items stay in the Trash on the Team plan?";
        QVERIFY(says(draftOf(asked), "30 days on the Team plan"));
    }

    void aComplaintThatNamesNothingIsAskedAbout()
    {
        DraftRequest asked = request("It doesn't work.", Language::En, {});
        QVERIFY(!draftOf(asked).abstained);
        QVERIFY(says(draftOf(asked), "the exact error message?"));
        asked.question = "Es funktioniert nicht!";
        asked.language = Language::De;
        QVERIFY(says(draftOf(asked), "Fehlermeldung?"));
        // What was said before may tell what does not work.
        asked.history.emplace_back();
        QVERIFY(draftOf(asked).abstained);
        QVERIFY(draftOf(request("SAML doesn't work.", Language::En, {})).abstained);
    }
};

QTEST_GUILESS_MAIN(TestClarification)
#include "TestClarification.moc"
