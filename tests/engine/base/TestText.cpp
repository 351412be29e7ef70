// links: tandem_base
#include "base/Text.h"
#include "support/Strings.h"

using namespace tandem;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validUtf8IsToldFromBroken();
    void brokenUtf8IsRepairedWithoutLosingTheRest();
    void nfkcUnifiesWhatLooksAlike();
    void nfkcRepairsBrokenInput();
    void foldIgnoresCaseInEveryScript_data();
    void foldIgnoresCaseInEveryScript();
    void foldAccentsComparesLetters_data();
    void foldAccentsComparesLetters();
    void codePointOffsetsFollowByteOffsets();
    void codePointsSurviveTheRoundTrip();
    void trimTakesWhiteSpaceOffBothEnds();
    void splitKeepsEmptyParts();
    void linesKnowBothLineEndings();
    void truncateNeverCutsACodePoint();
    void whiteSpaceCollapsesToOneSpace();
    void theHashIsTheOnePublishedForFnv1a();
};

void TestText::validUtf8IsToldFromBroken()
{
    QVERIFY(text::isValidUtf8(""));
    QVERIFY(text::isValidUtf8("plain"));
    QVERIFY(text::isValidUtf8("größer 日本語 \xF0\x9F\x98\x80"));
    for (const std::string_view broken :
        {"\x80", "\xC3", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80", "ok\xFF", "\xF8\x88"})
        QVERIFY2(!text::isValidUtf8(broken), QByteArray(broken.data(), static_cast<qsizetype>(broken.size())).toHex());
}

void TestText::brokenUtf8IsRepairedWithoutLosingTheRest()
{
    QCOMPARE(text::repairUtf8("fine ü"), std::string("fine ü"));
    QCOMPARE(text::repairUtf8("a\xFF"
                              "b"),
        std::string("a\uFFFD"
                    "b"));
    QCOMPARE(text::repairUtf8("caf\xE9 au lait"), std::string("caf\uFFFD au lait")); // Latin-1
    QVERIFY(text::isValidUtf8(text::repairUtf8("\xE2\x82")));
    QVERIFY(text::isValidUtf8(text::repairUtf8(std::string(1000, '\xED'))));
    QCOMPARE(text::repairUtf8(std::string_view("a\0b", 3)), std::string("a\0b", 3));
}

void TestText::nfkcUnifiesWhatLooksAlike()
{
    QCOMPARE(text::nfkc("ＦＩＬＥ－５０７"), std::string("FILE-507")); // full width
    QCOMPARE(text::nfkc("ﬁle"), std::string("file")); // ligature
    QCOMPARE(text::nfkc("u\u0308ber"), std::string("über")); // decomposed
    QCOMPARE(text::nfkc("ｶﾞﾌﾞ"), std::string("ガブ")); // half-width kana with a voicing mark
    QCOMPARE(text::nfkc("10\u00A0€"), std::string("10 €")); // no-break space
    QCOMPARE(text::nfkc("m²"), std::string("m2"));
}

void TestText::nfkcRepairsBrokenInput()
{
    QCOMPARE(text::nfkc("ü\xFF"), std::string("ü\uFFFD"));
}

void TestText::foldIgnoresCaseInEveryScript_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("ascii") << qt("REFUND") << qt("refund");
    QTest::newRow("german") << qt("STRASSE") << qt("straße");
    QTest::newRow("french") << qt("DÉJÀ") << qt("déjà");
    QTest::newRow("polish") << qt("ZAMÓWIENIE ŁÓDŹ") << qt("zamówienie łódź");
    QTest::newRow("full width") << qt("ＡＰＩ") << qt("api");
    QTest::newRow("greek sigma") << qt("ΟΔΟΣ") << qt("οδος");
    QTest::newRow("decomposed capital") << qt("U\u0308BER") << qt("über");
}

void TestText::foldIgnoresCaseInEveryScript()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QCOMPARE(text::fold(one.toStdString()), text::fold(other.toStdString()));
}

void TestText::foldAccentsComparesLetters_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("plain");
    QTest::newRow("spanish") << qt("contraseña y teléfono") << qt("contrasena y telefono");
    QTest::newRow("french") << qt("Être remboursé, ça") << qt("etre rembourse, ca");
    QTest::newRow("german") << qt("Größe") << qt("grosse");
    QTest::newRow("portuguese") << qt("Não há opção") << qt("nao ha opcao");
    QTest::newRow("polish") << qt("Zażółć gęślą jaźń") << qt("zazolc gesla jazn");
    QTest::newRow("turkish") << qt("şifre değiştirme ışık çağrı") << qt("sifre degistirme isik cagri");
    QTest::newRow("turkish capital i with dot") << qt("İPTAL") << qt("iptal");
    QTest::newRow("strokes") << qt("łódź søster đak") << qt("lodz soster dak");
    QTest::newRow("arabic vowel signs") << qt("مُشْكِلَة") << qt("مشكلة");
    QTest::newRow("greek") << qt("άδεια") << qt("αδεια");
    QTest::newRow("kana keep their voicing") << qt("データが") << qt("データが");
    QTest::newRow("chinese stays") << qt("重置密码") << qt("重置密码");
}

void TestText::foldAccentsComparesLetters()
{
    QFETCH(QString, written);
    QFETCH(QString, plain);
    QCOMPARE(qt(text::foldAccents(written.toStdString())), plain);
}

void TestText::codePointOffsetsFollowByteOffsets()
{
    const std::string text = "aü日\xF0\x9F\x98\x80z"; // 1 + 2 + 3 + 4 + 1 bytes
    QCOMPARE(text::codePointCount(text), std::size_t(5));
    QCOMPARE(text::codePointOffsets(text, {0, 1, 3, 6, 10, 11}), (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
    QCOMPARE(text::codePointOffsets(text, {3, 3, 99}), (std::vector<std::size_t>{2, 2, 5}));
    QCOMPARE(text::codePointOffsets("", {0}), std::vector<std::size_t>{0});
}

void TestText::codePointsSurviveTheRoundTrip()
{
    const std::string text = "aü日\xF0\x9F\x98\x80";
    const auto codePoints = text::codePoints(text);
    QCOMPARE(codePoints, (std::vector<char32_t>{U'a', U'ü', U'日', U'\U0001F600'}));
    std::string again;
    for (const char32_t codePoint : codePoints)
        text::appendCodePoint(again, codePoint);
    QCOMPARE(again, text);
    QCOMPARE(text::codePoints("\xFFx"), (std::vector<char32_t>{U'\uFFFD', U'x'}));
}

void TestText::trimTakesWhiteSpaceOffBothEnds()
{
    QCOMPARE(text::trim(" \t a b \r\n"), std::string_view("a b"));
    QCOMPARE(text::trim(" \n "), std::string_view());
    QCOMPARE(text::trim(""), std::string_view());
}

void TestText::splitKeepsEmptyParts()
{
    QCOMPARE(text::split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
    QCOMPARE(text::split("", ','), std::vector<std::string_view>{""});
}

void TestText::linesKnowBothLineEndings()
{
    QCOMPARE(text::lines("one\r\ntwo\n\nthree\n"), (std::vector<std::string_view>{"one", "two", "", "three"}));
    QVERIFY(text::lines("").empty());
    QCOMPARE(text::lines("one"), std::vector<std::string_view>{"one"});
}

void TestText::truncateNeverCutsACodePoint()
{
    const std::string text = "aü日";
    QCOMPARE(text::truncate(text, 99), std::string_view(text));
    QCOMPARE(text::truncate(text, 6), std::string_view("aü日"));
    QCOMPARE(text::truncate(text, 5), std::string_view("aü"));
    QCOMPARE(text::truncate(text, 2), std::string_view("a"));
    QCOMPARE(text::truncate(text, 0), std::string_view());
}

void TestText::whiteSpaceCollapsesToOneSpace()
{
    QCOMPARE(text::collapseWhitespace("  a \t\r\n b  "), std::string("a b"));
    QCOMPARE(text::collapseWhitespace(" \n"), std::string());
}

void TestText::theHashIsTheOnePublishedForFnv1a()
{
    QCOMPARE(text::hash64(""), std::uint64_t(0xcbf29ce484222325ULL));
    QCOMPARE(text::hash64("a"), std::uint64_t(0xaf63dc4c8601ec8cULL));
    QCOMPARE(text::hash64("foobar"), std::uint64_t(0x85944171f73967e8ULL));
}

QTEST_GUILESS_MAIN(TestText)
#include "TestText.moc"
