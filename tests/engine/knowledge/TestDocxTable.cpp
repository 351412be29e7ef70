// links: tandem_knowledge
#include "knowledge/import/DocxTable.h"
#include "support/Strings.h"

#include <QTest>

#include <pugixml.hpp>

using namespace tandem;

namespace {

std::string cell(const std::string& text, const std::string& properties = "")
{
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>";
}

std::string row(const std::string& cells, const std::string& properties = "")
{
    return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells + "</w:tr>";
}

// "a|b\nc|d"
QString rowsOf(const std::string& inside)
{
    pugi::xml_document document;
    const std::string xml = "<w:tbl><w:tblPr/><w:tblGrid/>" + inside + "</w:tbl>";
    if (!document.load_buffer(xml.data(), xml.size()))
        return QStringLiteral("no XML");
    std::string all;
    for (const auto& cells : docxTable(document.document_element(), {}).rows) {
        all += all.empty() ? "" : "\n";
        for (std::size_t i = 0; i < cells.size(); ++i)
            all += (i == 0 ? "" : "|") + cells[i];
    }
    return qt(all);
}

} // namespace

class TestDocxTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsMergedDownStandsInEachRow();
    void whatIsMergedAcrossKeepsTheColumns();
    void aHeaderOfTwoRowsIsOne();
    void rowsAndCellsInControlsAreRead();
    void whatWasDeletedIsLeftOut();
    void boxesAndTablesInACellAreRead();
    void aFrameIsNoTable();
    void nonsenseIsSurvived();
};

void TestDocxTable::whatIsMergedDownStandsInEachRow()
{
    QCOMPARE(rowsOf(row(cell("Plan") + cell("Role") + cell("Limit"))
                 + row(cell("Team", "<w:vMerge w:val=\"restart\"/>") + cell("owner") + cell("5"))
                 + row(cell("", "<w:vMerge/>") + cell("guest") + cell("2"))
                 + row(cell("", "<w:vMerge w:val=\"continue\"/>") + cell("bot") + cell("1"))
                 + row(cell("Free") + cell("owner") + cell(""))),
        QStringLiteral("Plan|Role|Limit\nTeam|owner|5\nTeam|guest|2\nTeam|bot|1\nFree|owner|"));
}

void TestDocxTable::whatIsMergedAcrossKeepsTheColumns()
{
    QCOMPARE(rowsOf(row(cell("Plan") + cell("Price", "<w:gridSpan w:val=\"2\"/>")) + row(cell("Team") + cell("8") + cell("80"))
                 + row(cell("Business") + cell("on request", "<w:gridSpan w:val=\"2\"/>"))
                 + row(cell("12"), "<w:gridBefore w:val=\"1\"/>")),
        QStringLiteral("Plan|Price|Price\nTeam|8|80\nBusiness|on request|\n|12"));
}

void TestDocxTable::aHeaderOfTwoRowsIsOne()
{
    const char* header = "<w:tblHeader/>";
    QCOMPARE(rowsOf(row(cell("Plan", "<w:vMerge w:val=\"restart\"/>") + cell("Price", "<w:gridSpan w:val=\"2\"/>"), header)
                 + row(cell("", "<w:vMerge/>") + cell("monthly") + cell("yearly"), header)
                 + row(cell("Team") + cell("8") + cell("80"))),
        QStringLiteral("Plan|Price monthly|Price yearly\nTeam|8|80"));
}

void TestDocxTable::rowsAndCellsInControlsAreRead()
{
    QCOMPARE(rowsOf(row(cell("Plan") + "<w:sdt><w:sdtPr/><w:sdtContent>" + cell("Price") + "</w:sdtContent></w:sdt>")
                 + "<w:sdt><w:sdtContent>" + row(cell("Team") + cell("8")) + "</w:sdtContent></w:sdt><w:customXml>"
                 + row(cell("Free") + cell("0")) + "</w:customXml>"),
        QStringLiteral("Plan|Price\nTeam|8\nFree|0"));
}

void TestDocxTable::whatWasDeletedIsLeftOut()
{
    QCOMPARE(rowsOf(row(cell("Plan") + cell("Price")) + row(cell("Old") + cell("9"), "<w:del w:id=\"1\" w:author=\"A\"/>")
                 + row(cell("New") + cell("7") + cell("gone", "<w:cellDel w:id=\"2\"/>"), "<w:ins w:id=\"3\"/>")),
        QStringLiteral("Plan|Price\nNew|7"));
}

void TestDocxTable::boxesAndTablesInACellAreRead()
{
    const std::string box = "<w:tc><w:p><w:r><w:t>Cell.</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>Box."
                            "</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p></w:tc>";
    const std::string inner = "<w:tc><w:tbl>" + row(cell("in") + cell("ner")) + "</w:tbl><w:p/></w:tc>";
    QCOMPARE(rowsOf(row(cell("A") + cell("B")) + row(box + inner)), QStringLiteral("A|B\nCell. Box.|in ner"));
}

void TestDocxTable::aFrameIsNoTable()
{
    pugi::xml_document document;
    const std::string xml = "<w:tbl>" + row(cell("A note.")) + "</w:tbl>";
    QVERIFY(document.load_buffer(xml.data(), xml.size()));
    const DocxTable table = docxTable(document.document_element(), {});
    QVERIFY(!table.frame.empty() && table.rows.empty());
}

void TestDocxTable::nonsenseIsSurvived()
{
    QCOMPARE(rowsOf(""), QString(QStringLiteral("")));
    QCOMPARE(rowsOf(row("") + row("")), QStringLiteral("\n").trimmed());
    const QString wide = rowsOf(
        row(cell("a", "<w:gridSpan w:val=\"99999999999\"/>") + cell("b")) + row(cell("c"), "<w:gridBefore w:val=\"-5\"/>"));
    QVERIFY(wide.startsWith(QStringLiteral("a|a|")) && wide.endsWith(QStringLiteral("\nc")) && wide.size() < 1000);
    QVERIFY(rowsOf(row(cell("", "<w:vMerge/>") + cell("b", "<w:gridSpan w:val=\"x\"/>")) + row(cell("c") + cell("d")))
            .endsWith(QStringLiteral("c|d")));
}

QTEST_GUILESS_MAIN(TestDocxTable)
#include "TestDocxTable.moc"
