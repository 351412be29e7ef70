// links: tandem_knowledge
#include "knowledge/MarkdownText.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

QString plain(const char* markdown)
{
    return qt(withoutInlineMarks(markdown));
}

// "H2 Heading | P text | L item | T row | C code"
QString shape(const char* markdown)
{
    QStringList parts;
    for (const Block& block : blocksOf(markdown)) {
        static const char* const letters[] = {"H", "P", "L", "T", "C"};
        const QString kind = QString::fromUtf8(letters[static_cast<int>(block.kind)]);
        parts.push_back(kind + (block.level > 0 ? QString::number(block.level) : QString()) + QLatin1Char(' ') + qt(block.text));
    }
    return parts.join(QStringLiteral(" | "));
}

} // namespace

class TestMarkdownText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emphasisAndCodeLoseTheirMarks();
    void whatOnlyLooksLikeAMarkStays();
    void anAddressInALinkIsKept();
    void headingsParagraphsAndListsAreToldApart();
    void wrappedLinesAreOneParagraph();
    void tableRowsCarryTheirColumns();
    void codeIsKeptAsItIs();
    void itemsOfAListShareAGroup();
    void unclosedMarksLoseNothing();
    void hugeNonsenseEndsInTime();
};

void TestMarkdownText::emphasisAndCodeLoseTheirMarks()
{
    QCOMPARE(plain("Click **Save** and *wait*, then __go__ to _Settings_."),
        QStringLiteral("Click Save and wait, then go to Settings."));
    QCOMPARE(plain("Run `a * b * c` and ``x`y``."), QStringLiteral("Run a * b * c and x`y."));
    QCOMPARE(plain("***all*** ~~old~~ **bold *inner* end**"), QStringLiteral("all old bold inner end"));
    QCOMPARE(plain("请点击**保存**按钮"), QString::fromUtf8("请点击保存按钮"));
    QCOMPARE(plain("a<br>b <b>c</b> \\*d\\*"), QStringLiteral("a b c *d*"));
}

void TestMarkdownText::whatOnlyLooksLikeAMarkStays()
{
    for (const char* text : {"*.exe and *.bat", "2 * 3 * 4", "my_file_name.txt", "-d <domain> -i <instance>", "a < b > c",
             "C:\\Users\\me", "[not a link]", "array[0](1) is no link to https://x"})
        QVERIFY2(plain(text).contains(qt(std::string_view(text).substr(0, 5))), text);
    QCOMPARE(plain("my_file_name.txt"), QStringLiteral("my_file_name.txt"));
    QCOMPARE(plain("*.exe and *.bat"), QStringLiteral("*.exe and *.bat"));
    QCOMPARE(plain("-d <domain> -i <instance>"), QStringLiteral("-d <domain> -i <instance>"));
}

void TestMarkdownText::anAddressInALinkIsKept()
{
    QCOMPARE(plain("See [the status page](https://status.example/now \"Status\")."),
        QStringLiteral("See the status page (https://status.example/now)."));
    QCOMPARE(plain("See [refunds](kb-refunds.md) and ![a picture](x.png)."), QStringLiteral("See refunds and a picture."));
    QCOMPARE(plain("<https://a.example> [https://b.example](https://b.example)"),
        QStringLiteral("https://a.example https://b.example"));
}

void TestMarkdownText::headingsParagraphsAndListsAreToldApart()
{
    QCOMPARE(shape("# Title\nText.\n\n## Part ##\n- one\n- two\n  more of two\n\n1. first\n2) second\n\nEnd."),
        QStringLiteral("H1 Title | P Text. | H2 Part | L one | L two more of two | L first | L second | P End."));
    QCOMPARE(shape("Title\n=====\nPart\n---\ntext\n\n---\n\n> quoted\n#nohash"),
        QStringLiteral("H1 Title | H2 Part | P text | P quoted #nohash"));
}

void TestMarkdownText::wrappedLinesAreOneParagraph()
{
    QCOMPARE(shape("One line\r\ngoes on\r\n\r\nnext"), QStringLiteral("P One line goes on | P next"));
    QCOMPARE(shape("退款需要\n五天。"), QString::fromUtf8("P 退款需要五天。"));
}

void TestMarkdownText::tableRowsCarryTheirColumns()
{
    QCOMPARE(shape("| Plan | Size |\n|---|:--:|\n| Free | 25 MB |\n| **Team** | a \\| b |\n\nafter"),
        QStringLiteral("T Plan: Free; Size: 25 MB | T Plan: Team; Size: a | b | P after"));
    QCOMPARE(shape("a | b\n--|--"), QStringLiteral("T a; b"));
}

void TestMarkdownText::codeIsKeptAsItIs()
{
    QCOMPARE(shape("Do:\n```sh\ncurl *x* | y\n\n# no heading\n```\ndone"),
        QStringLiteral("P Do: | C curl *x* | y | C # no heading | P done"));
}

void TestMarkdownText::itemsOfAListShareAGroup()
{
    const auto blocks = blocksOf("- a\n\n- b\n\ntext\n\n- c");
    QCOMPARE(blocks.size(), 4U);
    QCOMPARE(blocks[0].group, blocks[1].group);
    QVERIFY(blocks[3].group != blocks[1].group);
}

void TestMarkdownText::unclosedMarksLoseNothing()
{
    QCOMPARE(plain("**bold [link](http://x `code <b"), QStringLiteral("**bold [link](http://x `code <b"));
    QCOMPARE(shape("```\nnever closed"), QStringLiteral("C never closed"));
    QCOMPARE(shape(""), QString());
    QCOMPARE(shape("-\n*\n1."), QString());
}

void TestMarkdownText::hugeNonsenseEndsInTime()
{
    for (const char* piece : {"[", "*a", "_a ", "`", "<", "![(", "**", "- ", "| ", "\\", "> "}) {
        std::string text;
        for (int i = 0; i < 50'000; ++i)
            text += piece;
        QVERIFY(blocksOf(text).size() <= 50'000);
    }
}

QTEST_GUILESS_MAIN(TestMarkdownText)
#include "TestMarkdownText.moc"
