// links: tandem_knowledge
#include "knowledge/import/ArticleFormats.h"
#include "support/MadeFiles.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

std::string paragraph(const std::string& text, const std::string& properties = "")
{
    return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") + "<w:r><w:t xml:space=\"preserve\">" + text
        + "</w:t></w:r></w:p>";
}

std::string styled(const std::string& text, const std::string& style)
{
    return paragraph(text, "<w:pStyle w:val=\"" + style + "\"/>");
}

std::string item(const std::string& text, int list, int level = 0)
{
    return paragraph(text,
        "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" + std::to_string(list) + "\"/></w:numPr>");
}

const std::map<std::string, std::string>& parts()
{
    static const std::map<std::string, std::string> all{
        {"word/styles.xml",
            R"(<w:styles><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Our heading"/><w:basedOn w:val="berschrift2"/></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Odd"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>)"
            R"(</w:styles>)"},
        {"word/numbering.xml",
            R"(<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>)"
            R"(<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>)"
            R"(<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>)"},
        {"word/_rels/document.xml.rels",
            R"(<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://x.example/help" TargetMode="External"/>)"
            R"(<Relationship Id="rId2" Type="http://x/relationships/hyperlink" Target="file:///etc/passwd"/></Relationships>)"}};
    return all;
}

QString bodyOf(const std::string& body)
{
    return qt(valueOf(formats::docx(docxOf(body, parts()))).at("body"));
}

} // namespace

class TestDocxArticle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headingsKeepTheirLevel();
    void listsKeepTheirMarks();
    void tablesBecomeRows();
    void linksKeepTheirAddress();
    void whatIsNotToBeSeenIsLeftOut();
    void textBoxesAreReadOnce();
    void listsCountOnAndBeginWhereTheySay();
    void paragraphsWhoseEndWasDeletedAreOne();
    void notesStandWhereTheyBelong();
    void whatIsOnEveryPageIsLeftOut();
    void aFrameKeepsWhatStandsInIt();
    void theTitleComesFromStyleHeadingOrProperties();
    void theMainPartMayHaveAnotherName();
    void damagedDocumentsAreRefused_data();
    void damagedDocumentsAreRefused();
    void entitiesDoNotGrow();
    void deepNestingEndsSomewhere();
};

void TestDocxArticle::headingsKeepTheirLevel()
{
    QCOMPARE(bodyOf(styled("Refunds", "berschrift2") + paragraph("Five  days.") + styled("Based", "Mine")
                 + styled("Third", "Outlined") + styled("Plain", "Loop") + paragraph("")),
        QStringLiteral("## Refunds\n\nFive days.\n\n## Based\n\n### Third\n\nPlain"));
}

void TestDocxArticle::listsKeepTheirMarks()
{
    QCOMPARE(bodyOf(item("one", 1) + item("two", 1) + paragraph("Between.") + item("first", 2) + item("inner", 2, 1)
                 + item("second", 2) + item("inner", 2, 1) + styled("by style", "ListBullet") + item("off", 0)),
        QStringLiteral("- one\n- two\n\nBetween.\n\n1. first\n  1. inner\n2. second\n  1. inner\n- by style\n\noff"));
}

void TestDocxArticle::tablesBecomeRows()
{
    const auto cell = [](const std::string& text) { return "<w:tc><w:tcPr/>" + paragraph(text) + "</w:tc>"; };
    QCOMPARE(bodyOf("<w:tbl><w:tblPr/><w:tr>" + cell("Plan") + cell("Price") + "</w:tr><w:tr>" + cell("Team") + cell("8 | month")
                 + "</w:tr></w:tbl>" + paragraph("After.")),
        QStringLiteral("|Plan|Price|\n|-|-|\n|Team|8 \\| month|\n\nAfter."));
    QCOMPARE(bodyOf("<w:tbl><w:tr>" + cell("A note in a frame.") + "</w:tr></w:tbl>"), QStringLiteral("A note in a frame."));
}

void TestDocxArticle::linksKeepTheirAddress()
{
    QCOMPARE(bodyOf("<w:p><w:r><w:t xml:space=\"preserve\">See </w:t></w:r><w:hyperlink "
                    "r:id=\"rId1\"><w:r><w:t>here</w:t></w:r></w:hyperlink>"
                    "<w:hyperlink r:id=\"rId2\"><w:r><w:t>, there</w:t></w:r></w:hyperlink></w:p>"),
        QStringLiteral("See here (https://x.example/help), there"));
}

void TestDocxArticle::whatIsNotToBeSeenIsLeftOut()
{
    QCOMPARE(
        bodyOf("<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:ins><w:r><w:t> "
               "added</w:t></w:r>"
               "</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
               "<w:r><w:tab/><w:t>tabbed</w:t></w:r></w:p>"
            + styled("Contents 1", "TOC1")),
        QStringLiteral("Kept added tabbed"));
}

void TestDocxArticle::textBoxesAreReadOnce()
{
    const std::string box = "<wps:txbx><w:txbxContent>" + paragraph("In a box.") + "</w:txbxContent></wps:txbx>";
    QCOMPARE(bodyOf("<w:p><w:r><w:t>Text.</w:t><mc:AlternateContent><mc:Choice>" + box + "</mc:Choice><mc:Fallback>" + box
                 + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"),
        QStringLiteral("Text.\n\nIn a box."));
}

void TestDocxArticle::listsCountOnAndBeginWhereTheySay()
{
    auto all = parts();
    all["word/numbering.xml"]
        = R"(<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>)"
          R"(<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>)"
          R"(<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>)"
          R"(<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>)"
          R"(<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num></w:numbering>)";
    // Word gives what goes on a number of its own, and what begins anew an override.
    const std::string body = item("a", 1) + item("b", 2) + item("c", 3) + item("d", 3) + item("e", 4) + item("f", 4);
    QCOMPARE(qt(valueOf(formats::docx(docxOf(body, all))).at("body")), QStringLiteral("1. a\n2. b\n1. c\n2. d\n4. e\n5. f"));
    all["word/styles.xml"]
        = R"(<w:styles><w:style w:type="paragraph" w:styleId="L2"><w:name w:val="List Number 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>)";
    QCOMPARE(qt(valueOf(formats::docx(docxOf(item("a", 1) + styled("b", "L2"), all))).at("body")),
        QStringLiteral("1. a\n  - b")); // a level that nobody described is a bullet
}

void TestDocxArticle::paragraphsWhoseEndWasDeletedAreOne()
{
    const std::string joined
        = R"(<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Within </w:t></w:r>)"
          R"(<w:del w:id="2"><w:r><w:delText>30 days.</w:delText></w:r></w:del></w:p>)";
    QCOMPARE(bodyOf(joined + paragraph("14 days.") + paragraph("Next.")), QStringLiteral("Within 14 days.\n\nNext."));
    QCOMPARE(bodyOf(paragraph("First.") + joined), QStringLiteral("First.\n\nWithin"));
    // Moved text stands where it went.
    QCOMPARE(bodyOf("<w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>" + paragraph("Stays.")
                 + "<w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"),
        QStringLiteral("Stays.\n\nMoved."));
}

void TestDocxArticle::notesStandWhereTheyBelong()
{
    auto all = parts();
    all["word/footnotes.xml"]
        = "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
          "<w:footnote w:id=\"1\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> In Brazil 7 "
          "days.</w:t></w:r></w:p>"
        + paragraph("See the law.") + "</w:footnote></w:footnotes>";
    all["word/endnotes.xml"] = "<w:endnotes><w:endnote w:id=\"1\">" + paragraph("Without tax.") + "</w:endnote></w:endnotes>";
    const std::string body
        = "<w:p><w:r><w:t>Refunds take 5 days</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>"
          "<w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t>.</w:t></w:r></w:p>"
          "<w:p><w:r><w:t>It costs 8 EUR.</w:t></w:r><w:r><w:endnoteReference w:id=\"1\"/></w:r><w:r><w:footnoteReference "
          "w:id=\"99\"/></w:r></w:p>";
    QCOMPARE(qt(valueOf(formats::docx(docxOf(body, all))).at("body")),
        QStringLiteral("Refunds take 5 days (In Brazil 7 days. See the law.).\n\nIt costs 8 EUR. (Without tax.)"));
}

void TestDocxArticle::whatIsOnEveryPageIsLeftOut()
{
    auto all = parts();
    all["word/header1.xml"] = "<w:hdr>" + paragraph("Fernway handbook") + "</w:hdr>";
    all["word/footer1.xml"] = "<w:ftr>" + paragraph("Page 1 of 7") + "</w:ftr>";
    QCOMPARE(
        qt(valueOf(formats::docx(docxOf(
                       paragraph("Text.") + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId8\"/></w:sectPr>", all)))
                .at("body")),
        QStringLiteral("Text."));
}

void TestDocxArticle::aFrameKeepsWhatStandsInIt()
{
    QCOMPARE(bodyOf("<w:tbl><w:tr><w:tc><w:tcPr/>" + styled("Note", "berschrift2") + item("one", 1) + item("two", 1)
                 + "</w:tc></w:tr></w:tbl>" + paragraph("After.")),
        QStringLiteral("## Note\n\n- one\n- two\n\nAfter."));
}

void TestDocxArticle::theTitleComesFromStyleHeadingOrProperties()
{
    const std::string body = styled("First heading", "berschrift2") + styled("The title", "Title") + paragraph("Text.");
    auto all = parts();
    QCOMPARE(qt(valueOf(formats::docx(docxOf(body, all))).at("title")), QStringLiteral("The title"));
    QCOMPARE(
        qt(valueOf(formats::docx(docxOf(styled("A heading", "berschrift2"), all))).at("title")), QStringLiteral("A heading"));
    all["docProps/core.xml"]
        = "<cp:coreProperties><dc:title>Of the file</dc:title><dcterms:modified>2026-10-15T08:00:00Z</dcterms:modified>"
          "</cp:coreProperties>";
    const auto fields = valueOf(formats::docx(docxOf(paragraph("Text."), all)));
    QCOMPARE(qt(fields.at("title")), QStringLiteral("Of the file"));
    QCOMPARE(qt(fields.at("updated")), QStringLiteral("2026-10-15"));
}

void TestDocxArticle::theMainPartMayHaveAnotherName()
{
    const std::string bytes = zipOf(std::map<std::string, std::string>{
        {"_rels/.rels",
            R"(<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>)"},
        {"word/document2.xml", "<w:document><w:body>" + paragraph("Found.") + "</w:body></w:document>"}});
    QCOMPARE(qt(valueOf(formats::docx(bytes)).at("body")), QStringLiteral("Found."));
}

void TestDocxArticle::damagedDocumentsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = QByteArray::fromStdString(docxOf(paragraph("Text.")));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("Not a zip.");
    QTest::newRow("its first half") << whole.first(whole.size() / 2);
    QTest::newRow("another zip") << QByteArray::fromStdString(zipOf(std::map<std::string, std::string>{{"a.txt", "x"}}));
    QTest::newRow("no XML") << QByteArray::fromStdString(
        zipOf(std::map<std::string, std::string>{{"word/document.xml", "<w:document><w:"}}));
    QByteArray broken = whole;
    broken[broken.indexOf("Text.")] = 'X'; // its checksum no longer holds
    QTest::newRow("a changed byte") << broken;
    QTest::newRow("a bomb") << QByteArray::fromStdString(
        zipOf(std::vector<Zipped>{{"word/document.xml", std::string(1000, 'x'), 0100644, 0, 8, 2'000'000'000}}));
}

void TestDocxArticle::damagedDocumentsAreRefused()
{
    QFETCH(QByteArray, bytes);
    const auto result = formats::docx(bytes.toStdString());
    QVERIFY2(!result, result ? result->at("body").c_str() : "");
    QVERIFY(!result.error().message.empty());
}

void TestDocxArticle::entitiesDoNotGrow()
{
    std::string laughs = "<!DOCTYPE x [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'k'; ++c)
        laughs += std::string("<!ENTITY ") + c + " \"" + [&] {
            std::string ten;
            for (int i = 0; i < 10; ++i)
                ten += std::string("&") + static_cast<char>(c - 1) + ";";
            return ten;
        }() + "\">";
    laughs += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
    const std::string bytes = zipOf(std::map<std::string, std::string>{
        {"word/document.xml", laughs + "<w:document><w:body>" + paragraph("&j; &file; &amp;") + "</w:body></w:document>"}});
    const auto result = formats::docx(bytes);
    if (result)
        QCOMPARE(qt(result->at("body")), QStringLiteral("&j; &file; &"));
}

void TestDocxArticle::deepNestingEndsSomewhere()
{
    std::string deep;
    std::string ends;
    for (int i = 0; i < 50000; ++i) {
        deep += i % 2 == 0 ? "<w:sdt>" : "<w:tbl><w:tr><w:tc>";
        ends += i % 2 != 0 ? "</w:sdt>" : "</w:tc></w:tr></w:tbl>"; // the innermost is a cell
    }
    const auto result = formats::docx(docxOf(paragraph("Top.") + deep + paragraph("Bottom.") + ends));
    QVERIFY(result && qt(result->at("body")).startsWith(QStringLiteral("Top.")));
}

QTEST_GUILESS_MAIN(TestDocxArticle)
#include "TestDocxArticle.moc"
