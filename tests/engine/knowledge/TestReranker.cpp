// links: tandem_knowledge
#include "knowledge/Reranker.h"

#include <QTest>

#include <cmath>

using namespace tandem;
using rerank::Candidate;

namespace {

Candidate candidate(double similarity, double words = 0)
{
    Candidate result;
    result.halves.meaning = 0.85;
    result.halves.words = words;
    result.similarity = similarity;
    return result;
}

} // namespace

class TestReranker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNearestByTokensWins()
    {
        const std::vector<Candidate> candidates{candidate(0.86), candidate(0.93), candidate(0.84)};
        const auto scores = rerank::scores(candidates);
        QVERIFY(scores[1] > scores[0] && scores[0] > scores[2]);
    }

    void wordsOfTheOwnLanguageDecideBetweenEquals()
    {
        std::vector<Candidate> candidates{candidate(0.9, 2), candidate(0.9, 9), candidate(0.8, 1)};
        QVERIFY(rerank::scores(candidates)[1] > rerank::scores(candidates)[0]);
        for (Candidate& each : candidates)
            each.halves.language = fusion::LanguageMatch::Other;
        QCOMPARE(rerank::scores(candidates)[1], rerank::scores(candidates)[0]); // there they are chance
    }

    void anIdentifierAndAnArticleAreWorthMore()
    {
        std::vector<Candidate> candidates{candidate(0.9), candidate(0.9), candidate(0.9)};
        candidates[1].halves.identifiers = 1;
        candidates[2].isArticle = true;
        const auto scores = rerank::scores(candidates);
        QVERIFY(scores[1] > scores[0] && scores[2] > scores[0]);
    }

    void aCandidateWithoutTokensIsPlacedByFusion()
    {
        std::vector<Candidate> candidates{candidate(0.86), candidate(0.93), candidate(0.84)};
        candidates[0].similarity.reset();
        candidates[0].fused = 2;
        candidates[1].fused = 0.1;
        const auto scores = rerank::scores(candidates);
        for (const double score : scores)
            QVERIFY(std::isfinite(score));
        QVERIFY(scores[0] > scores[2]);
    }

    void fewOrEqualCandidatesAreHarmless()
    {
        QVERIFY(rerank::scores({}).empty());
        const std::vector<Candidate> one{candidate(0.9)};
        QVERIFY(std::isfinite(rerank::scores(one).front()));
        const std::vector<Candidate> two{candidate(0.9), candidate(0.9)};
        QCOMPARE(rerank::scores(two)[0], rerank::scores(two)[1]);
    }
};

QTEST_GUILESS_MAIN(TestReranker)
#include "TestReranker.moc"
