// links: tandem_knowledge
#include "base/Text.h"
#include "knowledge/import/TextEncoding.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestTextEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textBecomesUtf8_data();
    void textBecomesUtf8();
    void whatIsNoTextIsRefused_data();
    void whatIsNoTextIsRefused();
    void aPageTellsItsCharset();
    void whatAPageTellsIsNotBelievedAgainstItsBytes();
    void binaryKindsAreNamed();
};

void TestTextEncoding::textBecomesUtf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const QByteArray& bytes, const QString& text) { QTest::newRow(name) << bytes << text; };
    const QString german = QStringLiteral("Die Rückgabe ist für größere Möbel nicht möglich. Übergrößen prüfen wir.");
    row("plain", "abc", QStringLiteral("abc"));
    row("nothing", "", QStringLiteral(""));
    row("UTF-8", german.toUtf8(), german);
    row("UTF-8 with mark", QByteArray("\xEF\xBB\xBF") + german.toUtf8(), german);
    row("Windows-1252", german.toLatin1(), german);
    row("one letter", "caf\xE9", QStringLiteral("café"));
    row("quotes of Windows", "He said \x93yes\x94 \x96 twice", QStringLiteral("He said “yes” – twice"));
    row("Windows-1250",
        "Ogl\xB9"
        "dasz reprodukcj\xEA obrazu, a za\xBF\xF3\xB3\xE6 j\xB9\x9F\xF1 nie mo\xBF"
        "esz.",
        QStringLiteral("Oglądasz reprodukcję obrazu, a zażółć jąźń nie możesz."));
    row("Windows-1254",
        "\xDE"
        "ifre s\xFD"
        "f\xFDrlama ba\xF0lant\xFDs\xFD 60 dakika ge\xE7"
        "erlidir. L\xFCtfen yeniden deneyin.",
        QStringLiteral("Şifre sıfırlama bağlantısı 60 dakika geçerlidir. Lütfen yeniden deneyin."));
    row("Shift-JIS",
        QByteArray::fromHex(
            "83418376838a82f08a4a82ad82c683478389815b82aa955c8ea682b382ea82dc82b7814289f08c8895fb964082f08bb382a682c482ad"
            "82be82b382a28142"),
        QStringLiteral("アプリを開くとエラーが表示されます。解決方法を教えてください。"));
    row("GBK",
        QByteArray::fromHex(
            "c8e7bacec9eac7ebcdcbbfeea3bfc7ebc1aacfb5bfcdb7fea1a3ced2c3c7bbe1d4dac8fdb8f6b9a4d7f7c8d5c4dab4a6c0eda1a3"),
        QStringLiteral("如何申请退款？请联系客服。我们会在三个工作日内处理。"));
    row("UTF-8 with a part of Windows-1252", german.toUtf8() + "\n" + german.toLatin1(), german + QStringLiteral("\n") + german);
    row("quotes of Windows in UTF-8", "f\xC3\xBCr \x93uns\x94", QStringLiteral("für “uns”"));
    row("UTF-8 with a part of Windows-1250",
        QByteArray("zap\xC5\x82"
                   "a\xC4\x87 za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87\nOgl\xB9"
                   "dasz reprodukcj\xEA"),
        QStringLiteral("zapłać zażółć\nOglądasz reprodukcję"));
    row("UTF-16 little", QByteArray::fromHex("fffe4100e4000d000a004200"), QStringLiteral("Aä\r\nB"));
    row("UTF-16 big", QByteArray::fromHex("feff004100e4"), QStringLiteral("Aä"));
    row("UTF-16 without mark", QByteArray::fromHex("410062006300e4002000640065006600"), QStringLiteral("Abcä def"));
    row("UTF-32", QByteArray::fromHex("fffe000041000000"), QStringLiteral("A"));
    row("ISO-2022-JP", "\x1B$B$3$l$OF|K\\8l$G$9!#$4Cm0U$/$@$5$$!#\x1B(B", QStringLiteral("これは日本語です。ご注意ください。"));
}

void TestTextEncoding::textBecomesUtf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const auto result = utf8Of(bytes.toStdString());
    QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
    QVERIFY(text::isValidUtf8(*result));
    QCOMPARE(qt(*result), text);
}

void TestTextEncoding::whatIsNoTextIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const QByteArray& bytes) { QTest::newRow(name) << bytes; };
    row("zero inside", QByteArray("text\0more", 9));
    row("zeros at even and odd places", QByteArray("a\0bc\0def", 8));
    row("control characters", "abc\x01\x02\x03 caf\xE9");
    row("half a UTF-16 character", QByteArray::fromHex("fffe4100e4"));
    row("a lone surrogate", QByteArray::fromHex("fffe00d84100"));
    QByteArray noise;
    for (unsigned i = 0, state = 7; i < 4096; ++i) {
        state = state * 1103515245U + 12345U;
        noise += static_cast<char>(state >> 16U);
    }
    row("noise", noise);
}

void TestTextEncoding::whatIsNoTextIsRefused()
{
    QFETCH(QByteArray, bytes);
    const auto result = utf8Of(bytes.toStdString());
    QVERIFY2(!result, result ? result->c_str() : "");
    QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
}

void TestTextEncoding::aPageTellsItsCharset()
{
    QCOMPARE(qt(declaredCharset("<html><head><META charset='Windows-1256'>")), QStringLiteral("windows-1256"));
    QCOMPARE(qt(declaredCharset(R"(<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />)")),
        QStringLiteral("gb2312"));
    QCOMPARE(qt(declaredCharset(R"(<?xml version="1.0" encoding="ISO-8859-2"?>)")), QStringLiteral("iso-8859-2"));
    QCOMPARE(qt(declaredCharset("<p>no charset")), QString());
    // ISO-8859-2: what is ł there is ³ in Latin-1.
    QCOMPARE(qt(valueOf(utf8Of("\xB3", "iso-8859-2"))), QStringLiteral("ł"));
}

void TestTextEncoding::whatAPageTellsIsNotBelievedAgainstItsBytes()
{
    QCOMPARE(qt(valueOf(utf8Of("größer", "windows-1252"))), QStringLiteral("größer"));
    QCOMPARE(qt(valueOf(utf8Of("Gr\xF6\xDF"
                               "e",
                 "utf-8"))),
        QStringLiteral("Größe"));
    QCOMPARE(qt(valueOf(utf8Of("Gr\xF6\xDF"
                               "e",
                 "no-such-charset"))),
        QStringLiteral("Größe"));
}

void TestTextEncoding::binaryKindsAreNamed()
{
    QCOMPARE(binaryKind("%PDF-1.7"), std::optional<std::string_view>("a PDF document"));
    QCOMPARE(binaryKind("\x89PNG\r\n"), std::optional<std::string_view>("a PNG picture"));
    QCOMPARE(binaryKind("PK\x03\x04..."), std::optional<std::string_view>("a zip archive or an Office document"));
    QVERIFY(!binaryKind("# A heading"));
    QVERIFY(!binaryKind(""));
}

QTEST_GUILESS_MAIN(TestTextEncoding)
#include "TestTextEncoding.moc"
