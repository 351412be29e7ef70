// links: tandem_ui
#include "ui/library/Hit.h"

#include <QTest>

#include <cmath>

using namespace tandem;
using namespace tandem::ui;

namespace {

ScoredPassage passage(const std::string& article, const ScoreParts& parts)
{
    ScoredPassage scored;
    scored.passage.article = ArticleId(article);
    scored.passage.title = "Refund policy";
    scored.passage.heading = "Duplicate charges";
    scored.passage.text = "Invoices are sent by mail. Duplicate charges vanish within five days.";
    scored.passage.sentences = {{0, 26}, {27, scored.passage.text.size()}};
    scored.parts = parts;
    scored.score = parts.meaning + parts.words + parts.identifiers + parts.kind + parts.language;
    return scored;
}

} // namespace

class TestHit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The engine's parts lie around 0: what is shown never falls below it, and keeps their order and distances.
    void sharesAddUpToTheScoreAndKeepTheOrder()
    {
        SearchResult result;
        result.passages = {passage("a", {2.1, 0.4, 0, 1.37, 0}), passage("b", {1.0, 0.6, 0, 1.37, 0}),
            passage("c", {0.9, -0.2, 0, 0, 0}), passage("d", {-1.2, -0.3, 0, 1.37, 0})};
        const std::vector<Hit> hits = hitsOf(result, "duplicate charge");
        for (std::size_t i = 0; i < hits.size(); ++i) {
            int sum = 0;
            for (const Hit::Share& share : hits[i].shares) {
                QVERIFY(share.hundredths > 0);
                sum += share.hundredths;
            }
            QCOMPARE(sum, hits[i].hundredths);
            QVERIFY(hits[i].hundredths <= 101); // 1.00 and what is rounded
            QVERIFY(i == 0 || hits[i].hundredths < hits[i - 1].hundredths);
        }
        // 3.3 of meaning, 0.9 of words, 1.37 of kind lie between the best and the weakest.
        const auto expected = [](double lead) { return static_cast<int>(std::lround(100 * lead / (3.3 + 0.9 + 1.37))); };
        QCOMPARE(hits[0].shares[0], (Hit::Share{HitPart::Meaning, expected(3.3)}));
        QCOMPARE(hits[0].shares[1], (Hit::Share{HitPart::Words, expected(0.7)}));
        QCOMPARE(hits[0].shares[2], (Hit::Share{HitPart::Kind, expected(1.37)}));
        QCOMPARE(hits[3].shares.size(), std::size_t(1)); // it is an article and ahead in nothing else
    }

    void aPassageThatWasNotComparedHasNoScore()
    {
        SearchResult result;
        result.passages = {passage("a", {2, 1, 0, 0, 0}), passage("b", {1, 0, 0, 0, 0}), passage("c", {0, 0, 0, 0, 0})};
        result.passages.back().parts.reset();
        const auto hits = hitsOf(result, "charge");
        QVERIFY(hits[0].compared);
        QVERIFY(!hits[2].compared);
        QVERIFY(hits[2].shares.empty());
        QCOMPARE(hits[0].hundredths, 100);
        QCOMPARE(hits[1].hundredths, 0);
    }

    void theSnippetBeginsWithTheSentenceThatAnswers()
    {
        SearchResult result;
        result.passages = {passage("a", {})};
        Hit hit = hitsOf(result, "duplicate charge").front();
        QCOMPARE(hit.quote, QStringLiteral("Duplicate charges vanish within five days."));
        QVERIFY(hit.snippet.startsWith(hit.quote));
        QCOMPARE(hit.marks.size(), std::size_t(2));
        QCOMPARE(hit.snippet.mid(hit.marks[1].begin, hit.marks[1].length), QStringLiteral("charges"));
        QCOMPARE(hit.place, QStringLiteral("Refund policy › Duplicate charges"));
        // By meaning, where there is a model.
        result.passages.front().sentenceSimilarity = {0.9F, 0.8F};
        hit = hitsOf(result, "duplicate charge").front();
        QCOMPARE(hit.quote, QStringLiteral("Invoices are sent by mail."));
    }

    void aPassageWithoutSentencesOrHeadingIsShownToo()
    {
        SearchResult result;
        ScoredPassage bare;
        bare.passage.title = "Refunds";
        bare.passage.heading = "Refunds";
        bare.passage.text = "One\nTwo";
        result.passages = {bare};
        const Hit hit = hitsOf(result, "").front();
        QCOMPARE(hit.place, QStringLiteral("Refunds"));
        QCOMPARE(hit.snippet, QStringLiteral("One Two"));
        QVERIFY(hit.quote.isEmpty());
        QVERIFY(hit.marks.empty());
        QVERIFY(hitsOf({}, "x").empty());
    }
};

QTEST_MAIN(TestHit)
#include "TestHit.moc"
