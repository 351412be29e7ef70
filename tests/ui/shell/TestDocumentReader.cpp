// links: tandem_ui
#include "ui/support/Look.h"
#include "ui/support/SlowDesk.h"

#include "ui/shell/CheatSheet.h"
#include "ui/shell/DocumentReader.h"

#include <QLineEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextList>

namespace tandem::ui {

class TestDocumentReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_look.reset(); }

    void everyBlockKeepsItsShape();
    void tabStaysInside();
    void tabStaysWhereNothingTakesIt();

private:
    Look m_look;
};

void TestDocumentReader::everyBlockKeepsItsShape()
{
    SlowDesk desk;
    desk.library.article.title = "Refund policy";
    desk.library.article.body = "Some words.\n\n# Duplicates\n\nCharges are compared.\n\n- first\n- second\n\n> A quotation\n\n"
                                "## Later\n\nThe end.";
    QWidget window;
    window.resize(900, 700);
    DocumentReader reader(desk, &window);
    window.show();
    reader.read(ArticleId("article-1"), {});
    auto* text = reader.findChild<QTextBrowser*>();
    QTRY_VERIFY(text->toPlainText().contains(QStringLiteral("The end.")));
    QTextDocument raw;
    raw.setMarkdown(QString::fromStdString(desk.library.article.body), QTextDocument::MarkdownNoHTML);
    const auto same = [&] {
        QCOMPARE(text->document()->blockCount(), raw.blockCount());
        for (int i = 0; i < raw.blockCount(); ++i) {
            const QTextBlockFormat is = text->document()->findBlockByNumber(i).blockFormat();
            const QTextBlockFormat was = raw.findBlockByNumber(i).blockFormat();
            QVERIFY2(is.headingLevel() == was.headingLevel() && is.topMargin() == was.topMargin()
                    && is.bottomMargin() == was.bottomMargin() && is.leftMargin() == was.leftMargin()
                    && (text->document()->findBlockByNumber(i).textList() == nullptr)
                        == (raw.findBlockByNumber(i).textList() == nullptr),
                qPrintable(raw.findBlockByNumber(i).text()));
            QCOMPARE(is.lineHeightType(), static_cast<int>(QTextBlockFormat::MinimumHeight));
        }
    };
    same();
    if (QTest::currentTestFailed())
        return;
    m_look.theme().setAppearance(Appearance::Dark); // dresses it anew
    same();
    if (QTest::currentTestFailed())
        return;
    for (QTextBlock block = text->document()->begin(); block.isValid(); block = block.next()) {
        const QFont heading
            = m_look.theme().font(block.blockFormat().headingLevel() == 1 ? TextRole::Title : TextRole::RowStrong);
        if (block.blockFormat().headingLevel() > 0)
            QCOMPARE(QTextCursor(block).charFormat().font().pixelSize(), heading.pixelSize());
    }
}

void TestDocumentReader::tabStaysInside()
{
    SlowDesk desk;
    desk.library.article.title = "Refund policy";
    desk.library.article.body = "See [this](https://example.com/a) and [that](https://example.com/b).";
    QWidget window;
    window.resize(900, 700);
    QLineEdit below(&window);
    DocumentReader reader(desk, &window);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    below.setFocus();
    reader.read(ArticleId("article-1"), {});
    QTRY_VERIFY(reader.findChild<QTextBrowser*>()->toPlainText().contains(QStringLiteral("that")));
    for (int i = 0; i < 12; ++i) {
        QTest::keyClick(QApplication::focusWidget(), i < 6 ? Qt::Key_Tab : Qt::Key_Backtab);
        QVERIFY(reader.isAncestorOf(QApplication::focusWidget()));
    }
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!reader.isVisible());
    QVERIFY(below.hasFocus());
}

void TestDocumentReader::tabStaysWhereNothingTakesIt()
{
    QWidget window;
    window.resize(900, 700);
    QLineEdit below(&window);
    CheatSheet sheet(&window);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    sheet.open();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("x"));
    QVERIFY(sheet.hasFocus());
    QVERIFY(below.text().isEmpty());
}

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestDocumentReader)
#include "TestDocumentReader.moc"
