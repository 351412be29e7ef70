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

    void thePartsAreWhatEachFeatureAddsToTheScore()
    {
        std::vector<Candidate> candidates{candidate(0.86, 2), candidate(0.93, 7), candidate(0.84, 1)};
        candidates[0].halves.identifiers = 1;
        candidates[2].isArticle = true;
        candidates[1].halves.language = fusion::LanguageMatch::Other;
        const auto scores = rerank::scores(candidates);
        const auto parts = rerank::parts(candidates);
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const ScoreParts& each = parts[i];
            QCOMPARE(each.meaning + each.words + each.identifiers + each.kind + each.language, scores[i]);
        }
        QVERIFY(parts[1].meaning > parts[0].meaning);
        QCOMPARE(parts[1].words, 0.0); // words of another language are chance
        QVERIFY(parts[0].identifiers > 0 && parts[1].identifiers == 0);
        QVERIFY(parts[2].kind > 0 && parts[0].kind == 0);
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
