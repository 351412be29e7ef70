// links: tandem_knowledge
// Paragraphs as Word, LibreOffice and Google Docs write them.
#include "knowledge/import/DocxLine.h"
#include "support/Strings.h"

#include <QTest>

#include <pugixml.hpp>

using namespace tandem;

namespace {

QString shown(const std::string& inside, const DocxReferences& references = {})
{
    pugi::xml_document document;
    const std::string xml = "<w:p>" + inside + "</w:p>";
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single))
        return QStringLiteral("no XML");
    return qt(docxLine(document.document_element(), references).text);
}

std::string run(const std::string& text, const std::string& properties = "")
{
    return "<w:r>" + (properties.empty() ? "" : "<w:rPr>" + properties + "</w:rPr>") + "<w:t xml:space=\"preserve\">" + text
        + "</w:t></w:r>";
}

std::string field(const std::string& instruction, const std::string& result)
{
    return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> " + instruction
        + " </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" + result
        + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
}

} // namespace

class TestDocxLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsShownIsRead_data();
    void whatIsShownIsRead();
    void whatIsNotShownIsNotRead_data();
    void whatIsNotShownIsNotRead();
    void linksOfEveryFormTellTheirAddress();
    void boxesAreFoundOnce();
};

namespace {

void row(const char* name, const std::string& inside, const char* text)
{
    QTest::newRow(name) << qt(inside) << QString::fromUtf8(text);
}

void addFields()
{
    row("a field's result",
        run("Page ") + field("PAGE", run("3")) + run(" of ") + "<w:fldSimple w:instr=\"NUMPAGES\">" + run("7") + "</w:fldSimple>",
        "Page 3 of 7");
    row("a field in a field", field("IF " + std::string("x"), field("MERGEFIELD plan", run("Team"))) + run("!"), "Team!");
    row("a field in an instruction",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>"
            + field("MERGEFIELD a", run("no")) + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" + run("yes")
            + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        "yes");
    row("a field that began elsewhere", "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" + run("text"), "text");
}

} // namespace

void TestDocxLine::whatIsShownIsRead_data()
{
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("text");
    row("a word in three runs with marks of the spell checker",
        "<w:proofErr w:type=\"spellStart\"/>" + run("Re") + "<w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/>"
            + run("fun", "<w:b/>") + "<w:bookmarkEnd w:id=\"0\"/>" + run("ds") + "<w:proofErr w:type=\"spellEnd\"/>"
            + run(" take 5 days."),
        "Refunds take 5 days.");
    row("lines and tabulators",
        "<w:r><w:t>Name:</w:t><w:tab/><w:t>A</w:t><w:br/><w:t>Street</w:t><w:cr/><w:t>Town</w:t><w:ptab w:alignment=\"right\"/>"
        "<w:t>1</w:t><w:br w:type=\"page\"/><w:t>2</w:t></w:r>",
        "Name: A Street Town 1 2");
    row("hyphens", "<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail can</w:t><w:softHyphen/><w:t>celled</w:t></w:r>",
        "e-mail cancelled");
    row("inserted and moved here",
        "<w:ins w:id=\"1\">" + run("new ") + "</w:ins><w:moveTo w:id=\"2\">" + run("moved") + "</w:moveTo>", "new moved");
    row("smart tags and custom XML",
        "<w:smartTag w:element=\"place\"><w:smartTag w:element=\"City\">" + run("London")
            + "</w:smartTag></w:smartTag><w:customXml>" + run(" office") + "</w:customXml>",
        "London office");
    row("a form's field and a box to tick",
        "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"1\"/></w14:checkbox></w:sdtPr><w:sdtContent>" + run("☒")
            + "</w:sdtContent></w:sdt>" + run(" Agreed"),
        "☒ Agreed");
    row("directions", "<w:dir w:val=\"rtl\"><w:bdo w:val=\"rtl\">" + run("مرحبا") + "</w:bdo></w:dir>", "مرحبا");
    row("a reading above Japanese",
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>へんきん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>返金</w:t></w:r></w:rubyBase></"
        "w:ruby></w:r>"
            + run("について"),
        "返金について");
    row("signs of symbol fonts",
        "<w:r><w:sym w:font=\"Symbol\" w:char=\"F0A3\"/></w:r>" + run(" 25 MB ")
            + "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/></w:r>"
            + run("\xEF\x82\xB3 2", R"(<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>)"),
        "≤ 25 MB ✓→≥ 2");
    row("an ornament says nothing", run("a") + "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F021\"/></w:r>" + run("b"), "ab");
    row("an emoji as Word writes it",
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"w16se\"><w16se:symEx w16se:font=\"Segoe UI Emoji\" "
        "w16se:char=\"1F60A\"/></mc:Choice><mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>",
        "😊");
    row("only the form for old programs has text",
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"x\"><x:new/></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
        "old");
    addFields();
    row("a formula",
        "<m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:fPr><m:ctrlPr/></m:fPr><m:num><m:r><m:t>a</m:t></m:r></"
        "m:num><m:den><m:sSup><m:e><m:r>"
        "<m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:den></m:f></m:oMath>",
        "x=a/b^2");
    row("hidden switched off", run("seen", "<w:vanish w:val=\"0\"/>"), "seen");
    row("entities", run("A &amp; B &lt;tag&gt; &#x20AC;"), "A & B <tag> €");
}

void TestDocxLine::whatIsShownIsRead()
{
    QFETCH(QString, inside);
    QFETCH(QString, text);
    QCOMPARE(shown(inside.toStdString()), text);
}

void TestDocxLine::whatIsNotShownIsNotRead_data()
{
    QTest::addColumn<QString>("inside");
    const auto row = [](const char* name, const std::string& inside) { QTest::newRow(name) << qt(run("a") + inside + run("b")); };
    row("deleted", "<w:del w:id=\"1\"><w:r><w:delText>gone</w:delText></w:r></w:del>");
    row("a deleted link", "<w:del><w:hyperlink r:id=\"r\">" + run("gone") + "</w:hyperlink></w:del>");
    row("moved away", "<w:moveFrom w:id=\"1\">" + run("gone") + "</w:moveFrom>");
    row("hidden", run("gone", "<w:vanish/>"));
    row("an instruction", "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>");
    row("a comment's mark",
        "<w:commentRangeStart w:id=\"1\"/><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>");
    row("what the paragraph looked like before", "<w:pPr><w:pPrChange><w:pPr/></w:pPrChange></w:pPr>");
    row("a field's settings", "<w:sdt><w:sdtPr><w:alias w:val=\"gone\"/><w:placeholder/></w:sdtPr><w:sdtContent/></w:sdt>");
    row("a picture", "<w:r><w:drawing><wp:inline><wp:docPr descr=\"gone\"/></wp:inline></w:drawing></w:r>");
}

void TestDocxLine::whatIsNotShownIsNotRead()
{
    QFETCH(QString, inside);
    QCOMPARE(shown(inside.toStdString()), QStringLiteral("ab"));
}

void TestDocxLine::linksOfEveryFormTellTheirAddress()
{
    const DocxReferences references{{{"r1", "https://x.example/a"}, {"r2", "file:///etc/passwd"}}, {}, {}};
    const QString expected = QStringLiteral("See here (https://x.example/a) now");
    const std::string here = run("he") + run("re", "<w:rStyle w:val=\"Hyperlink\"/>");
    const std::string instruction = "HYPERLINK \"https://x.example/a\" \\o \"Tip\"";
    QCOMPARE(shown(run("See ") + "<w:hyperlink r:id=\"r1\" w:history=\"1\">" + here + "</w:hyperlink>" + run(" now"), references),
        expected);
    QCOMPARE(shown(run("See ") + field(instruction, here) + run(" now")), expected);
    QCOMPARE(shown(run("See ") + "<w:fldSimple w:instr=\" HYPERLINK &quot;https://x.example/a&quot; \">" + here + "</w:fldSimple>"
                 + run(" now")),
        expected);
    QCOMPARE(shown(run("See ") + "<w:hyperlink r:id=\"r2\">" + here + "</w:hyperlink>" + "<w:hyperlink w:anchor=\"top\">"
                     + run(" now") + "</w:hyperlink>",
                 references),
        QStringLiteral("See here now"));
    QCOMPARE(shown("<w:hyperlink r:id=\"r1\">" + run("https://x.example/a") + "</w:hyperlink>", references),
        QStringLiteral("https://x.example/a"));
    QCOMPARE(shown("a<w:hyperlink r:id=\"r1\"><w:r><w:drawing/></w:r></w:hyperlink>", references), QString()); // a picture
}

void TestDocxLine::boxesAreFoundOnce()
{
    pugi::xml_document document;
    const std::string box = "<wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx>";
    const std::string old = "<w:pict><v:shape><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape></w:pict>";
    const std::string xml = "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wpg:wgp>" + box
        + box + "</wpg:wgp></wp:anchor></w:drawing></mc:Choice><mc:Fallback>" + old
        + "</mc:Fallback></mc:AlternateContent></w:r><w:r>" + old + "</w:r></w:p>";
    QVERIFY(document.load_buffer(xml.data(), xml.size()));
    QCOMPARE(docxLine(document.document_element(), {}).boxes.size(), 3U);
}

QTEST_GUILESS_MAIN(TestDocxLine)
#include "TestDocxLine.moc"
