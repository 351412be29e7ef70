// links: tandem_knowledge
#include "knowledge/Chunker.h"
#include "knowledge/MarkdownText.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace tandem;

namespace {

Document document(std::string body, Language language = Language::En)
{
    Document result;
    result.id = ArticleId("kb-1");
    result.title = "The title";
    result.body = std::move(body);
    result.language = language;
    return result;
}

std::string sentence(int number)
{
    return "Sentence number " + std::to_string(number) + " says something of its own about the matter.";
}

std::vector<std::string> sentencesOf(const Passage& passage)
{
    std::vector<std::string> texts;
    for (const text::Span& span : passage.sentences)
        texts.emplace_back(span.of(passage.text));
    return texts;
}

bool anyHolds(const std::vector<Passage>& passages, const std::string& text)
{
    return std::ranges::any_of(passages, [&](const Passage& passage) { return passage.text.find(text) != std::string::npos; });
}

} // namespace

class TestChunker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aShortArticleIsAPassageASection();
    void theTitleIsNotPartOfThePath();
    void aLongSectionIsCutBetweenSentencesWithOneInCommon();
    void aLongSectionIsCutWhereItsSubjectChanges();
    void whoeverAsksMayTellWhereTheSubjectChanges();
    void aListStaysWholeWhereItFits();
    void aLongListIsCutBetweenItemsAndKeepsItsIntroduction();
    void everyItemAndRowIsASentence();
    void aSentenceWithoutEndIsCutAndWhole();
    void languagesWithoutSpacesAreCutToo();
    void aHeadingWithNothingUnderItSurvives();
    void anEmptyArticleHasNoPassages();
    void noSentenceOfTheDemoIsLost();
};

void TestChunker::aShortArticleIsAPassageASection()
{
    const auto passages
        = passagesOf(document("# The title\nIntro. More.\n\n## Refunds\nOne.\n\n### Duplicate charges\nTwo.\n\n## End\nThree."));
    QCOMPARE(passages.size(), 4U);
    QCOMPARE(qt(passages[0].heading), QString());
    QCOMPARE(qt(passages[0].text), QStringLiteral("Intro. More."));
    QCOMPARE(passages[0].sentences.size(), 2U);
    QCOMPARE(qt(passages[2].heading), QString::fromUtf8("Refunds › Duplicate charges"));
    QCOMPARE(qt(passages[3].heading), QStringLiteral("End"));
    QCOMPARE(qt(passages[3].id.value()), QStringLiteral("kb-1#3"));
}

void TestChunker::theTitleIsNotPartOfThePath()
{
    QCOMPARE(qt(passagesOf(document("# THE TITLE\n## Part\nx"))[0].heading), QStringLiteral("Part"));
    QCOMPARE(qt(passagesOf(document("# Another\n## Part\nx"))[0].heading), QString::fromUtf8("Another › Part"));
}

void TestChunker::aLongSectionIsCutBetweenSentencesWithOneInCommon()
{
    std::string body;
    for (int i = 0; i < 60; ++i)
        body += sentence(i) + (i % 7 == 6 ? "\n\n" : " ");
    const auto passages = passagesOf(document(body));
    QVERIFY(passages.size() >= 4);
    for (std::size_t i = 0; i < passages.size(); ++i) {
        QVERIFY(text::codePointCount(passages[i].text) <= 1080);
        if (i > 0)
            QCOMPARE(sentencesOf(passages[i]).front(), sentencesOf(passages[i - 1]).back());
    }
    for (int i = 0; i < 60; ++i)
        QVERIFY(anyHolds(passages, sentence(i)));
}

void TestChunker::aLongSectionIsCutWhereItsSubjectChanges()
{
    std::string body;
    for (int i = 0; i < 9; ++i)
        body += "The export of board " + std::to_string(i) + " takes a while and waits under settings. ";
    for (int i = 0; i < 7; ++i)
        body += "Duplicate charge " + std::to_string(i) + " is paid back within five days by our bank. ";
    const auto passages = passagesOf(document(body));
    QCOMPARE(passages.size(), 2U);
    QVERIFY2(passages[0].text.find("Duplicate") == std::string::npos, passages[0].text.c_str());
    QVERIFY(passages[1].text.starts_with("The export of board 8")); // the tie
}

void TestChunker::whoeverAsksMayTellWhereTheSubjectChanges()
{
    std::string body;
    for (int i = 0; i < 16; ++i)
        body += sentence(i) + " ";
    for (const std::size_t place : {5U, 8U, 10U}) {
        std::size_t asked = 0;
        const auto passages = passagesOf(document(body), [&](const std::vector<std::string_view>& sentences) {
            asked = sentences.size();
            std::vector<double> cohesion(sentences.size(), 1);
            cohesion[place] = 0;
            return cohesion;
        });
        QCOMPARE(asked, 16U);
        QCOMPARE(passages.size(), 2U);
        QVERIFY(!passages[0].text.contains(sentence(static_cast<int>(place))));
    }
    // A section that fits is nobody's business, and an answer of another length is none.
    const auto never = [](const std::vector<std::string_view>&) -> std::vector<double> { qFatal("asked"); };
    QCOMPARE(passagesOf(document("One. Two."), never).size(), 1U);
    QCOMPARE(passagesOf(document(body), [](const auto&) { return std::vector<double>(3); }).size(), 2U);
}

void TestChunker::aListStaysWholeWhereItFits()
{
    std::string body;
    for (int i = 0; i < 9; ++i)
        body += sentence(i) + " ";
    body += "\n\nDo this:\n\n";
    for (int i = 0; i < 6; ++i)
        body += "- Step " + std::to_string(i) + " of the list, which takes its time to be told.\n";
    const auto passages = passagesOf(document(body));
    const auto holder
        = std::ranges::find_if(passages, [](const Passage& p) { return p.text.find("Step 0") != std::string::npos; });
    QVERIFY(holder != passages.end());
    QVERIFY(holder->text.find("Step 5") != std::string::npos);
    QVERIFY(holder->text.find("Do this:") != std::string::npos);
}

void TestChunker::aLongListIsCutBetweenItemsAndKeepsItsIntroduction()
{
    std::string body = "These steps help:\n\n";
    for (int i = 0; i < 50; ++i)
        body += "1. Step " + std::to_string(i) + " of the list, which takes its time to be told.\n";
    const auto passages = passagesOf(document(body));
    QVERIFY(passages.size() >= 3);
    for (const Passage& passage : passages)
        QCOMPARE(sentencesOf(passage).front(), std::string("These steps help:"));
    for (int i = 0; i < 50; ++i)
        QVERIFY(anyHolds(passages, "Step " + std::to_string(i) + " of the list, which takes its time to be told."));
}

void TestChunker::everyItemAndRowIsASentence()
{
    const auto passages = passagesOf(
        document("- no full stop\n- **second** item\n\n| Plan | Size |\n|---|---|\n| Free | 25 MB |\n| Team | 2 GB |"));
    QCOMPARE(passages.size(), 1U);
    QCOMPARE(sentencesOf(passages[0]),
        (std::vector<std::string>{"no full stop", "second item", "Plan: Free; Size: 25 MB", "Plan: Team; Size: 2 GB"}));
}

void TestChunker::aSentenceWithoutEndIsCutAndWhole()
{
    std::string body;
    for (int i = 0; i < 800; ++i)
        body += "word" + std::to_string(i) + " ";
    const auto passages = passagesOf(document(body));
    QVERIFY(passages.size() >= 5);
    for (int i = 0; i < 800; ++i)
        QVERIFY(anyHolds(passages, "word" + std::to_string(i)));
    const auto blob = passagesOf(document(std::string(100'000, 'x')));
    std::size_t total = 0;
    for (const Passage& passage : blob)
        total += passage.text.size();
    QVERIFY(total >= 100'000);
}

void TestChunker::languagesWithoutSpacesAreCutToo()
{
    std::string body;
    for (int i = 0; i < 60; ++i)
        body += "退款将在五个工作日内退回到原来的付款方式。";
    const auto passages = passagesOf(document(body, Language::Zh));
    QVERIFY(passages.size() >= 4);
    for (const Passage& passage : passages) {
        QVERIFY(text::codePointCount(passage.text) <= 380);
        QVERIFY(text::isValidUtf8(passage.text));
        QVERIFY(passage.text.find(' ') == std::string::npos);
        QVERIFY(passage.sentences.size() >= 5);
    }
}

void TestChunker::aHeadingWithNothingUnderItSurvives()
{
    QVERIFY(anyHolds(passagesOf(document("Text.\n\n## Coming soon")), "Coming soon"));
    QVERIFY(anyHolds(passagesOf(document("## Alone\n## Next\nText.")), "Alone"));
    QCOMPARE(passagesOf(document("# The title\n## Part\nText.")).size(), 1U);
}

void TestChunker::anEmptyArticleHasNoPassages()
{
    QVERIFY(passagesOf(document("")).empty());
    QVERIFY(passagesOf(document(" \n\n---\n ")).empty());
}

void TestChunker::noSentenceOfTheDemoIsLost()
{
    int checked = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(TANDEM_RESOURCES) + "/demo/articles")) {
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        const std::string whole = text.str();
        const std::string body = whole.substr(whole.find("\n---", 3) + 4);
        const auto passages = passagesOf(document(body));
        for (const Block& block : blocksOf(body)) {
            for (const text::Span& span : text::sentences(block.text, "en")) {
                const std::string sentence(span.of(block.text));
                const bool inPath = std::ranges::any_of(
                    passages, [&](const Passage& p) { return p.heading.find(sentence) != std::string::npos; });
                QVERIFY2(inPath || anyHolds(passages, sentence) || block.level == 1, sentence.c_str());
                ++checked;
            }
        }
        for (const Passage& passage : passages) {
            QVERIFY(!passage.sentences.empty());
            std::size_t end = 0;
            for (const text::Span& span : passage.sentences) {
                QVERIFY(span.begin >= end && span.end > span.begin && span.end <= passage.text.size());
                end = span.end;
            }
        }
    }
    if (checked == 0)
        QSKIP("resources/demo/articles is not there");
}

QTEST_GUILESS_MAIN(TestChunker)
#include "TestChunker.moc"
