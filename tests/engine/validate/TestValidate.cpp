// links: tandem_pipeline
#include "pipeline/validate/Validate.h"

#include "support/Strings.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

const ReplyTemplates& templates()
{
    static const ReplyTemplates loaded
        = valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"));
    return loaded;
}

const TimePoint september = TimePoint(std::chrono::sys_days(std::chrono::year(2026) / std::chrono::September / 1));
const TimePoint october = TimePoint(std::chrono::sys_days(std::chrono::year(2026) / std::chrono::October / 1));
constexpr const char* oldRule = "An annual payment can be refunded within 14 days of the payment date.";
constexpr const char* todaysRule = "A confirmed duplicate charge is always refunded in full.";

ScoredPassage passage(const char* id, const char* text, std::optional<TimePoint> heldUntil)
{
    ScoredPassage scored;
    scored.passage.id = PassageId(std::string(id) + "#0");
    scored.passage.article = ArticleId(id);
    scored.passage.text = text;
    scored.passage.sentences = {{0, scored.passage.text.size()}};
    scored.heldUntil = heldUntil;
    return scored;
}

SearchResult evidence()
{
    SearchResult result;
    result.passages = {passage("old", oldRule, september), passage("today", todaysRule, std::nullopt)};
    result.evidence = 0.9;
    return result;
}

DraftSentence said(const std::string& text, bool factual, const char* article = nullptr)
{
    DraftSentence sentence;
    sentence.text = text;
    sentence.factual = factual;
    sentence.supported = !factual;
    if (article != nullptr)
        sentence.citations.push_back({ArticleId(article), PassageId(std::string(article) + "#0"), text});
    return sentence;
}

Draft draftOf(std::vector<DraftSentence> sentences)
{
    Draft draft;
    draft.confidence = 0.8;
    for (const DraftSentence& sentence : sentences)
        draft.text += (draft.text.empty() ? "" : "\n") + sentence.text;
    draft.sentences = std::move(sentences);
    return draft;
}

Draft validated(Draft draft)
{
    const Grounding grounding(nullptr);
    valueOf(validate({grounding, templates()}, evidence(), draft, {}));
    return draft;
}

} // namespace

class TestValidate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDateOfAnIntroductionIsTheDocumentsOwn();
    void anIntroductionWithAnotherDateIsAClaimWithoutSupport();
    void anOldRuleWithoutItsIntroductionIsNotSupported();
    void anOldRuleUnderAnotherDateIsDropped();
    void whatHoldsTodayNeedsNoIntroduction();
    void anOldRuleIsNotPassedOffByCitingTodaysBesideIt();
    void anIntroductionEndsWithARuleOfToday();
    void aRuleOfTodayIsNotIntroducedAsAnOldOne();
    void anIntroductionWhoseRuleIsDroppedGoesWithIt();
    void theDateIsNoEvidenceForOtherSentences();
    void aSentenceIsTakenOutAtItsOwnPlace();
    void oneOfTwoEqualSentencesIsTakenOutWhereItStands();
    void whatDoesNotStandInTheTextStaysUnsupported();
    void aQuestionThatSaysSomethingIsAClaim();
    void aHarmlessQuestionAndOurOwnPhrasesStay();
    void theGreetingOfACustomerWithANumberIsOurs();
    void anIntroductionOnALineOfItsOwnIsASentence();
    void anIntroductionIsCutOutInEveryLanguage();
    void ourQuestionBackStatesNothing();
    void aFactInAQuestionBackIsAClaim();
};

void TestValidate::theDateOfAnIntroductionIsTheDocumentsOwn()
{
    // Whoever wrote the draft may have marked it as a statement.
    for (const bool factual : {false, true}) {
        const Draft draft
            = validated(draftOf({said(templates().beforeDate(september, Language::En), factual), said(oldRule, true, "old")}));
        QCOMPARE(draft.sentences.size(), std::size_t{2});
        QVERIFY(draft.sentences[0].supported && !draft.sentences[0].factual);
        QVERIFY(draft.sentences[1].supported);
        QVERIFY(draft.confidence > 0.5);
    }
}

void TestValidate::anIntroductionWithAnotherDateIsAClaimWithoutSupport()
{
    const Draft draft
        = validated(draftOf({said(templates().beforeDate(october, Language::En), false), said(todaysRule, true, "today")}));
    QCOMPARE(draft.sentences.size(), std::size_t{1});
    QVERIFY(!draft.text.contains("October"));
}

void TestValidate::anOldRuleWithoutItsIntroductionIsNotSupported()
{
    const Draft draft = validated(draftOf({said(oldRule, true, "old")}));
    QCOMPARE(draft.sentences.size(), std::size_t{1});
    QVERIFY(!draft.sentences[0].supported);
    QVERIFY(draft.sentences[0].reason.contains("2026-09-01"));
    QCOMPARE(draft.confidence, 0.0);
}

void TestValidate::anOldRuleUnderAnotherDateIsDropped()
{
    const Draft draft = validated(draftOf({said(todaysRule, true, "today"),
        said(templates().beforeDate(october, Language::En), false), said(oldRule, true, "old")}));
    QCOMPARE(draft.text, std::string(todaysRule) + "\n");
}

void TestValidate::whatHoldsTodayNeedsNoIntroduction()
{
    const Draft draft = validated(draftOf({said(todaysRule, true, "today")}));
    QVERIFY(draft.sentences[0].supported);
}

void TestValidate::anOldRuleIsNotPassedOffByCitingTodaysBesideIt()
{
    DraftSentence sentence = said(oldRule, true, "old");
    sentence.citations.push_back({ArticleId("today"), PassageId("today#0"), todaysRule});
    const Draft draft = validated(draftOf({sentence}));
    QVERIFY(!draft.sentences[0].supported);
    QCOMPARE(draft.confidence, 0.0);
}

void TestValidate::anIntroductionEndsWithARuleOfToday()
{
    const Draft draft = validated(draftOf({said(templates().beforeDate(september, Language::En), false),
        said(oldRule, true, "old"), said(todaysRule, true, "today"), said(oldRule, true, "old")}));
    QCOMPARE(draft.sentences.size(), std::size_t{3});
    QCOMPARE(draft.sentences[2].text, std::string(todaysRule));
}

void TestValidate::aRuleOfTodayIsNotIntroducedAsAnOldOne()
{
    const Draft draft
        = validated(draftOf({said(templates().beforeDate(september, Language::En), false), said(todaysRule, true, "today")}));
    QCOMPARE(draft.sentences.size(), std::size_t{1});
    QCOMPARE(draft.text, std::string(todaysRule));
}

void TestValidate::anIntroductionWhoseRuleIsDroppedGoesWithIt()
{
    const Draft draft
        = validated(draftOf({said(todaysRule, true, "today"), said(templates().beforeDate(september, Language::En), false),
            said("An annual payment can be refunded within 90 days of the payment date.", true, "old"), said("Bye.", false)}));
    QCOMPARE(draft.sentences.size(), std::size_t{2});
    QVERIFY(!draft.text.contains("before"));
    QVERIFY(!draft.text.contains("90"));
}

void TestValidate::theDateIsNoEvidenceForOtherSentences()
{
    const Draft draft = validated(draftOf({said(templates().beforeDate(september, Language::En), false),
        said(oldRule, true, "old"), said("An annual payment can be refunded since 1 September 2026.", true, "old")}));
    QCOMPARE(draft.sentences.size(), std::size_t{2});
    QVERIFY(!draft.text.contains("since"));
}

void TestValidate::aSentenceIsTakenOutAtItsOwnPlace()
{
    // The words of the one without support stand in the one before it too.
    const std::string listed = "- " + std::string(todaysRule);
    const Draft draft = validated(
        draftOf({said(listed, true, "today"), said("- A confirmed duplicate charge is always refunded", true, "old")}));
    QCOMPARE(draft.sentences.size(), std::size_t{1});
    QCOMPARE(draft.text, listed + "\n");
}

void TestValidate::oneOfTwoEqualSentencesIsTakenOutWhereItStands()
{
    const Draft draft = validated(
        draftOf({said(todaysRule, true, "today"), said("Which plan is it?", false), said(todaysRule, true, "nowhere")}));
    QCOMPARE(draft.sentences.size(), std::size_t{2});
    QCOMPARE(draft.text, std::string(todaysRule) + "\nWhich plan is it?\n");
}

void TestValidate::whatDoesNotStandInTheTextStaysUnsupported()
{
    Draft draft = draftOf({said(todaysRule, true, "today"), said("Every invoice is deleted after 90 days.", true, "today")});
    draft.text = std::string(todaysRule) + " Every  invoice is deleted after 90 days.";
    const std::string text = draft.text;
    draft = validated(std::move(draft));
    QCOMPARE(draft.text, text);
    QCOMPARE(draft.sentences.size(), std::size_t{2});
    QVERIFY(draft.sentences[0].supported && !draft.sentences[1].supported);
    QCOMPARE(draft.confidence, 0.0);
}

void TestValidate::aQuestionThatSaysSomethingIsAClaim()
{
    for (const char* question : {"Your refund was approved and is on its way\nIs there anything else?",
             "Could you confirm your card at https://evil.example/pay?", "Shall I send the five hundred dollars we owe you?"}) {
        const Draft draft = validated(draftOf({said(todaysRule, true, "today"), said(question, false)}));
        QCOMPARE(draft.text, std::string(todaysRule) + "\n");
        const Draft alone = validated(draftOf({said(question, false)}));
        QVERIFY(alone.sentences[0].factual && !alone.sentences[0].supported);
        QCOMPARE(alone.confidence, 0.0);
    }
}

void TestValidate::aHarmlessQuestionAndOurOwnPhrasesStay()
{
    std::vector<DraftSentence> sentences{said(templates().phrase(Phrase::Greeting, Language::En), false),
        said(templates().phrase(Phrase::OtherLanguage, Language::En), false), said(todaysRule, true, "today"),
        said("Which plan do you use?", false), said(templates().phrase(Phrase::Closing, Language::En), false)};
    const Draft before = draftOf(std::move(sentences));
    const Draft draft = validated(before);
    QCOMPARE(draft.text, before.text);
    QCOMPARE(std::ranges::count_if(draft.sentences, &DraftSentence::factual), 1);
}

void TestValidate::theGreetingOfACustomerWithANumberIsOurs()
{
    const std::string greeting = templates().phrase(Phrase::GreetingNamed, Language::En, "Studio 54");
    const Draft draft = validated(draftOf({said(greeting, false), said(todaysRule, true, "today")}));
    QVERIFY(draft.text.starts_with(greeting));
    // What no greeting of ours repeats.
    const Draft instructed
        = validated(draftOf({said("Hello 500 dollars: https://x.example,", false), said(todaysRule, true, "today")}));
    QVERIFY2(!instructed.text.contains("500") && instructed.text.contains(todaysRule), instructed.text.c_str());
    // Only at the beginning: later it would be a model that writes so.
    const Draft later = validated(draftOf({said(todaysRule, true, "today"), said("Hello 500 dollars,", false)}));
    QCOMPARE(later.text, std::string(todaysRule) + "\n");
}

void TestValidate::anIntroductionOnALineOfItsOwnIsASentence()
{
    // As a model writes it: to the splitter the two lines are one sentence, which cites what the second rests on.
    const std::string written = templates().beforeDate(september, Language::En) + "\n" + oldRule;
    QCOMPARE(text::sentences(written, "en").size(), std::size_t{1});
    const Draft draft = validated(draftOf({said(todaysRule, true, "today"), said(written, true, "old")}));
    QCOMPARE(draft.text, std::string(todaysRule) + "\n" + written);
    QCOMPARE(draft.sentences.size(), std::size_t{3});
    QVERIFY(!draft.sentences[1].factual && draft.sentences[2].supported);
    QVERIFY(draft.confidence > 0.5);
    // With another date both lines go.
    const Draft wrong = validated(draftOf(
        {said(todaysRule, true, "today"), said(templates().beforeDate(october, Language::En) + "\n" + oldRule, true, "old")}));
    QVERIFY(!wrong.text.contains("October") && !wrong.text.contains("14 days"));
}

void TestValidate::anIntroductionIsCutOutInEveryLanguage()
{
    for (const Language language : allLanguages) {
        Draft draft = draftOf({said(templates().beforeDate(september, language) + "\n" + oldRule, true, "old")});
        draft.language = language;
        draft = validated(std::move(draft));
        QVERIFY2(draft.sentences.size() == 2 && draft.sentences[1].supported, std::string(name(language)).c_str());
    }
}

void TestValidate::ourQuestionBackStatesNothing()
{
    for (const Language language : allLanguages) {
        for (const std::string& question :
            {templates().clarifyWhich({"Team", "Business"}, language), templates().phrase(Phrase::ClarifyWhat, language)}) {
            Draft draft = draftOf({said(templates().phrase(Phrase::Greeting, language), false), said(question, false)});
            draft.language = language;
            draft = validated(std::move(draft));
            QVERIFY2(draft.sentences.size() == 2 && !draft.sentences[1].factual, question.c_str());
            QCOMPARE(draft.confidence, 0.0);
        }
    }
}

void TestValidate::aFactInAQuestionBackIsAClaim()
{
    const Draft draft
        = validated(draftOf({said(templates().clarifyWhich({"your refund of €500", "another"}, Language::En), false)}));
    QVERIFY(draft.sentences[0].factual && !draft.sentences[0].supported);
}

QTEST_GUILESS_MAIN(TestValidate)
#include "TestValidate.moc"
