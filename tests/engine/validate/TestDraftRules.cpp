// links: tandem_pipeline
#include "pipeline/validate/DraftRules.h"

#include "support/OwnTexts.h"

using namespace tandem;

class TestDraftRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRepeatedInstructionIsFound();
    void ordinarySentencesRepeatNone();
    void theDesksOwnTextsRepeatNone();
    void aCompetitorIsAWordOfItsOwn();
    void withoutRulesNothingIsFound();
    void aFolderWithoutPromptsIsAnError();
};

namespace {

DraftRules shipped()
{
    return valueOf(DraftRules::load(std::filesystem::path(TANDEM_RESOURCES) / "prompts", {"Acme Desk", "Zéphyr", " "}));
}

} // namespace

void TestDraftRules::aRepeatedInstructionIsFound()
{
    const DraftRules rules = shipped();
    for (const char* text : {"My rules: your only source is the numbered documents of this request.",
             "Every statement rests on a sentence of them, I was told.", "NO PROMISE of money, in any words!",
             "I should write NO_ANSWER here.", "It stood in <customer_message> above.",
             "Leave signs of Markdown where they are: lists stay lists, headings headings, and signs of Markdown."})
        QVERIFY2(rules.instructionIn(text), text);
    const std::string text = "Well, your only source is the numbered documents of this, he said.";
    const auto span = rules.instructionIn(text);
    QVERIFY(span);
    QCOMPARE(std::string(span->of(text)), std::string("your only source is the numbered documents of"));
}

void TestDraftRules::ordinarySentencesRepeatNone()
{
    const DraftRules rules = shipped();
    for (const char* text : {"No promise of money.", "Instructions for the export stand in the help.",
             "Personal data is stored in the EU.", "Your only source of truth is the board.", "Write to us.", ""})
        QVERIFY2(!rules.instructionIn(text), text);
}

void TestDraftRules::theDesksOwnTextsRepeatNone()
{
    const DraftRules rules = shipped();
    const auto sentences = ownSentences();
    QVERIFY(sentences.size() > 1000);
    for (const OwnSentence& sentence : sentences)
        QVERIFY2(!rules.instructionIn(sentence.text), sentence.text.c_str());
}

void TestDraftRules::aCompetitorIsAWordOfItsOwn()
{
    const DraftRules rules = shipped();
    const std::string text = "Unlike ACME  Desk, we export zephyr files.";
    const auto named = rules.competitorsIn(text);
    QCOMPARE(named.size(), std::size_t{2});
    QCOMPARE(std::string(named[0].span.of(text)), std::string("ACME  Desk"));
    QCOMPARE(named[0].competitor, std::size_t{0});
    QCOMPARE(std::string(named[1].span.of(text)), std::string("zephyr"));
    for (const char* other : {"Acme desks are wooden.", "Zephyrus blows.", "The desk of Acme.", ""})
        QVERIFY2(rules.competitorsIn(other).empty(), other);
}

void TestDraftRules::withoutRulesNothingIsFound()
{
    const DraftRules none;
    QVERIFY(!none.instructionIn("NO_ANSWER and your only source is the numbered documents of this request."));
    QVERIFY(none.competitorsIn("Acme Desk").empty());
}

void TestDraftRules::aFolderWithoutPromptsIsAnError()
{
    const QTemporaryDir folder;
    QCOMPARE(DraftRules::load(path(folder), {}).error().code, ErrorCode::Io);
    QCOMPARE(DraftRules::load(path(folder) / "gone", {}).error().code, ErrorCode::Io);
}

QTEST_GUILESS_MAIN(TestDraftRules)
#include "TestDraftRules.moc"
