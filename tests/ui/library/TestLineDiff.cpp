// links: tandem_ui
#include "ui/library/LineDiff.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tandem::ui;

using Kind = DiffLine::Kind;

class TestLineDiff : public QObject {
    Q_OBJECT

    // "-old", "+new", " same", "…3"
    static QStringList shown(const std::vector<DiffLine>& lines)
    {
        QStringList result;
        for (const DiffLine& line : lines) {
            switch (line.kind) {
            case Kind::Same: result << u' ' + line.text; break;
            case Kind::Out: result << u'-' + line.text; break;
            case Kind::In: result << u'+' + line.text; break;
            case Kind::Gap: result << QStringLiteral("…%1").arg(line.before); break;
            }
        }
        return result;
    }
    static QString text(const char* lines) { return QString::fromLatin1(lines).replace(u'|', u'\n'); }

private Q_SLOTS:
    void whatChangesIsTakenOutAndPutIn_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QStringList>("lines");
        const auto row = [](const char* before, const char* after, const char* lines) {
            QTest::newRow(lines) << text(before) << text(after) << QString::fromUtf8(lines).split(u'|');
        };
        row("a|b|c", "a|x|c", " a|-b|+x| c");
        row("a|b", "a|b|c", " a| b|+c");
        row("a|b|c", "b|c", "-a| b| c");
        row("a|b|c|d", "d|a|b|c", "+d| a| b| c|-d");
        row("1|2|3|4|5|6|7|8|9", "1|2|3|4|x|6|7|8|9", "…1| 2| 3| 4|-5|+x| 6| 7| 8|…1");
    }
    void whatChangesIsTakenOutAndPutIn()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QStringList, lines);
        QCOMPARE(shown(lineDiff(before, after)), lines);
    }

    void everyLineCarriesItsNumbers()
    {
        const auto lines = lineDiff(text("a|b|c"), text("a|x|y|c"));
        QCOMPARE(lines[0].before, 1);
        QCOMPARE(lines[0].after, 1);
        QCOMPARE(lines[1].before, 2);
        QCOMPARE(lines[1].after, 0);
        QCOMPARE(lines[2].after, 2);
        QCOMPARE(lines[3].after, 3);
        QCOMPARE(lines[4].before, 3);
        QCOMPARE(lines[4].after, 4);
    }

    void whatDiffersWithinALineIsMarkedInWholeWords()
    {
        const auto lines = lineDiff(text("refundable for 30 days"), text("refundable for 14 days"));
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].text.mid(lines[0].changeBegin, lines[0].changeLength), QStringLiteral("30"));
        QCOMPARE(lines[1].text.mid(lines[1].changeBegin, lines[1].changeLength), QStringLiteral("14"));
        const auto longer = lineDiff(text("credited instead"), text("credited later instead"));
        QCOMPARE(longer[0].changeLength, 0);
        QVERIFY(longer[1].text.mid(longer[1].changeBegin, longer[1].changeLength).contains(QStringLiteral("later")));
    }

    void textsThatAreTheSameOrEmptyAreTaken()
    {
        QCOMPARE(shown(lineDiff(text("a|b"), text("a|b"))), QStringList{QStringLiteral("…2")});
        QVERIFY(lineDiff(QString(), QString()).empty());
        QCOMPARE(shown(lineDiff(QString(), text("a"))), QStringList{QStringLiteral("+a")});
        QCOMPARE(shown(lineDiff(text("a"), QString())), QStringList{QStringLiteral("-a")});
        QCOMPARE(shown(lineDiff(QStringLiteral("a\r\nb\r\n"), text("a|b"))), QStringList{QStringLiteral("…2")});
    }

    // Whatever the texts: what is not taken out or in is the same in both, and nothing is lost.
    void bothTextsComeOutOfIt()
    {
        unsigned state = 7;
        const auto random = [&state](unsigned most) { return (state = state * 1664525U + 1013904223U) / 65536U % most; };
        for (int round = 0; round < 300; ++round) {
            QStringList before;
            for (unsigned i = 0; i < random(30); ++i)
                before << QString(QChar(u'a' + static_cast<char16_t>(random(4))));
            QStringList after = before;
            for (unsigned i = 0; i < random(12); ++i) {
                if (!after.isEmpty() && random(2) == 0)
                    after.removeAt(static_cast<qsizetype>(random(static_cast<unsigned>(after.size()))));
                else
                    after.insert(static_cast<qsizetype>(random(static_cast<unsigned>(after.size()) + 1)), QStringLiteral("z"));
            }
            QStringList left;
            QStringList right;
            for (const DiffLine& line : lineDiff(before.join(u'\n'), after.join(u'\n'), 1000)) {
                if (line.kind == Kind::Gap) // nothing changed
                    left = before, right = after;
                else if (line.kind != Kind::In)
                    left << line.text;
                if (line.kind == Kind::Same || line.kind == Kind::In)
                    right << line.text;
            }
            QCOMPARE(left, before);
            QCOMPARE(right, after);
        }
    }

    void twoLongTextsWithNothingInCommonTakeNoTime()
    {
        QStringList before;
        QStringList after;
        for (int i = 0; i < 20000; ++i) {
            before << QStringLiteral("a%1").arg(i);
            after << QStringLiteral("b%1").arg(i);
        }
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(lineDiff(before.join(u'\n'), after.join(u'\n')).size(), std::size_t(40000));
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_MAIN(TestLineDiff)
#include "TestLineDiff.moc"
