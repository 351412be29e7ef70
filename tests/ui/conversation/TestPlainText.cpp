// links: tandem_ui
#include "support/Slowdown.h"
#include "ui/conversation/PlainText.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>

using namespace tandem;
using namespace tandem::ui;

class TestPlainText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void markupStaysText()
    {
        QCOMPARE(shownText("<script>alert(1)</script> **bold** <img src=\"http://x.example/a.png\">"),
            QStringLiteral("<script>alert(1)</script> **bold** <img src=\"http://x.example/a.png\">"));
    }

    void directionOverridesBecomeVisibleMarks()
    {
        const QString shown = shownText("pay \u202E00.483€\u202C now \u2066x\u2069");
        QCOMPARE(shown, QStringLiteral("pay ⟨RLO⟩00.483€⟨PDF⟩ now ⟨LRI⟩x⟨PDI⟩"));
        for (const QChar c : shown)
            QVERIFY(!(c.unicode() >= 0x202A && c.unicode() <= 0x202E) && !(c.unicode() >= 0x2066 && c.unicode() <= 0x2069));
    }

    void hiddenCharactersShow()
    {
        QCOMPARE(shownText("re\u200Bfund"), QStringLiteral("re⟨ZWSP⟩fund"));
        QCOMPARE(shownText("a\U000E0041\U000E0042b"), QStringLiteral("a⟨hidden⟩b"));
        QCOMPARE(shownText(std::string("a\0b", 3)), QStringLiteral("a␀b"));
    }

    void joinersOfScriptsAndEmojiStay()
    {
        const QString family = QStringLiteral("👩‍👧 می‌خواهم");
        QCOMPARE(shownText(family.toStdString()), family);
    }

    void everyLineEndIsTheSame() { QCOMPARE(shownText("a\r\nb\rc\u2028d"), QStringLiteral("a\nb\nc\nd")); }

    void namesComeOnOneLine() { QCOMPARE(shownLine("  Elena\n\nMarchetti \u202E"), QStringLiteral("Elena Marchetti ⟨RLO⟩")); }

    void quotedLinesAreAPartOfTheirOwn()
    {
        const QString text
            = QStringLiteral("Thanks.\n\nOn Wed, 18 Nov 2026, Support wrote:\n> first\n> second\n\nOne more thing.");
        const auto parts = partsOf(text);
        QCOMPARE(parts.size(), 3U);
        QVERIFY(!parts[0].quoted);
        QVERIFY(parts[1].quoted);
        QCOMPARE(parts[1].lines, 3);
        QCOMPARE(text.sliced(parts[2].begin, parts[2].end - parts[2].begin), QStringLiteral("One more thing."));
    }

    void anUnmarkedReplyIsQuotedToTheEnd()
    {
        const QString text = QStringLiteral("Danke!\n\nAm 18.11.2026 um 09:12 schrieb Support:\nGuten Tag\nIhre Rechnung");
        const auto parts = partsOf(text);
        QCOMPARE(parts.size(), 2U);
        QVERIFY(parts[1].quoted);
        QCOMPARE(parts[1].lines, 3);
    }

    void aColonAloneQuotesNothing()
    {
        const auto parts = partsOf(QStringLiteral("I tried these:\nfirst\nsecond"));
        QCOMPARE(parts.size(), 1U);
        QVERIFY(!parts[0].quoted);
    }

    void aTextThatAlternatesForEverIsOnePart()
    {
        QString text;
        for (int i = 0; i < 200000; ++i)
            text += QStringLiteral("> a\nb wrote:\n");
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(partsOf(text).size(), 1U);
        QVERIFY2(timer.elapsed() < patience, qPrintable(QString::number(timer.elapsed())));
    }

    void aLineIsNoLongerThanAReaderTakesIn()
    {
        const QString line = shownLine(std::string(1U << 20U, 'x'));
        QCOMPARE(line.size(), static_cast<qsizetype>(mostOfALine) + 1);
        QVERIFY(line.endsWith(QChar(0x2026)));
        QCOMPARE(shownLine(std::string(mostOfAName, 'x'), mostOfAName).size(), static_cast<qsizetype>(mostOfAName));
        // A pair is not cut in half.
        std::string faces = "x";
        for (int i = 0; i < 2000; ++i)
            faces += "\U0001F600";
        QVERIFY(shownLine(faces).isValidUtf16());
    }
};

QTEST_MAIN(TestPlainText)
#include "TestPlainText.moc"
