// links: tandem_knowledge
#include "knowledge/Evidence.h"

#include <QTest>

#include <numeric>

using namespace tandem;
using rerank::Candidate;

namespace {

// A search whose best passage has this similarity and holds this share of the words, before ten others.
struct Search {
    std::vector<Candidate> candidates;
    std::vector<double> scores;
    std::vector<std::size_t> order;

    Search(double similarity, double coverage, double lead = 1)
    {
        for (std::size_t i = 0; i < 11; ++i) {
            Candidate candidate;
            candidate.halves.meaning = i == 0 ? similarity - 0.03 : 0.78;
            candidate.halves.coverage = i == 0 ? coverage : 0.1;
            candidate.halves.language = fusion::LanguageMatch::Same;
            candidate.similarity = i == 0 ? similarity : 0.81;
            candidate.document = i;
            candidates.push_back(candidate);
            scores.push_back(i == 0 ? lead : -static_cast<double>(i - 1) / 10);
        }
        order.resize(candidates.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
    }
    [[nodiscard]] evidence::Found found() const { return {candidates, scores, order, 8, 12}; }
    [[nodiscard]] double score() const { return evidence::score(found()); }
};

} // namespace

class TestEvidence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itGrowsWithSimilarityAndWords()
    {
        double last = 0;
        for (int step = 0; step <= 10; ++step) {
            const double now = Search(0.82 + 0.014 * step, 0.1 * step).score();
            QVERIFY(now > last && now < 1);
            last = now;
        }
        QVERIFY(Search(0.82, 0.05, 0.1).score() < 0.3);
        QVERIFY(Search(0.96, 0.9, 3).score() > 0.8);
    }

    void theLeadOverOtherDocumentsCounts()
    {
        QVERIFY(Search(0.9, 0.5, 3).score() > Search(0.9, 0.5, 0.1).score());
        Search sameDocument(0.9, 0.5, 0.1);
        sameDocument.candidates[1].document = 0;
        sameDocument.scores[1] = 0.09;
        sameDocument.scores[2] = -2;
        for (std::size_t i = 3; i < sameDocument.scores.size(); ++i)
            sameDocument.scores[i] = -3;
        QVERIFY(sameDocument.score() > Search(0.9, 0.5, 0.1).score());
    }

    void wordsOfAnotherLanguageSayNothing()
    {
        Search much(0.9, 0.9);
        Search little(0.9, 0.1);
        QVERIFY(much.score() > little.score());
        for (Search* search : {&much, &little}) {
            for (Candidate& candidate : search->candidates)
                candidate.halves.language = fusion::LanguageMatch::Other;
        }
        QCOMPARE(much.score(), little.score());
    }

    void theNearestSentenceOfTheFirstThreeCounts()
    {
        Search search(0.9, 0.5);
        for (std::size_t i = 0; i < search.candidates.size(); ++i)
            search.candidates[i].sentence = 0.8;
        const double before = search.score();
        search.candidates[3].sentence = 0.95;
        QCOMPARE(search.score(), before);
        search.candidates[2].sentence = 0.95;
        QVERIFY(search.score() > before);
    }

    void whatFindsNothingCountsAgainstTheRest()
    {
        Search even(0.9, 0.5);
        even.candidates.front().unevenness = 0.02;
        Search uneven(0.9, 0.5);
        uneven.candidates.front().unevenness = 0.06;
        QVERIFY(even.score() > uneven.score());
        for (Search* search : {&even, &uneven}) {
            for (Candidate& candidate : search->candidates)
                candidate.similarity.reset();
        }
        QCOMPARE(even.score(), uneven.score()); // of no tokens nobody knows
    }

    void lessIsKnownWithoutTokensOrVectors()
    {
        Search search(0.93, 0.8);
        QVERIFY(evidence::basisOf(search.found()) == evidence::Basis::Tokens);
        for (Candidate& candidate : search.candidates)
            candidate.similarity.reset();
        QVERIFY(evidence::basisOf(search.found()) == evidence::Basis::Vectors);
        QVERIFY(search.score() > Search(0.93, 0.1).score() || search.score() > 0.5);
        for (Candidate& candidate : search.candidates)
            candidate.halves.meaning.reset();
        QVERIFY(evidence::basisOf(search.found()) == evidence::Basis::Words);
        Search poor(0.93, 0.1);
        for (Candidate& candidate : poor.candidates) {
            candidate.similarity.reset();
            candidate.halves.meaning.reset();
        }
        QVERIFY(search.score() > 0.5 && poor.score() < 0.3);
    }

    void nothingIsNoEvidence()
    {
        QCOMPARE(evidence::score({}), 0.0);
        Search one(0.93, 0.8);
        one.candidates.resize(1);
        one.scores.resize(1);
        one.order.resize(1);
        QVERIFY(one.score() > 0.3 && one.score() < 1);
    }
};

QTEST_GUILESS_MAIN(TestEvidence)
#include "TestEvidence.moc"
