// links: tandem_embedding
#include "services/embedding/UnigramTokenizer.h"

#include <QTest>

using namespace tandem;

class TestUnigramTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBestScoreWins()
    {
        // "▁ab" whole beats "▁a" + "b".
        QCOMPARE(tokenizer().tokens("ab", 16), (Tokens{0, 6, 1}));
        // "▁ab" + "c" (-2 - 5) loses to "▁a" + "bc" (-3 - 1).
        QCOMPARE(tokenizer().tokens("abc", 16), (Tokens{0, 4, 7, 1}));
    }

    void whiteSpaceIsCollapsedAndTrimmed() { QCOMPARE(tokenizer().tokens("  ab   ab ", 16), (Tokens{0, 6, 6, 1})); }

    void aRunOfUnknownCharactersIsOneToken()
    {
        QCOMPARE(tokenizer().tokens("ab\xE4\xBD\xA0\xE5\xA5\xBD!b", 16), (Tokens{0, 6, 2, 5, 1}));
    }

    void reservedPiecesDoNotMatchText()
    {
        const auto tokens = tokenizer().tokens("<s>", 16);
        QVERIFY(std::ranges::count(tokens, 0) == 1);
    }

    void theLimitKeepsTheEnd() { QCOMPARE(tokenizer().tokens("ab ab ab ab", 4), (Tokens{0, 6, 6, 1})); }

    void emptyTextIsBeginAndEnd() { QCOMPARE(tokenizer().tokens(" ", 16), (Tokens{0, 1})); }

private:
    static UnigramTokenizer tokenizer()
    {
        UnigramTokenizer result({.begin = 0, .end = 1, .unknown = 2});
        using Kind = UnigramTokenizer::Kind;
        result.add("<s>", 0, Kind::Reserved);
        result.add("</s>", 0, Kind::Reserved);
        result.add("<unk>", 0, Kind::Reserved);
        result.add("\xE2\x96\x81", -4, Kind::Text);
        result.add("\xE2\x96\x81"
                   "a",
            -3, Kind::Text);
        result.add("b", -3, Kind::Text);
        result.add("\xE2\x96\x81"
                   "ab",
            -2, Kind::Text);
        result.add("bc", -1, Kind::Text);
        result.add("c", -5, Kind::Text);
        result.finish();
        return result;
    }
};

QTEST_GUILESS_MAIN(TestUnigramTokenizer)
#include "TestUnigramTokenizer.moc"
