// links: tandem_ui
#include "ui/support/Look.h"

#include "ui/library/MarkdownView.h"

#include <QElapsedTimer>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>

namespace tandem::ui {

namespace {

std::vector<QTextCharFormat> formatsOf(const QTextDocument& document)
{
    std::vector<QTextCharFormat> formats;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto at = block.begin(); !at.atEnd(); ++at)
            formats.push_back(at.fragment().charFormat());
    return formats;
}

} // namespace

class TestMarkdownView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_look.reset(); }

    void aPictureIsItsWordsAndNoFileIsRead()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("secret.png"));
        QImage picture(40, 40, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QVERIFY(picture.save(file));
        MarkdownView view;
        view.resize(300, 200);
        view.showText("See ![the plan](" + file.toStdString() + ") and ![two](file://" + file.toStdString() + ").");
        view.show();
        QCOMPARE(view.document()->toPlainText(), QStringLiteral("See [the plan] and [two]."));
        for (const QTextCharFormat& format : formatsOf(*view.document()))
            QVERIFY(!format.isImageFormat());
        const QImage seen = view.grab().toImage();
        for (int y = 0; y < seen.height(); ++y)
            for (int x = 0; x < seen.width(); ++x)
                QVERIFY(seen.pixelColor(x, y) != QColor(Qt::red));
        // What a picture stands for, should one get in some other way.
        QVERIFY(!view.loadResource(QTextDocument::ImageResource, QUrl::fromLocalFile(file)).isNull());
    }

    void theTitleOfALinkIsNoTooltip()
    {
        MarkdownView view;
        view.showText("A [link](https://example.org \"<img src='/tmp/x.png'>tip\") here.");
        QCOMPARE(view.document()->toPlainText(), QStringLiteral("A link here."));
        bool linked = false;
        for (const QTextCharFormat& format : formatsOf(*view.document())) {
            QVERIFY(format.toolTip().isEmpty());
            linked = linked || format.anchorHref() == QStringLiteral("https://example.org");
        }
        QVERIFY(linked);
    }

    void anotherTextTakesThePlaceOfTheFirst()
    {
        MarkdownView view;
        view.show();
        view.showText("One.");
        view.showText("# Two\n\nand more", QStringLiteral("and more"));
        QCOMPARE(view.document()->toPlainText(), QStringLiteral("Two\nand more"));
        QVERIFY(view.isLit());
        view.showText("Three.");
        QVERIFY(!view.isLit());
    }

    void aLongListIsShown()
    {
        std::string list;
        for (int i = 0; i < 4000; ++i)
            list += "- item with words\n";
        MarkdownView view;
        view.resize(300, 200);
        view.show();
        QElapsedTimer timer;
        timer.start();
        view.showText(list);
        QCOMPARE(view.document()->blockCount(), 4000);
        qInfo("shown in %lld ms", static_cast<long long>(timer.elapsed()));
    }

private:
    Look m_look;
};

} // namespace tandem::ui

QTEST_MAIN(tandem::ui::TestMarkdownView)
#include "TestMarkdownView.moc"
