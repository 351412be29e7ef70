// links: tandem_pipeline
#include "pipeline/understand/InjectionHiding.h"
#include "support/Strings.h"

#include <QTest>

#include <ctime>

using namespace tandem;

class TestInjectionHiding final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatPeopleDoNotSeeIsFound_data()
    {
        QTest::addColumn<QString>("tag");
        for (const char* tag : {"<font color=\"#ffffff\">", "<font color=white size=2>", "<span style=\"color:#fff\">",
                 "<span style='color: #fefefe;'>", "<span style=\"color:rgb(255, 255, 255)\">",
                 "<p style=\"color:rgba(0,0,0,0)\">", "<p style=\"color:transparent\">", "<span style=\"font-size: 1px\">",
                 "<span style=\"font-size:0\">", "<span style=\"font-size:.05em\">", "<div style=\"opacity: 0\">",
                 "<div style=\"opacity:0.0;color:red\">", "<div style=\"display: none !important\">",
                 "<div style=\"visibility:hidden\">", "<div hidden>", "<div hidden class=\"a\">",
                 "<td bgcolor=\"#336699\" style=\"color:#336699\">", "<p style=\"background-color:#222;color:#222222\">",
                 "<p style=\"background:black;color:#000\">", "<div style=\"max-height:0;overflow:hidden\">",
                 "<div style=\"position:absolute;left:-9999px\">", "<h1 style=\"text-indent:-5000px\">",
                 "<div style=\"mso-hide:all\">", "<i aria-hidden=\"true\">"})
            QTest::newRow(tag) << QString::fromUtf8(tag);
    }
    void whatPeopleDoNotSeeIsFound()
    {
        QFETCH(QString, tag);
        const std::string text = "seen " + tag.toStdString() + "unseen</x> seen";
        const auto stretches = hiddenStretches(text, 10);
        QCOMPARE(stretches.size(), std::size_t{1});
        QVERIFY(stretches.front().of(text).contains("unseen"));
        QVERIFY(stretches.front().begin == 5);
    }

    void whatPeopleSeeIsNot_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"<font color=\"#333333\">a</font>", "<a style=\"background:#06c;color:#fff\">buy</a>",
                 "<td bgcolor=\"#003366\" style=\"color:white\">a</td>", "<p style=\"font-size:12px\">a</p>",
                 "<p style=\"opacity:0.9\">a</p>", "<p style=\"line-height:0\">a</p>", "<div style=\"overflow:hidden\">a</div>",
                 "<div style=\"overflow: hidden \">a</div>", "<p style=\"margin-left:-4px\">a</p>", "<b>bold</b>",
                 "the paragraph has font-size:0 after pasting", "a < b and display:none > c", "<", "<a", "<3 color:white"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void whatPeopleSeeIsNot()
    {
        QFETCH(QString, text);
        QVERIFY(hiddenStretches(text.toStdString(), 10).empty());
    }

    void anElementEndsWithItsTagAndACommentWithItsSign()
    {
        const std::string text = "a<p style=\"display:none\">b</p>c<!-- d -->e";
        const auto stretches = hiddenStretches(text, 10);
        QCOMPARE(stretches.size(), std::size_t{2});
        QCOMPARE(stretches[0].of(text), std::string_view("<p style=\"display:none\">b"));
        QCOMPARE(stretches[1].of(text), std::string_view("<!-- d "));
        QCOMPARE(hiddenStretches(text, 1).size(), std::size_t{1});
    }

    void hostileTextsTakeLinearTime()
    {
        const std::clock_t begin = std::clock();
        for (const char* piece : {"<", "<a", "<a style=", "<a color:", "<!--", "<a hidden>", "<a color=a color=a "}) {
            std::string text;
            while (text.size() < 64U << 10U)
                text += piece;
            QVERIFY(hiddenStretches(text, 2000).size() <= 2000);
        }
        QVERIFY(std::clock() - begin < CLOCKS_PER_SEC / 2);
    }
};

QTEST_GUILESS_MAIN(TestInjectionHiding)
#include "TestInjectionHiding.moc"
