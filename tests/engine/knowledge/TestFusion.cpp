// links: tandem_knowledge
#include "knowledge/Fusion.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace tandem::fusion;

namespace {

Shares shares(double words)
{
    return {words, words};
}

} // namespace

class TestFusion : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothHalvesCountByTheirShares();
    void anIdentifierRaisesTheShareOfWords();
    void aCandidateWithoutVectorIsPlacedByItsWords();
    void theQuerysLanguageWinsTies();
    void wordsCountLessInAnotherLanguage();
    void thePartsAddUpToTheScore();
    void equalCandidatesAreEqual();
};

void TestFusion::bothHalvesCountByTheirShares()
{
    const std::array<Candidate, 3> candidates{Candidate{0.9, 1, 0}, Candidate{0.8, 9, 0}, Candidate{0.7, 2, 0}};
    const auto byMeaning = scores(candidates, shares(0));
    QVERIFY(byMeaning[0] > byMeaning[1] && byMeaning[1] > byMeaning[2]);
    const auto byWords = scores(candidates, shares(1));
    QVERIFY(byWords[1] > byWords[2] && byWords[2] > byWords[0]);
    const auto both = scores(candidates, shares(0.5));
    for (std::size_t i = 0; i < 3; ++i)
        QVERIFY(std::abs(both[i] - (byMeaning[i] + byWords[i]) / 2) < 1e-9);
}

void TestFusion::anIdentifierRaisesTheShareOfWords()
{
    QCOMPARE(sharesFor(0.35, false).words, 0.35);
    QVERIFY(sharesFor(0.35, true).words > 0.35);
    QVERIFY(sharesFor(0.35, true).wordsOfOtherLanguages > 0.35);
    QCOMPARE(sharesFor(0.9, true).words, 0.9);
}

void TestFusion::aCandidateWithoutVectorIsPlacedByItsWords()
{
    const std::array<Candidate, 3> candidates{Candidate{0.9, 5, 0}, Candidate{0.8, 1, 0}, Candidate{std::nullopt, 9, 0}};
    const auto fused = scores(candidates, shares(0.35));
    QVERIFY(fused[2] > fused[1]);
    for (const double score : fused)
        QVERIFY(std::isfinite(score));
}

void TestFusion::theQuerysLanguageWinsTies()
{
    const std::array<Candidate, 4> candidates{Candidate{0.9, 5, 0}, Candidate{0.9, 5, 0, 0, LanguageMatch::Same},
        Candidate{0.8, 4, 0, 0, LanguageMatch::Same}, Candidate{0.7, 1, 0}};
    const auto fused = scores(candidates, shares(0.35));
    QVERIFY(fused[1] > fused[0]);
    QVERIFY(fused[0] > fused[2]); // but not against a better article
}

void TestFusion::wordsCountLessInAnotherLanguage()
{
    // The second shares a chance word with the query, the first its meaning.
    const std::array<Candidate, 3> candidates{Candidate{0.86, 0, 0, 0, LanguageMatch::Other},
        Candidate{0.84, 4, 0, 0, LanguageMatch::Other}, Candidate{0.8, 1, 0, 0, LanguageMatch::Other}};
    const auto alike = scores(candidates, shares(0.35));
    QVERIFY(alike[1] > alike[0]);
    const auto apart = scores(candidates, sharesFor(0.35, false));
    QVERIFY(apart[0] > apart[1]);
}

void TestFusion::thePartsAddUpToTheScore()
{
    const std::array<Candidate, 3> candidates{
        Candidate{0.9, 5, 1, 1, LanguageMatch::Same}, Candidate{0.8, 1, 0}, Candidate{std::nullopt, 9, 0}};
    const auto fused = scores(candidates, shares(0.35));
    const std::vector<tandem::ScoreParts> added = parts(candidates, shares(0.35));
    for (std::size_t i = 0; i < candidates.size(); ++i)
        QCOMPARE(added[i].meaning + added[i].words + added[i].language + added[i].identifiers, fused[i]);
    QVERIFY(added[0].language > 0 && added[0].identifiers > 0);
    QCOMPARE(added[2].meaning, 0.0); // it has no vector: its words stand for both
}

void TestFusion::equalCandidatesAreEqual()
{
    const std::array<Candidate, 2> candidates{Candidate{0.9, 5, 0}, Candidate{0.9, 5, 0}};
    const auto fused = scores(candidates, shares(0.35));
    QCOMPARE(fused[0], fused[1]);
    QVERIFY(std::isfinite(fused[0]));
    QVERIFY(scores({}, shares(0.35)).empty());
}

QTEST_GUILESS_MAIN(TestFusion)
#include "TestFusion.moc"
