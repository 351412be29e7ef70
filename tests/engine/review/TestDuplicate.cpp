// links: tandem_pipeline
#include "engine/knowledge/HashedEmbedder.h"
#include "knowledge/PassageBuilder.h"
#include "pipeline/review/ComparedArticle.h"
#include "pipeline/review/Duplicate.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

const std::string exporting
    = "To export a board as PDF, open the board and choose Export. The file is ready within 10 minutes. It "
      "holds every card with its comments. A PDF stays available for 7 days.";

std::string with(std::string text, const std::string& word, const std::string& other)
{
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + other.size()))
        text.replace(at, word.size(), other);
    return text;
}

// By words alone without an embedder.
std::optional<duplicate::Features> features(const std::string& first, const std::string& second, Embedder* embedder = nullptr)
{
    const PassageBuilder builder(embedder, 400);
    Document left;
    left.id = ArticleId("a");
    left.title = "Export";
    left.body = first;
    Document right = left;
    right.id = ArticleId("b");
    right.body = second;
    auto prepared = valueOf(builder.prepare({left, right}, {}));
    return duplicate::featuresOf(ComparedArticle(prepared[0].document, std::move(prepared[0].passages)),
        ComparedArticle(prepared[1].document, std::move(prepared[1].passages)));
}

double likeness(const std::string& first, const std::string& second)
{
    const auto found = features(first, second);
    const auto reverse = features(second, first);
    if (found.has_value() != reverse.has_value() || (found && duplicate::likeness(*found) != duplicate::likeness(*reverse)))
        return -1; // it depends on the order
    return found ? duplicate::likeness(*found) : 0;
}

} // namespace

class TestDuplicate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCopyRepeats();
    void aCopyWithOtherAmountsRepeats();
    void aCopyWithANewParagraphRepeats();
    void theSameFormAboutAnotherThingDoesNot();
    void littleTextIsNotCompared();
    void withTheModelOtherWordsMayRepeat();
    void ofLongArticlesTheWordsDecide();
};

void TestDuplicate::aCopyRepeats()
{
    QCOMPARE(likeness(exporting, exporting), 1.0);
}

void TestDuplicate::aCopyWithOtherAmountsRepeats()
{
    QVERIFY(likeness(exporting, with(exporting, "7 days", "30 days")) >= duplicate::repeats);
}

void TestDuplicate::aCopyWithANewParagraphRepeats()
{
    QVERIFY(likeness(exporting, exporting + " Ask an owner for access.") >= duplicate::repeats);
}

void TestDuplicate::theSameFormAboutAnotherThingDoesNot()
{
    const std::string other = with(exporting, "PDF", "CSV");
    const auto found = features(exporting, other);
    QVERIFY(found && found->pairs > 0.5 && found->contrast > 0.3);
    QVERIFY(likeness(exporting, other) < duplicate::repeats);
    duplicate::Features near = *found;
    near.whole = 0.96;
    QVERIFY(duplicate::likeness(near) < duplicate::repeats);
}

void TestDuplicate::littleTextIsNotCompared()
{
    QVERIFY(!features("Ask an owner.", "Ask an owner."));
}

void TestDuplicate::withTheModelOtherWordsMayRepeat()
{
    duplicate::Features features{0.05, 0.2, 0.95};
    QVERIFY(duplicate::likeness(features) >= duplicate::repeats);
    features.whole = 0.9; // another matter of the same thing
    QVERIFY(duplicate::likeness(features) < duplicate::repeats);
    features.whole = std::nullopt;
    QCOMPARE(duplicate::likeness(features), 0.0);
    // Vectors of a copy may lie apart when one of them is old: the words are the same all the same.
    QVERIFY(duplicate::likeness({0.9, 0, 0.1}) >= duplicate::repeats);
}

void TestDuplicate::ofLongArticlesTheWordsDecide()
{
    HashedEmbedder embedder;
    const auto shortOnes
        = features(exporting, "Another text of a few words that says what it says about boards and cards.", &embedder);
    QVERIFY(shortOnes && shortOnes->whole.has_value());
    const std::string longer = exporting + "\n\n## More\n\nAsk an owner for access to the board.";
    const auto longOnes = features(exporting, longer, &embedder);
    QVERIFY(longOnes && !longOnes->whole);
    QVERIFY(duplicate::likeness(*longOnes) >= duplicate::repeats); // it is a copy
}

QTEST_GUILESS_MAIN(TestDuplicate)
#include "TestDuplicate.moc"
