// links: tandem_knowledge
#include "knowledge/SectionCuts.h"

#include <QTest>

using namespace tandem;

namespace {

CutPiece piece(std::size_t characters, double cohesion = 0.5, CutPlace place = CutPlace::InLongBlock)
{
    CutPiece result;
    result.size.characters = characters;
    result.cohesion = cohesion;
    result.place = place;
    return result;
}

using Starts = std::vector<std::size_t>;

} // namespace

class TestSectionCuts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatFitsIsOnePassage();
    void passagesAreAsFewAsCanBe();
    void theWeakestPlaceIsCut();
    void aBlockThatFitsStaysWhole();
    void aPlaceBetweenBlocksIsBetterThanOneInside();
    void whatRepeatsTheTextBeforeHasItsPlace();
    void nothingGivesNothing();
    void thousandsOfPiecesTakeNoTime();
};

void TestSectionCuts::whatFitsIsOnePassage()
{
    QCOMPARE(passageStarts({piece(300), piece(300, 0), piece(300, 0)}), Starts{0});
}

void TestSectionCuts::passagesAreAsFewAsCanBe()
{
    // 1,500 characters take two passages, although three would cut at better places.
    const std::vector<CutPiece> pieces{piece(300), piece(300, 0), piece(300, 1), piece(300, 0.2), piece(300, 0)};
    QCOMPARE(passageStarts(pieces).size(), 2U);
}

void TestSectionCuts::theWeakestPlaceIsCut()
{
    for (const std::size_t weak : {2U, 3U, 4U}) {
        std::vector<CutPiece> pieces;
        for (std::size_t i = 0; i < 6; ++i)
            pieces.push_back(piece(220, i == weak ? 0.1 : 0.8));
        QCOMPARE(passageStarts(pieces), (Starts{0, weak}));
    }
}

void TestSectionCuts::aBlockThatFitsStaysWhole()
{
    std::vector<CutPiece> pieces{piece(400)};
    pieces.push_back(piece(200, 1, CutPlace::BetweenBlocks));
    for (int i = 0; i < 3; ++i)
        pieces.push_back(piece(200, 0, CutPlace::InBlock));
    QCOMPARE(passageStarts(pieces), (Starts{0, 1}));
}

void TestSectionCuts::aPlaceBetweenBlocksIsBetterThanOneInside()
{
    std::vector<CutPiece> pieces;
    for (std::size_t i = 0; i < 6; ++i)
        pieces.push_back(piece(220, 0.5, i == 3 ? CutPlace::BetweenBlocks : CutPlace::InLongBlock));
    QCOMPARE(passageStarts(pieces), (Starts{0, 3}));
}

void TestSectionCuts::whatRepeatsTheTextBeforeHasItsPlace()
{
    // The last 820 characters and the tie are too much for one passage; cut one piece later they are not.
    std::vector<CutPiece> pieces;
    for (std::size_t i = 0; i < 6; ++i) {
        pieces.push_back(piece(205, i == 2 ? 0 : 0.5));
        pieces.back().tie.characters = 150;
    }
    QCOMPARE(passageStarts(pieces).at(1), 3U);
    // Rather one passage more than none of it; yet a list that fills a passage has no place for it.
    pieces.assign(4, piece(440));
    for (CutPiece& each : pieces)
        each.tie.characters = 100;
    QCOMPARE(passageStarts(pieces).size(), 4U);
    pieces = {piece(500), piece(450, 0.5, CutPlace::BetweenBlocks), piece(440, 0.5, CutPlace::InBlock)};
    pieces[1].tie.characters = 100;
    QCOMPARE(passageStarts(pieces), (Starts{0, 1}));
}

void TestSectionCuts::nothingGivesNothing()
{
    QVERIFY(passageStarts({}).empty());
    QCOMPARE(passageStarts({piece(5000)}), Starts{0}); // it has no place where it could be cut
}

void TestSectionCuts::thousandsOfPiecesTakeNoTime()
{
    const std::vector<CutPiece> pieces(100'000, piece(20));
    QVERIFY(passageStarts(pieces).size() >= 100'000 * 20 / 900);
}

QTEST_GUILESS_MAIN(TestSectionCuts)
#include "TestSectionCuts.moc"
